// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CalculatorEndpointTest {
    private final CalculatorEndpoint calculator = new CalculatorEndpoint();

    @Test
    void calculatesAsTheSampleOfWcf() {
        assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
        assertThat(calculator.subtract(145, 76.54)).isEqualTo(145 - 76.54);
        assertThat(calculator.multiply(9, 81.25)).isEqualTo(731.25);
        assertThat(calculator.divide(22, 7)).isEqualTo(22.0 / 7.0);
    }

    @Test
    void dividesByZeroAsIeeeSays() {
        assertThat(calculator.divide(1, 0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(calculator.divide(0, 0)).isNaN();
    }
}

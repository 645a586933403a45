// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoubleTextTest {
    private final DoubleText text = new DoubleText();

    @ParameterizedTest
    @CsvSource({
        "100, 100",
        "15.99, 15.99",
        "115.99, 115.99",
        "3.142857142857143, 3.1428571428571428",
        "0.1, 0.1",
        "-2.5, -2.5",
        "0, 0",
        "-0.0, -0",
        "0.00001, 1E-05",
        "0.0001, 0.0001",
        "1e14, 100000000000000",
        "1e15, 1E+15",
        "1.5e300, 1.5E+300",
        "123456789012345680, 1.2345678901234568E+17",
        "NaN, NaN",
        "Infinity, INF",
        "-Infinity, -INF",
    })
    void spellsAsWcfDoes(double number, String expected) {
        assertThat(text.marshal(number)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"100.0, 100", "1.0E10, 1e10", "+5, 5", "' 7 ', 7", "INF, Infinity", "-INF, -Infinity", "NaN, NaN"})
    void readsOtherSpellings(String spelling, double expected) {
        assertThat(text.unmarshal(spelling)).isEqualTo(Double.valueOf(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ten", "0x1p3", "1d", "Infinity"})
    void refusesWhatIsNoNumberOfXmlSchema(String spelling) {
        assertThatExceptionOfType(NumberFormatException.class).isThrownBy(() -> text.unmarshal(spelling));
    }

    @Test
    void bringsEveryNumberBack() {
        assertThat(new Random(1)
                        .longs(100_000)
                        .mapToDouble(Double::longBitsToDouble)
                        .filter(number -> !Double.isNaN(number))
                        .filter(number -> Double.compare(text.unmarshal(text.marshal(number)), number) != 0))
                .isEmpty();
    }
}

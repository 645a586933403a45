// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
    @Test
    void keepsForgedLogLinesOnOneLine() {
        assertThat(OneLine.of("urn:x\r\n2026-11-22 WARN all is well\t\u001b[2J"))
                .isEqualTo("urn:x 2026-11-22 WARN all is well [2J");
    }

    @Test
    void cutsWhatIsEndless() {
        assertThat(OneLine.of("x".repeat(100_000))).hasSize(1_003).endsWith("...");
    }

    @Test
    void saysNullForNothing() {
        assertThat(OneLine.of(null)).isEqualTo("null");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.Growth;
import dev.wshttp.security.internal.settings.Format;
import dev.wshttp.security.internal.settings.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long values in a file of another author: time that grows with the square of their length would stop a start. */
class HostileValuesTest {
    private static final List<Format<?>> FORMATS = List.of(
            Format.TEXT,
            Format.FLAG,
            Format.COUNT,
            Format.TIME,
            Format.CLOCK_SKEW,
            Format.HTTP_ADDRESS,
            Format.LISTEN_ADDRESS,
            Format.WSDL_ADDRESS,
            Format.CREDENTIAL_TYPE,
            Format.VALIDATION_MODE,
            Format.REVOCATION_MODE);
    private static final List<WcfType> WCF_TYPES = List.of(
            WcfType.TEXT,
            WcfType.FLAG,
            WcfType.NUMBER,
            WcfType.COUNT,
            WcfType.TIME,
            WcfType.FIND_TYPE,
            WcfType.HTTP_ADDRESS,
            WcfType.LISTEN_ADDRESS);

    @ParameterizedTest
    @ValueSource(strings = {"1", "P1", "0", "PT1\n", ".", ":", "/", "http://a/", " ", "-", "%41", "x=", "\u00A0"})
    void readsEachFormatInTimeThatGrowsWithTheLength(String part) {
        for (Format<?> format : FORMATS) {
            assertLinear(part, format::parse);
        }
        for (WcfType type : WCF_TYPES) {
            assertLinear(part, type::translate);
        }
    }

    @Test
    void refusesADurationAsLongAsABook() {
        assertThat(Format.TIME.parse("P" + "1".repeat(65_536) + "\nx")).isEmpty();
        assertThat(Format.TIME.parse("pt30s")).isPresent();
    }

    @Test
    void joinsAnAddressOfSlashesInTimeThatGrowsWithTheLength() {
        Growth.assertLinear(length -> HostSection.below("http:" + "/".repeat(length) + "x", "/".repeat(length) + "y"));
        assertThat(HostSection.below("http://a/b//", "//c")).isEqualTo("http://a/b/c");
    }

    @Test
    void looksForTheNearestNameInTimeThatGrowsWithTheLength() {
        Growth.assertLinear(length -> assertThat(
                        new Spelling("a".repeat(length)).nearest(List.of("b".repeat(length)), Function.identity()))
                .isEmpty());
    }

    private static void assertLinear(String part, Function<String, Optional<?>> reader) {
        // Something at the end that fits no format makes a reader try everything.
        Growth.assertLinear(length -> assertThat(reader.apply(part.repeat(length / part.length()) + "\nx"))
                .isNotNull());
    }
}

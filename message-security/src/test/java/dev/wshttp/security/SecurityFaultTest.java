// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityFaultTest {
    @ParameterizedTest
    @CsvSource({"MESSAGE_REPLAYED, message-replayed", "DUPLICATE_ID, duplicate-id", "INTERNAL_ERROR, internal-error"})
    void hasTheAnchorOfItsHeading(SecurityFault fault, String anchor) {
        assertThat(fault.anchor()).isEqualTo(anchor);
    }

    @Test
    void hasAnchorsThatAreUnique() {
        assertThat(Arrays.stream(SecurityFault.values()).map(SecurityFault::anchor))
                .doesNotHaveDuplicates()
                .allMatch(anchor -> anchor.matches("[a-z]+(-[a-z]+)*"));
    }

    @Test
    void hasTheSameAnchorInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(SecurityFault.SIGNATURE_INVALID.anchor()).isEqualTo("signature-invalid");
        } finally {
            Locale.setDefault(before);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectTest {
    /** Windows writes other keywords than Java, and doubles quotes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CN=x, S=Bayern, E=a@b.test | CN=x, ST=Bayern, EMAILADDRESS=a@b.test",
                "CN=x, O=\"Firma \"\"A\"\"\" | CN=x, O=\"Firma \\\"A\\\"\"",
                "CN=x, O=\"A, B\" | CN=x, O=\"A, B\"",
                "CN=x, OID.2.5.4.97=VAT | CN=x, OID.2.5.4.97=VAT",
                "x.example.test | CN=x.example.test",
            })
    void isReadAsWindowsWritesIt(String written, String expected) {
        assertThat(CertificateRequest.subject(written)).isEqualTo(new X500Principal(expected));
    }

    @Test
    void refusesAQuoteThatDoesNotEnd() {
        assertThatThrownBy(() -> CertificateRequest.subject("CN=x, O=\"A"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

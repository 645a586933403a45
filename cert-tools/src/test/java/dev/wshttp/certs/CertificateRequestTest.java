// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateRequestTest {

    private static final Validity DAY = Validity.startingAt(Instant.parse("2027-03-01T12:00:00Z"), Duration.ofDays(1));

    @ParameterizedTest
    @ValueSource(strings = {"*.contoso.com", "a b", "", "contoso..com", "contoso.com.", "-a.com", "http://contoso.com"})
    void refusesNameNoHostHas(String name) {
        assertThatThrownBy(() -> CertificateRequest.named(CertificateProfile.SERVICE, DAY, List.of("ok", name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void refusesRootProfile() {
        assertThatThrownBy(() -> CertificateRequest.named(CertificateProfile.ROOT, DAY, List.of("Contoso.com")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("createRoot");
    }

    @Test
    void takesHostNameOfSubjectAsAlternativeName() {
        var request = CertificateRequest.forSubject(
                CertificateProfile.CLIENT, DAY, CertificateRequest.subject("CN=Adatum.com,O=Adatum"));

        assertThat(request.dnsNames()).containsExactly("Adatum.com");
    }

    @Test
    void leavesPersonsNameOutOfAlternativeNames() {
        var request =
                CertificateRequest.forSubject(CertificateProfile.CLIENT, DAY, CertificateRequest.subject("Jane Doe"));

        assertThat(request.dnsNames()).isEmpty();
        assertThat(request.subject()).isEqualTo(new X500Principal("CN=Jane Doe"));
    }

    @Test
    void escapesBareName() {
        assertThat(CertificateRequest.subject("Doe, Jane+Co").getName(X500Principal.RFC2253))
                .isEqualTo("CN=Doe\\, Jane\\+Co");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "O=Contoso", "CN=", "nonsense=x"})
    void refusesSubjectWithoutCommonName(String subject) {
        assertThatThrownBy(() -> CertificateRequest.subject(subject)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesValidityThatEndsBeforeItStarts() {
        var now = Instant.parse("2027-03-01T12:00:00Z");

        assertThatThrownBy(() -> new Validity(now, now)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesKeySizeOutsideTheList() {
        assertThatThrownBy(() -> RsaKeys.generate(1024, new SecureRandom()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'1024'");
    }
}

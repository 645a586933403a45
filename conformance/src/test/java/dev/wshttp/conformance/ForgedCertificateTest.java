// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.certs.TestPki;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ForgedCertificateTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @Test
    void saysWhatTheGenuineOneSaysAndHasAnotherKey() throws Exception {
        X509Certificate genuine = PKI.client().certificate();

        var forged = ForgedCertificate.like(genuine);

        X509Certificate certificate = forged.certificate();
        assertThat(certificate.getSubjectX500Principal()).isEqualTo(genuine.getSubjectX500Principal());
        assertThat(certificate.getIssuerX500Principal()).isEqualTo(genuine.getIssuerX500Principal());
        assertThat(certificate.getSerialNumber()).isEqualTo(genuine.getSerialNumber());
        assertThat(certificate.getNotAfter()).isEqualTo(genuine.getNotAfter());
        assertThat(certificate.getExtendedKeyUsage()).isEqualTo(genuine.getExtendedKeyUsage());
        assertThat(certificate.getPublicKey()).isNotEqualTo(genuine.getPublicKey());
    }

    /** So it shows whether a service looks at the signature of the authority, and at nothing else. */
    @Test
    void isNotSignedByTheAuthority() {
        X509Certificate forged =
                ForgedCertificate.like(PKI.client().certificate()).certificate();

        assertThatThrownBy(() -> forged.verify(PKI.authorityCertificate().getPublicKey()))
                .isInstanceOf(SignatureException.class);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.NullOf;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.credential.Thumbprint;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class X509IdentityTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @Test
    void isNamedAsWcfNamesIt() {
        var identity = new X509Identity(Recorded.credential("client").certificate());

        assertThat(identity.getName()).isEqualTo("CN=Cohowinery.com; 2AE9EBF470D574DB6B0A973922D688D3A3EF9F5A");
        assertThat(identity).hasToString(identity.getName());
    }

    @Test
    void isNamedAsWindowsWritesTheSubject() {
        var subject =
                new X500Principal("EMAILADDRESS=a@b.example, CN=Contoso, O=\"Contoso, Inc\", ST=WA, OID.2.5.4.97=V-1");
        X509Certificate odd = PKI.withExtensions("odd", TestPki.Role.CLIENT, subject, List.of())
                .certificate();
        X509Certificate nameless = PKI.withExtensions("none", TestPki.Role.CLIENT, new X500Principal(""), List.of())
                .certificate();

        assertThat(new X509Identity(odd).getName())
                .isEqualTo(
                        "E=a@b.example, CN=Contoso, O=\"Contoso, Inc\", S=WA, OID.2.5.4.97=V-1; " + Thumbprint.of(odd));
        assertThat(new X509Identity(nameless).getName()).isEqualTo("<x509>; " + Thumbprint.of(nameless));
    }

    @Test
    void hasTheThumbprintOfItsCertificate() {
        var certificate = PKI.client().certificate();

        assertThat(new X509Identity(certificate).thumbprint()).isEqualTo(Thumbprint.of(certificate));
    }

    @Test
    void isEqualForEqualCertificatesOnly() {
        var identity = new X509Identity(PKI.client().certificate());

        assertThat(identity).isEqualTo(new X509Identity(PKI.client().certificate()));
        assertThat(identity)
                .isNotEqualTo(
                        new X509Identity(PKI.untrustedTwin(TestPki.Role.CLIENT).certificate()));
    }

    @Test
    void needsACertificate() {
        assertThatNullPointerException().isThrownBy(() -> new X509Identity(NullOf.any()));
    }
}

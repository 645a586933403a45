// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import static dev.wshttp.certs.TestPki.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.CertificateTrust;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ServiceCertificateCheckTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    private static CertificateTrust chain;

    @BeforeAll
    static void writeFiles() {
        PKI.writeTrust(directory);
        chain = CertificateTrust.chain(directory.resolve("ca.pem")).withRevocationList(directory.resolve("ca.crl"));
    }

    @Test
    void acceptsGoodCertificate() {
        assertAccepted(chain, PKI.service());
    }

    @Test
    void refusesUntrustedTwin() {
        assertRefused(chain, PKI.untrustedTwin(SERVICE), SecurityFault.CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void refusesExpiredCertificate() {
        assertRefused(chain, PKI.expired(SERVICE), SecurityFault.CERTIFICATE_NOT_IN_VALIDITY);
    }

    @Test
    void refusesCertificateThatIsNotYetValid() {
        assertRefused(chain, PKI.notYetValid(SERVICE), SecurityFault.CERTIFICATE_NOT_IN_VALIDITY);
    }

    @Test
    void refusesRevokedCertificate() {
        assertRefused(chain, PKI.revoked(SERVICE), SecurityFault.CERTIFICATE_REVOKED);
    }

    @Test
    void acceptsPinnedPeerWhateverItsAuthority() {
        var twin = PKI.untrustedTwin(SERVICE);

        assertAccepted(CertificateTrust.peers(List.of(twin.certificate())), twin);
        assertAccepted(
                CertificateTrust.peersOrChain(List.of(twin.certificate()), List.of(PKI.authorityCertificate())), twin);
    }

    @Test
    void refusesPeerThatIsNotPinned() {
        var trust = CertificateTrust.peers(List.of(PKI.client().certificate()));

        assertRefused(trust, PKI.service(), SecurityFault.CERTIFICATE_NOT_TRUSTED);
    }

    private static void assertAccepted(CertificateTrust trust, TestCredential credential) {
        assertThatCode(() -> new ServiceCertificateCheck(trust, PKI.now()).require(credential.certificate()))
                .doesNotThrowAnyException();
    }

    private static void assertRefused(CertificateTrust trust, TestCredential credential, SecurityFault expected) {
        var check = new ServiceCertificateCheck(trust, PKI.now());
        var refused =
                catchThrowableOfType(MessageSecurityException.class, () -> check.require(credential.certificate()));

        assertThat(refused).isNotNull();
        assertThat(refused.fault()).isEqualTo(expected);
    }
}

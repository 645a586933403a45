// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.wss.ReplayGuard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ServiceStatusTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final char[] PASSWORD = "correct horse".toCharArray();

    @TempDir
    private Path folder;

    @Test
    void tellsTheCertificatesAndListsThatAreInUseAfterTheirFilesChanged() throws Exception {
        PKI.writeTrust(folder);
        PKI.service().writePkcs12(folder.resolve("service.p12"), PASSWORD);
        var clock = new AdjustableClock(PKI.now());
        var status = status(clock);
        assertThat(status.ownCertificates()).startsWith(PKI.service().certificate());
        assertThat(status.authorities()).contains(PKI.authorityCertificate());
        assertThat(status.revocationLists())
                .extracting(X509CRL::getRevokedCertificates)
                .doesNotContainNull();

        Files.delete(folder.resolve("service.p12"));
        PKI.otherName().writePkcs12(folder.resolve("service.p12"), PASSWORD);
        Files.write(folder.resolve("ca.crl"), PKI.emptyRevocationList().getEncoded());
        clock.advance(Duration.ofSeconds(6));

        assertThat(status.ownCertificates()).startsWith(PKI.otherName().certificate());
        assertThat(status.revocationLists())
                .extracting(X509CRL::getRevokedCertificates)
                .containsOnlyNulls();
    }

    private ServiceStatus status(AdjustableClock clock) {
        var trust = CertificateTrust.chain(folder.resolve("ca.pem")).withRevocationList(folder.resolve("ca.crl"));
        var feature = MessageSecurityFeature.forService(
                        WsHttpBinding.builder().build(),
                        ServiceCredentials.of(
                                X509Credential.fromKeyStore(folder.resolve("service.p12"), PASSWORD), trust))
                .withClock(clock);
        return new ServiceStatus(
                feature,
                (MessageSecurityFeature.Service) feature.side(),
                Optional.empty(),
                Optional.empty(),
                new ReplayGuard(clock, new SecureRandom(), Duration.ofMinutes(10), 10));
    }
}

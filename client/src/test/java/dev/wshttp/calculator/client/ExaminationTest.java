// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.CertificateAuthority;
import dev.wshttp.certs.TestPki;
import dev.wshttp.certs.Validity;
import dev.wshttp.security.credential.Thumbprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ExaminationTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @Test
    void readsTheSettingsOnce(@TempDir Path directory) throws IOException {
        var files = ClientFiles.write(PKI, directory);
        var settings = ClientSettings.load(files.settings(), Map.of(), Map.of());
        var checks = new Examination(settings, Tracing.OFF, Clock.systemUTC()).checks();
        assertThat(checks.get(0).examine().get()).contains("CHAIN_TRUST");

        assertThat(checks.get(1).examine().get())
                .contains("as the settings say", "negotiateServiceCredential=true", "basic256");

        Files.delete(directory.resolve("client.p12"));
        Files.delete(directory.resolve("client.password"));

        assertThat(checks.get(2).examine().get()).contains("CN=Cohowinery.com");
        assertThat(checks.get(3).examine().get()).contains("none is given");
        assertThat(checks.get(4).examine().get()).contains("has to be for 'Contoso.com'");
    }

    @Test
    void tellsAuthoritiesOfOneNameApart(@TempDir Path directory) throws Exception {
        var files = ClientFiles.write(PKI, directory);
        X509Certificate before = authority();
        X509Certificate after = authority();
        Path trust = directory.resolve("ca.pem");
        Files.writeString(trust, Files.readString(trust) + pem(before) + pem(after));
        var settings = ClientSettings.load(files.settings(), Map.of(), Map.of());

        assertThat(new Examination(settings, Tracing.OFF, Clock.systemUTC())
                        .checks()
                        .get(0)
                        .examine()
                        .get())
                .contains(
                        "'CN=Any authority' (thumbprint '" + Thumbprint.of(before) + "', valid until",
                        "'CN=Any authority' (thumbprint '" + Thumbprint.of(after) + "', valid until")
                .doesNotContain(Thumbprint.of(PKI.authorityCertificate()).toString());
    }

    private static X509Certificate authority() throws NoSuchAlgorithmException {
        var validity = Validity.startingNow(Clock.systemUTC(), Duration.ofDays(1));
        var keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        return CertificateAuthority.createRoot(
                        new X500Principal("CN=Any authority"), keys.generateKeyPair(), validity, new SecureRandom())
                .certificate();
    }

    private static String pem(X509Certificate certificate) {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(encoded(certificate))
                + "\n-----END CERTIFICATE-----\n";
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void judgesTheCertificateThatIsGiven(@TempDir Path directory) throws IOException {
        var files = ClientFiles.write(PKI, directory);
        var given = Map.of(
                "message-security.negotiate-service-credential",
                "false",
                "message-security.service-certificate.file",
                "service.pem");
        var settings = ClientSettings.load(files.settings(), given, Map.of());
        var checks = new Examination(settings, Tracing.OFF, Clock.systemUTC()).checks();

        assertThat(checks.get(3).examine().get()).contains("CN=Contoso.com");
        assertThat(checks.get(4).examine().get()).contains("the expected one");
    }
}

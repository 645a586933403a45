// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
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
        var checks = new Examination(settings, Clock.systemUTC()).checks();
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
    void judgesTheCertificateThatIsGiven(@TempDir Path directory) throws IOException {
        var files = ClientFiles.write(PKI, directory);
        var given = Map.of(
                "message-security.negotiate-service-credential",
                "false",
                "message-security.service-certificate.file",
                "service.pem");
        var settings = ClientSettings.load(files.settings(), given, Map.of());
        var checks = new Examination(settings, Clock.systemUTC()).checks();

        assertThat(checks.get(3).examine().get()).contains("CN=Contoso.com");
        assertThat(checks.get(4).examine().get()).contains("the expected one");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    private static ClientFiles files;

    @BeforeAll
    static void writeFiles() throws IOException {
        files = ClientFiles.write(PKI, directory);
    }

    @Test
    void readsTheSampleFile() {
        ClientSettings settings = load(Map.of());

        assertThat(settings.endpoint().connectTo()).isEqualTo(URI.create("http://localhost:8080/Calculator"));
        assertThat(settings.endpoint().feature().binding().sendTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.reading().credentials().serviceCertificate()).isEmpty();
    }

    @Test
    void readsTheServiceCertificateWhereItIsNotNegotiated() {
        ClientSettings settings = load(Map.of(
                "message-security.negotiate-service-credential",
                "false",
                "message-security.service-certificate.file",
                "service.pem"));

        assertThat(settings.reading().credentials().serviceCertificate())
                .contains(PKI.service().certificate());
    }

    @Test
    void prefersTheCommandLineToTheEnvironmentToTheFile() {
        var environment = Map.of("MESSAGE_SECURITY_VIA", "http://localhost:1/", "MESSAGE_SECURITY_SEND_TIMEOUT", "5s");
        var overrides = Map.of("message-security.via", "http://localhost:2/");

        var settings = ClientSettings.load(files.settings(), overrides, environment);

        assertThat(settings.endpoint().connectTo()).isEqualTo(URI.create("http://localhost:2/"));
        assertThat(settings.endpoint().feature().binding().sendTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void refusesTimeoutThatIsNone() {
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() ->
                        load(Map.of("message-security.open-timeout", "0s")).endpoint())
                .withMessageContaining("open-timeout is '0s'");
    }

    @Test
    void refusesKeyOfNoKnownKind() {
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> load(Map.of("client.timeout", "5")))
                .withMessageContaining("[client.timeout]");
    }

    @Test
    void refusesFileThatDoesNotExist() {
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> ClientSettings.load(directory.resolve("absent"), Map.of(), Map.of()))
                .withMessageContaining("there is no such file");
    }

    @Test
    void refusesFolderWithoutNamesOfClasses() {
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> ClientSettings.load(directory, Map.of(), Map.of()))
                .withMessageContaining("it is a folder")
                .withMessageNotContaining("Exception");
    }

    @Test
    void refusesTimeoutThatIsEmpty() {
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(
                        () -> load(Map.of("message-security.send-timeout", "")).endpoint())
                .withMessageContaining("send-timeout is empty");
    }

    /** .NET has no expressions. In MicroProfile Config these would become a path, an error, and a 7. */
    @ParameterizedTest
    @ValueSource(strings = {"${user.dir}", "${no.such.key}", "${no.such.key:7}"})
    void takesTheTextOfAWcfFileAsItIs(String text) throws IOException {
        Path file = Files.writeString(
                directory.resolve("Expression.config"),
                Files.readString(files.wcfSettings())
                        .replace(
                                "<appSettings>",
                                "<appSettings><add key=\"message-security.open-timeout\" value=\"" + text + "\"/>"));

        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> ClientSettings.load(file, Map.of(), Map.of()).endpoint())
                .withMessageContaining("open-timeout is '" + text + "' in '" + file + "'");
    }

    private static ClientSettings load(Map<String, String> overrides) {
        return ClientSettings.load(files.settings(), overrides, Map.of());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wshttp.certs.TestPki;
import dev.wshttp.explain.TraceContent;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.servlet.Description;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceSettingsTest {
    private static final String ADDRESS_KEY = "message-security.address";

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    private static ServiceFiles files;

    @BeforeAll
    static void writeFiles() throws IOException {
        files = ServiceFiles.write(PKI, directory);
    }

    @Test
    void readsTheSampleFile() {
        var settings = ServiceSettings.load(files.settings(), Map.of(), Map.of());

        assertThat(settings.endpoint().address()).isEqualTo(URI.create("http://localhost:8080/Calculator"));
        assertThat(settings.hostOptions()).isEqualTo(HostOptions.DEFAULT);
    }

    @Test
    void prefersTheCommandLineToTheEnvironmentToTheFile() {
        var environment = Map.of("MESSAGE_SECURITY_ADDRESS", "http://environment:1/", "SERVICE_THREADS", "3");
        var overrides = Map.of(ADDRESS_KEY, "http://command-line:2/");

        var ofEnvironment = ServiceSettings.load(files.settings(), Map.of(), environment);
        var ofBoth = ServiceSettings.load(files.settings(), overrides, environment);

        assertThat(ofEnvironment.endpoint().address()).isEqualTo(URI.create("http://environment:1/"));
        assertThat(ofBoth.endpoint().address()).isEqualTo(URI.create("http://command-line:2/"));
        assertThat(ofBoth.hostOptions().threads()).isEqualTo(3);
    }

    @Test
    void switchesTheHealthPageOn() {
        assertThat(load(Map.of("service.health", "true")).hostOptions().healthPage())
                .isEqualTo(HealthPage.ON);
    }

    @Test
    void servesMetricsOnLoopbackUnlessToldWhere() {
        assertThat(load(Map.of()).hostOptions().metricsListenOn()).isEmpty();
        assertThat(load(Map.of("service.metrics", "true")).hostOptions().metricsListenOn())
                .contains(URI.create("http://127.0.0.1:9464/metrics"));
        assertThat(load(Map.of(
                                "service.metrics", "true",
                                "service.metrics-listen-uri", "http://0.0.0.0:9000/m"))
                        .hostOptions()
                        .metricsListenOn())
                .contains(URI.create("http://0.0.0.0:9000/m"));
        refusal(load(Map.of("service.metrics-listen-uri", "9464"))::hostOptions)
                .withMessageContaining("service.metrics-listen-uri is '9464'")
                .withMessageContaining("an http:// address such as");
    }

    @Test
    void readsTheFormOfTheLog() {
        assertThat(load(Map.of()).logFormat()).isEqualTo(LogFormat.TEXT);
        assertThat(load(Map.of("service.log-format", "json")).logFormat()).isEqualTo(LogFormat.JSON);
        refusal(load(Map.of("service.log-format", "xml"))::logFormat)
                .withMessageContaining(
                        "service.log-format is 'xml' in 'the command line (--set)' (expected 'json' or 'text')");
    }

    @Test
    void tracesOnlyWhereItIsToldTo() {
        assertThat(load(Map.of()).trace()).isEmpty();
        assertThat(load(Map.of("service.trace", "traces")).trace())
                .contains(new TraceSettings(directory.resolve("traces"), TraceContent.NAMES_ONLY));
        assertThat(load(Map.of("service.trace", "/tmp", "service.trace.with-plaintext-and-keys", "true"))
                        .trace())
                .contains(new TraceSettings(directory.resolve("/tmp"), TraceContent.WITH_PLAINTEXT_AND_KEYS));
        refusal(load(Map.of("service.trace.with-plaintext-and-keys", "true"))::trace)
                .withMessageContaining("there is no service.trace");
        refusal(load(Map.of("service.trace", "a", "service.trace.with-plaintext-and-keys", "yes"))::trace)
                .withMessageContaining("service.trace.with-plaintext-and-keys is 'yes'");
        refusal(load(Map.of("service.trace", " "))::trace).withMessageContaining("service.trace is ' '");
    }

    @Test
    void describesTheServiceUnlessToldNotTo() {
        assertThat(load(Map.of()).hostOptions().descriptions()).containsExactlyInAnyOrder(Description.values());
        assertThat(load(Map.of("service.metadata", "false")).hostOptions().descriptions())
                .containsExactly(Description.PAGE);
        assertThat(load(Map.of("service.page", "false")).hostOptions().descriptions())
                .containsExactly(Description.METADATA);
    }

    @Test
    void refusesDescriptionsThatAreNeitherOnNorOff() {
        refusal(load(Map.of("service.metadata", "1"))::hostOptions).withMessageContaining("service.metadata is '1'");
        refusal(load(Map.of("service.page", "no"))::hostOptions).withMessageContaining("service.page is 'no'");
    }

    @Test
    void refusesHealthThatIsNeitherOnNorOff() {
        var settings = load(Map.of("service.health", "yes"));

        refusal(settings::hostOptions).withMessageContaining("service.health is 'yes' in 'the command line (--set)'");
    }

    @Test
    void refusesNumberOfThreadsThatIsNone() {
        var settings = load(Map.of("service.threads", "0"));

        refusal(settings::hostOptions).withMessageContaining("service.threads is '0'");
    }

    @Test
    void readsHowManyRequestsOneAddressMayHave() {
        assertThat(load(Map.of()).hostOptions().requestsPerAddress()).isEqualTo(256);
        assertThat(load(Map.of("service.requests-per-address", "9999"))
                        .hostOptions()
                        .requestsPerAddress())
                .isEqualTo(9_999);

        for (String key : List.of("service.connections", "service.connections-per-address", "service.proxies")) {
            refusal(load(Map.of(key, "0"))::hostOptions).withMessageContaining(key + " is '0'");
        }
        assertThat(load(Map.of(
                                "service.connections", "20000",
                                "service.connections-per-address", "30",
                                "service.proxies", "2"))
                        .hostOptions())
                .isEqualTo(HostOptions.DEFAULT.withConnections(20_000, 30).behindProxies(2));
        var settings = load(Map.of("service.requests-per-address", "0"));

        refusal(settings::hostOptions).withMessageContaining("service.requests-per-address is '0'");
    }

    @Test
    void refusesKeyOfNoKnownKind() {
        refusal(() -> load(Map.of("mesage-security.address", "http://localhost/")))
                .withMessageContaining("[mesage-security.address]")
                .withMessageContaining("the command line (--set)");
    }

    @Test
    void refusesFileThatDoesNotExist() {
        refusal(() -> ServiceSettings.load(directory.resolve("absent.properties"), Map.of(), Map.of()))
                .withMessageContaining("absent.properties")
                .withMessageContaining("there is no such file");
    }

    @Test
    void refusesFileThatIsNotText() throws IOException {
        Path binary = Files.write(directory.resolve("binary.properties"), new byte[] {(byte) 0xC3, 0x28});

        refusal(() -> ServiceSettings.load(binary, Map.of(), Map.of())).withMessageContaining("in UTF-8");
    }

    @Test
    void refusesFolderWithoutNamesOfClasses() {
        refusal(() -> ServiceSettings.load(directory, Map.of(), Map.of()))
                .withMessageContaining("it is a folder")
                .withMessageNotContaining("Exception");
    }

    @Test
    void refusesNumberOfThreadsThatIsEmpty() {
        var settings = load(Map.of("service.threads", ""));

        refusal(settings::hostOptions).withMessageContaining("service.threads is ''");
    }

    /** .NET has no expressions. In MicroProfile Config these would become a path, an error, and a 7. */
    @ParameterizedTest
    @ValueSource(strings = {"${user.dir}", "${no.such.key}", "${no.such.key:7}"})
    void takesTheTextOfAWcfFileAsItIs(String text) throws IOException {
        Path file = Files.writeString(
                directory.resolve("Expression.config"),
                Files.readString(files.wcfSettings())
                        .replace(
                                "<appSettings>", "<appSettings><add key=\"service.threads\" value=\"" + text + "\"/>"));

        refusal(() -> ServiceSettings.load(file, Map.of(), Map.of()).hostOptions())
                .withMessageContaining("service.threads is '" + text + "' in '" + file + "'");
    }

    private static ServiceSettings load(Map<String, String> overrides) {
        return ServiceSettings.load(files.settings(), overrides, Map.of());
    }

    private static ThrowableAssertAlternative<MessageSecurityException> refusal(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(call)
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID));
    }
}

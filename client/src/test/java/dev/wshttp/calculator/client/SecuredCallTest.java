// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.Thumbprint;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecuredCallTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    private static ClientFiles files;
    private static SecuredService service;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void openService() throws IOException {
        files = ClientFiles.write(PKI, directory);
        service = SecuredService.open(PKI, WsHttpBinding.builder().build());
    }

    @AfterAll
    static void closeService() {
        service.close();
    }

    @Test
    void calculatesByTheTypedClient() {
        var settings = ClientSettings.load(
                files.settings(),
                Map.of("message-security.address", service.address().toString()),
                Map.of());
        var endpoint = settings.endpoint();
        try (var calculator = CalculatorClient.open(endpoint.feature(), endpoint.connectTo())) {
            assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
            assertThat(calculator.subtract(145, 76.54)).isCloseTo(68.46, within(1e-12));
            assertThat(calculator.multiply(9, 81.25)).isEqualTo(731.25);
            assertThat(calculator.divide(1, 0)).isInfinite();
            assertThat(calculator.callerIdentity()).isEqualTo(identity());
        }
    }

    @Test
    void printsTheSum() {
        assertThat(run("add", "100", "15.99")).as(err.toString()).isEqualTo(0);
        assertThat(out.toString().strip()).isEqualTo("115.99");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void takesNegativeNumbers() {
        assertThat(run("subtract", "-1", "-2.5")).as(err.toString()).isEqualTo(0);
        assertThat(out.toString().strip()).isEqualTo("1.5");
    }

    @Test
    void printsTheFiveCallsAsTheSampleOfWcf() {
        assertThat(run("demo")).as(err.toString()).isEqualTo(0);
        assertThat(out.toString().lines())
                .containsExactly(
                        "Add(100,15.99) = 115.99",
                        "Subtract(145,76.54) = 68.46",
                        "Multiply(9,81.25) = 731.25",
                        "Divide(22,7) = 3.14285714285714",
                        identity());
    }

    @Test
    void printsJsonForPrograms() {
        assertThat(run("--json", "divide", "1", "0")).as(err.toString()).isEqualTo(0);

        JsonObject result = Json.createReader(new StringReader(out.toString())).readObject();
        assertThat(result.getString("operation")).isEqualTo("Divide");
        assertThat(result.getString("result")).isEqualTo("INF");
    }

    @Test
    void tellsTheTimeOfEachStep() {
        assertThat(run("--verbose", "whoami")).as(err.toString()).isEqualTo(0);
        assertThat(out.toString().strip()).isEqualTo(identity());
        assertThat(err.toString())
                .contains("ms  read settings and credentials", "ms  GetCallerIdentity at " + service.address());
    }

    @Test
    void findsAllWellByTheDoctor() {
        assertThat(run("doctor")).as(err.toString()).isEqualTo(0);
        assertThat(out.toString())
                .contains("the service shows its own", "ok  clocks", "ok  secured call", identity(), "All is well.");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void callsInEachMode(boolean negotiate, boolean establish) throws IOException {
        var binding = WsHttpBinding.builder()
                .negotiateServiceCredential(negotiate)
                .establishSecurityContext(establish)
                .build();
        try (var other = SecuredService.open(PKI, binding)) {
            int exitCode = run(
                    "--set",
                    "message-security.address=" + other.address(),
                    "--set",
                    "message-security.negotiate-service-credential=" + negotiate,
                    "--set",
                    "message-security.establish-security-context=" + establish,
                    "--set",
                    "message-security.service-certificate.file=service.pem",
                    "doctor");

            assertThat(exitCode).as(err.toString()).isEqualTo(0);
            assertThat(out.toString()).contains("ok  secured call", identity());
        }
    }

    @Test
    void endsWithCertificateWhenTheServiceShowsAnotherOne() {
        int exitCode = run("--set", "message-security.identity.dns=fabrikam.com", "doctor");

        assertThat(exitCode).as(err.toString()).isEqualTo(ExitCode.CERTIFICATE.number());
        assertThat(out.toString()).contains("ok  identity", "BAD secured call");
        assertThat(err.toString()).contains("Contoso.com", "'fabrikam.com'", "[SERVICE_IDENTITY_MISMATCH]");
    }

    @Test
    void endsWithRejectedWhenTheServiceDoesNotNegotiate() throws IOException {
        var direct = WsHttpBinding.builder()
                .negotiateServiceCredential(false)
                .establishSecurityContext(false)
                .build();
        try (var other = SecuredService.open(PKI, direct)) {
            int exitCode = run("--set", "message-security.address=" + other.address(), "whoami");

            assertThat(exitCode).as(err.toString()).isEqualTo(ExitCode.REJECTED.number());
            assertThat(err.toString()).contains("negotiateServiceCredential", "[NEGOTIATION_NOT_OFFERED]");
        }
    }

    @Test
    void tellsWhenTheClocksDiffer() {
        Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10));
        var settings = ClientSettings.load(
                files.settings(),
                Map.of("message-security.address", service.address().toString()),
                Map.of());
        var check = new Examination(settings, Tracing.OFF, wrong)
                .checks().stream()
                        .filter(each -> each.name().equals("clocks"))
                        .findFirst()
                        .orElseThrow();

        assertThatExceptionOfType(ClientFailure.class)
                .isThrownBy(() -> check.examine().get())
                .satisfies(failure -> assertThat(failure.code()).isEqualTo("CLOCKS_DIFFER"))
                .withMessageContaining("NTP");
    }

    @Test
    void endsWithRejectedWhenTheServiceRefuses() {
        int exitCode = run("--set", "message-security.algorithm-suite=basic256sha256", "add", "1", "2");

        assertThat(exitCode).as(err.toString()).isEqualTo(ExitCode.REJECTED.number());
        assertThat(err.toString()).contains("clocks", "algorithm-suite", "[FAULT_NOT_SECURED]");
    }

    private static String identity() {
        return "CN=Cohowinery.com; " + Thumbprint.of(PKI.client().certificate());
    }

    private int run(String... arguments) {
        var all = new ArrayList<>(List.of(
                "--config", files.settings().toString(), "--set", "message-security.address=" + service.address()));
        all.addAll(List.of(arguments));
        return ClientMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import jakarta.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ClientMainTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    private static ClientFiles files;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void writeFiles() throws IOException {
        files = ClientFiles.write(PKI, directory);
    }

    @Test
    void explainsItself() {
        assertThat(run("--help")).isEqualTo(0);
        assertThat(out.toString())
                .contains(
                        "add",
                        "subtract",
                        "multiply",
                        "divide",
                        "whoami",
                        "demo",
                        "doctor",
                        "Exit codes:",
                        "Start here:");
    }

    @Test
    void explainsEachCommandWithAnExample() {
        for (String command : new String[] {"add", "subtract", "multiply", "divide", "whoami", "demo", "doctor"}) {
            out.getBuffer().setLength(0);

            assertThat(run(command, "--help")).as(command).isEqualTo(0);
            assertThat(out.toString())
                    .contains("Example:", "calculator-client --config client.properties " + command, "--json");
        }
    }

    @Test
    void endsWithUsageWithoutCommand() {
        assertThat(run()).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void endsWithUsageWithoutSettings() {
        assertThat(run("add", "1", "2")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("--config");
    }

    @Test
    void endsWithUsageWhenNumberIsNone() {
        assertThat(run("--config", settings(), "add", "1", "15,99")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("'15,99' is no number", "Write a point");
    }

    @Test
    void endsWithUsageWhenNumberIsMissing() {
        assertThat(run("--config", settings(), "add", "1")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("N2");
    }

    @Test
    void endsWithUsageWhenOptionIsUnknown() {
        assertThat(run("--config", settings(), "whoami", "--jsn")).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void endsWithConfigurationWhenSettingIsBad() {
        int exitCode = run("whoami", "--config", settings(), "--set", "message-security.max-clock-skew=soon");

        assertThat(exitCode).isEqualTo(ExitCode.CONFIGURATION.number());
        assertThat(err.toString()).contains("max-clock-skew is 'soon'", "[CONFIGURATION_INVALID]");
    }

    @Test
    void endsWithConfigurationWhenPasswordIsWrong() throws IOException {
        Files.writeString(directory.resolve("wrong.password"), "not it");

        int exitCode = run(
                "--config",
                settings(),
                "--set",
                "message-security.client-certificate.password-file=wrong.password",
                "demo");

        assertThat(exitCode).isEqualTo(ExitCode.CONFIGURATION.number());
        assertThat(err.toString())
                .contains("the password is wrong", "[CREDENTIAL_UNREADABLE]")
                .doesNotContain("not it");
    }

    @Test
    void endsWithCertificateWhenServiceIsAnotherOne() {
        int exitCode = run("--config", settings(), "--set", "message-security.identity.dns=fabrikam.com", "whoami");

        assertThat(exitCode).isEqualTo(ExitCode.CERTIFICATE.number());
        assertThat(err.toString()).contains("fabrikam.com", "[SERVICE_IDENTITY_MISMATCH]");
    }

    @Test
    void endsWithCannotConnectWhenNobodyListens() throws IOException {
        int exitCode = run("--config", settings(), "--set", "message-security.via=" + nobody(), "add", "1", "-3");

        assertThat(exitCode).as(err.toString()).isEqualTo(ExitCode.CANNOT_CONNECT.number());
        assertThat(err.toString()).contains("Is the service running", "[CONNECTION_REFUSED]");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void tellsFailureAsJsonOnly() {
        int exitCode = run("--json", "--config", "absent.properties", "whoami");

        assertThat(exitCode).isEqualTo(ExitCode.CONFIGURATION.number());
        var error =
                Json.createReader(new StringReader(out.toString())).readObject().getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo("CONFIGURATION_INVALID");
        assertThat(error.getInt("exitCode")).isEqualTo(3);
    }

    @Test
    void doctorStopsAtTheFirstFault() throws IOException {
        int exitCode = run("--config", settings(), "--set", "message-security.via=" + nobody(), "doctor");

        assertThat(exitCode).isEqualTo(ExitCode.CANNOT_CONNECT.number());
        assertThat(out.toString())
                .contains("ok  own certificate", "ok  chain", "ok  identity", "BAD address")
                .doesNotContain("clocks", "All is well");
    }

    @Test
    void doctorNamesTheChainBeforeTheIdentity() throws IOException {
        PKI.untrustedTwin(TestPki.Role.SERVICE).writeCertificate(directory.resolve("twin.pem"));

        int exitCode = run(
                "--config",
                settings(),
                "--set",
                "message-security.service-certificate.file=twin.pem",
                "--set",
                "message-security.identity.dns=fabrikam.com",
                "doctor");

        assertThat(exitCode).isEqualTo(ExitCode.CERTIFICATE.number());
        assertThat(out.toString()).contains("BAD chain").doesNotContain("identity");
        assertThat(err.toString()).contains("[CERTIFICATE_NOT_TRUSTED]");
    }

    /** An address at which nobody listens any more. */
    private static String nobody() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://localhost:" + socket.getLocalPort() + "/Calculator";
        }
    }

    private static String settings() {
        return files.settings().toString();
    }

    private int run(String... arguments) {
        return ClientMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertToolsMainTest {

    @ParameterizedTest
    @ValueSource(strings = {"init", "issue", "revoke", "inspect", "verify"})
    void teachesEachCommandByExample(String command) {
        var run = CommandLineRun.of(command, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Examples:", "cert-tools " + command + " ", "--json");
    }

    @Test
    void listsCommandsAndExitCodes() {
        var run = CommandLineRun.of("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("init", "issue", "revoke", "inspect", "verify", "Exit codes:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''",
                "dance",
                "init",
                "init --out x --key-size 1024",
                "init --out x --days 0",
                "init --out x --days many",
                "init --out x --not-before yesterday",
                "init --out x --service-dns *.contoso.com",
                "init --out x --password-file a --password-env B",
                "init --out x --service-dns ,",
                "issue --ca x --profile root --subject a --out x",
                "issue --ca x --profile client --subject O=a --out x",
                "issue --ca x --profile client --subject a --out x --name ../a",
                "revoke --ca x --crl y --reason boredom",
                "revoke --ca x --crl y --serial xyz",
                "verify x"
            })
    void refusesMistakesInUsage(String commandLine) {
        var run = CommandLineRun.of(commandLine.isEmpty() ? new String[0] : commandLine.split(" "));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Try 'cert-tools", " --help'.").doesNotContain("Usage:");
    }

    @Test
    void refusesToCertifyServiceWithoutName() {
        var run = CommandLineRun.of("init", "--out", "x", "--service-dns", ",");

        assertThat(run.err())
                .contains(
                        "No service name was given (expected: at least one host name). Give --service-dns NAME.",
                        "Try 'cert-tools init --help'.");
    }

    @Test
    void tellsMistakeInUsageAsJson() {
        var run = CommandLineRun.of("init", "--json", "--out", "x", "--days", "0");

        assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.json().getJsonObject("error").getInt("exitCode")).isEqualTo(ExitCodes.USAGE);
        assertThat(run.json().getJsonObject("error").getString("message")).contains("'0' is not a number of days");
    }

    @Test
    void tellsFailureAsJson(@TempDir Path directory) {
        var run = CommandLineRun.of(
                "inspect", "--json", directory.resolve("absent.pem").toString());

        assertThat(run.exitCode()).isEqualTo(ExitCodes.CONFIGURATION_OR_FILE);
        assertThat(run.json().getJsonObject("error").getInt("exitCode")).isEqualTo(run.exitCode());
        assertThat(run.json().getJsonObject("error").getString("message")).contains("absent.pem");
        assertThat(run.err()).contains("absent.pem");
    }

    @Test
    void reportsUnexpectedFailure(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("x.p12"), "");
        var broken = new CommandContext(
                Clock.systemUTC(),
                new SecureRandom(),
                name -> {
                    throw new IllegalStateException("broken environment");
                },
                question -> Optional.empty());
        var err = new StringWriter();

        var code = CertToolsMain.commandLine(broken)
                .setErr(new PrintWriter(err, true))
                .execute("inspect", directory.resolve("x.p12").toString(), "--password-env", "ANY");

        assertThat(code).isEqualTo(ExitCodes.UNEXPECTED);
        assertThat(err.toString()).contains("please report", "broken environment");
    }

    @Test
    void saysWhatIsPeculiarAboutAWrongPassword(@TempDir Path folder) throws Exception {
        Path store = store(folder, "secret");
        Path blank = Files.writeString(folder.resolve("echo.password"), "secret \r\n");

        assertThat(CommandLineRun.of("inspect", store.toString(), "--password-file", blank.toString())
                        .err())
                .contains("the password is wrong (it ends with a blank");
    }

    private static Path store(Path folder, String password) throws Exception {
        var pki = new TestPki();
        var made = KeyStore.getInstance("PKCS12");
        made.load(null, null);
        made.setKeyEntry("client", pki.client().key(), password.toCharArray(), new Certificate[] {
            pki.client().certificate()
        });
        Path store = folder.resolve("made.p12");
        try (var out = Files.newOutputStream(store)) {
            made.store(out, password.toCharArray());
        }
        return store;
    }
}

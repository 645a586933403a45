// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.events.DangerousKeyListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The option {@code --trace}: what is in the files that it writes, and what is not. */
class TracedCallTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    // What cannot be a part of a time.
    private static final List<String> PLAINTEXT = List.of("115.99", "76.54", "81.25", "3.142857", ClientFiles.PASSWORD);

    @TempDir
    static Path directory;

    private static ClientFiles files;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, byte[]> secrets = new ConcurrentHashMap<>();

    @BeforeAll
    static void writeFiles() throws IOException {
        files = ClientFiles.write(PKI, directory);
    }

    /** Keeps the secrets of a service, to look for them where they must not be. */
    private final class Secrets implements DangerousKeyListener {
        @Override
        public void contextKey(String identifier, String instance, byte[] secret) {
            secrets.put(identifier + instance, secret);
        }

        @Override
        public void encryptedKey(String encryptedKeySha1, byte[] secret) {
            secrets.put(encryptedKeySha1, secret);
        }
    }

    private int run(boolean negotiate, boolean establish, String... arguments) throws IOException {
        var binding = WsHttpBinding.builder()
                .negotiateServiceCredential(negotiate)
                .establishSecurityContext(establish)
                .build();
        try (var service =
                SecuredService.open(PKI, binding, feature -> feature.withDangerousKeyListener(new Secrets()))) {
            var all = new ArrayList<>(List.of(
                    "--config",
                    files.settings().toString(),
                    "--set",
                    "message-security.address=" + service.address(),
                    "--set",
                    "message-security.negotiate-service-credential=" + negotiate,
                    "--set",
                    "message-security.establish-security-context=" + establish,
                    "--set",
                    "message-security.service-certificate.file=service.pem"));
            all.addAll(List.of(arguments));
            return execute(all);
        }
    }

    private int execute(List<String> arguments) {
        return ClientMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    private List<Path> written() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private String page() throws IOException {
        assertThat(written()).hasSize(1);
        return Files.readString(written().get(0));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void hasNoPlaintextAndNoKeys(boolean negotiate, boolean establish) throws IOException {
        assertThat(run(negotiate, establish, "--trace", folder.toString(), "demo"))
                .as(err.toString())
                .isEqualTo(0);

        assertThat(page())
                .contains("Trace of a client", "CN=Contoso.com", "CN=Cohowinery.com", "✓ accepted by this client")
                .contains("5 client: ", "certificate of CN=Contoso.com")
                .doesNotContain("DANGER");
        assertThat(out.toString()).contains("Add(100,15.99) = 115.99");
        assertThat(err.toString())
                .isEqualTo("calculator-client: The trace is in '" + written().get(0) + "'." + System.lineSeparator());
        assertNothingOf(PLAINTEXT);
    }

    private void assertNothingOf(List<String> texts) throws IOException {
        var wanted = new ArrayList<>(texts);
        assertThat(secrets).isNotEmpty();
        secrets.values().forEach(secret -> wanted.addAll(forms(secret)));
        wanted.addAll(forms(PKI.client().key().getEncoded()));
        wanted.addAll(forms(Arrays.copyOf(PKI.client().key().getEncoded(), 64)));
        for (Path file : written()) {
            String octets = new String(Files.readAllBytes(file), ISO_8859_1);
            assertThat(wanted).allSatisfy(text -> assertThat(octets).doesNotContain(text));
        }
    }

    private static List<String> forms(byte[] secret) {
        return List.of(
                new String(secret, ISO_8859_1),
                Base64.getEncoder().withoutPadding().encodeToString(secret),
                HexFormat.of().formatHex(secret),
                HexFormat.of().withUpperCase().formatHex(secret));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void hasPlaintextWhereThatIsAskedForByName(boolean negotiate, boolean establish) throws IOException {
        int exitCode =
                run(negotiate, establish, "--trace", folder.toString(), "--trace-with-plaintext-and-keys", "demo");

        assertThat(exitCode).as(err.toString()).isEqualTo(0);
        assertThat(page())
                .contains("DANGER: this file has plaintext and keys.", "76.54", "115.99", "✎ signed, valid")
                .contains("CN=Cohowinery.com")
                .doesNotContain("✗ refused", "? undecided");
        assertThat(written().get(0).getFileName().toString()).endsWith("-WITH-PLAINTEXT-AND-KEYS.html");
    }

    /** The page explains why a service of others refuses. */
    @Test
    void hasTheMessagesOfACallThatFails() throws IOException {
        int exitCode = run(
                true,
                true,
                "--trace",
                folder.toString(),
                "--set",
                "message-security.identity.dns=fabrikam.com",
                "doctor");

        assertThat(exitCode).isEqualTo(ExitCode.CERTIFICATE.number());
        assertThat(page())
                .contains("✗ refused by this client: SERVICE_IDENTITY_MISMATCH", "so this call was not sent")
                .contains("Certificate, ", "CN=Contoso.com");
    }

    @Test
    void refusesAFolderThatIsNotThere() throws IOException {
        int exitCode = run(true, true, "--trace", folder.resolve("absent").toString(), "whoami");

        assertThat(exitCode).isEqualTo(ExitCode.CONFIGURATION.number());
        assertThat(err.toString()).contains("absent' for the trace does not exist", "[CONFIGURATION_INVALID]");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void refusesToSayWhatATraceHasThatIsNotWritten() throws IOException {
        assertThat(run(true, true, "--trace-with-plaintext-and-keys", "whoami")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("Missing option: --trace=FOLDER");
    }

    @Test
    void namesTheDanger() {
        assertThat(execute(List.of("demo", "--help"))).isEqualTo(0);
        assertThat(out.toString()).contains("--trace=FOLDER", "--trace-with-plaintext-and-keys", "DANGER");
    }
}

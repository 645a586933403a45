// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.ClientCommand;
import dev.wshttp.it.wire.FreePort;
import dev.wshttp.security.credential.Thumbprint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The client's jar, in a process of its own: results, exit codes, and an explanation for each everyday mistake. */
class ClientCommandLineIT {
    private static final int DONE = 0;
    private static final int USAGE = 2;
    private static final int CONFIGURATION = 3;
    private static final int CERTIFICATE = 4;
    private static final int REJECTED = 5;
    private static final int CANNOT_CONNECT = 6;

    @RegisterExtension
    static final CalculatorServiceExtension CALCULATOR = CalculatorServiceExtension.standard();

    private static ClientCommand client;

    @BeforeAll
    static void writeSettings() {
        client = ClientCommand.standard(CALCULATOR.certificates(), CALCULATOR.via(), CALCULATOR.address());
    }

    @Test
    void printsTheSum() {
        ProgramRun run = client.run("add", "100", "15.99");

        assertThat(run.exitCode()).as(run.errors()).isEqualTo(DONE);
        assertThat(run.out()).containsExactly("115.99");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void printsTheFiveCallsOfTheSample() {
        ProgramRun run = client.run("demo");

        assertThat(run.exitCode()).as(run.errors()).isEqualTo(DONE);
        assertThat(run.out())
                .containsExactly(
                        "Add(100,15.99) = 115.99",
                        "Subtract(145,76.54) = 68.46",
                        "Multiply(9,81.25) = 731.25",
                        "Divide(22,7) = 3.14285714285714",
                        identity());
    }

    @Test
    void printsJsonAndNothingElse() {
        ProgramRun run = client.run("--json", "whoami");

        assertThat(run.exitCode()).as(run.errors()).isEqualTo(DONE);
        assertThat(run.out()).containsExactly("{\"callerIdentity\":\"" + identity() + "\"}");
    }

    @Test
    void tellsTheTimeOfEachStepOnStandardError() {
        ProgramRun run = client.run("--verbose", "subtract", "3", "1");

        assertThat(run.exitCode()).as(run.errors()).isEqualTo(DONE);
        assertThat(run.out()).containsExactly("2");
        assertThat(run.errors()).contains(" ms  ", "Subtract at " + CALCULATOR.via());
    }

    @Test
    void takesSettingFromTheEnvironment() {
        ProgramRun run = client.runWithEnvironment(
                "MESSAGE_SECURITY_ADDRESS", CALCULATOR.address().toString(), "multiply", "6", "7");

        assertThat(run.exitCode()).as(run.errors()).isEqualTo(DONE);
        assertThat(run.out()).containsExactly("42");
    }

    @Test
    void findsNothingWrongWithGoodSettings() {
        ProgramRun run = client.run("doctor");

        assertThat(run.exitCode()).as(run.errors()).isEqualTo(DONE);
        assertThat(run.out()).last().isEqualTo("All is well.");
    }

    @Test
    void explainsTheWrongPassword(@TempDir Path folder) throws IOException {
        Path password = Files.writeString(folder.resolve("wrong"), "Wrong-password-42\n");

        ProgramRun run = client.run("--set", "message-security.client-certificate.password-file=" + password, "whoami");

        assertExplained(run, CONFIGURATION, "CREDENTIAL_UNREADABLE", "client.p12", "password");
        assertThat(run.errors()).doesNotContain("Wrong-password-42");
    }

    @Test
    void explainsTheMissingKeyStore() {
        ProgramRun run = client.run("--set", "message-security.client-certificate.file=nowhere.p12", "whoami");

        assertExplained(run, CONFIGURATION, "nowhere.p12", "client-certificate.file");
    }

    @Test
    void explainsTheWrongAuthority() throws IOException {
        Path other = CALCULATOR.certificates().file("other-ca.pem");
        Files.writeString(other, pem(CALCULATOR.certificates().pki().untrustedAuthorityCertificate()));

        ProgramRun run = client.run("--set", "message-security.trust.file=other-ca.pem", "whoami");

        assertExplained(run, CERTIFICATE, "CERTIFICATE_NOT_TRUSTED", "trust.file");
    }

    @Test
    void explainsTheWrongName() {
        ProgramRun run = client.run("--set", "message-security.identity.dns=Fabrikam.com", "whoami");

        assertExplained(run, CERTIFICATE, "SERVICE_IDENTITY_MISMATCH", "Contoso.com", "Fabrikam.com", "identity.dns");
    }

    @Test
    void explainsTheCertificateThatTheServiceRefuses() {
        ProgramRun run = client.run("--set", "message-security.client-certificate.file=client-revoked.p12", "whoami");

        assertExplained(run, REJECTED, "FAULT_NOT_SECURED", "does not accept this client's certificate", "revoked");
    }

    @Test
    void explainsTheOtherAlgorithmSuite() {
        ProgramRun run = client.run("--set", "message-security.algorithm-suite=basic128", "whoami");

        assertExplained(run, REJECTED, "FAULT_NOT_SECURED", "algorithm-suite");
    }

    @Test
    void explainsTheWrongPort() {
        URI unused = URI.create("http://localhost:" + FreePort.find() + "/Calculator");

        ProgramRun run = new ClientCommand(client.settings(), unused, unused).run("whoami");

        assertExplained(run, CANNOT_CONNECT, "CONNECTION_REFUSED", unused.toString(), "running", "READY");
    }

    @Test
    void explainsTheWrongPath() {
        ProgramRun run = new ClientCommand(client.settings(), URI.create(CALCULATOR.via() + "s"), CALCULATOR.address())
                .run("whoami");

        assertExplained(run, CANNOT_CONNECT, "NOT_A_SERVICE", "path");
    }

    @Test
    void explainsTheServiceThatIsDown() {
        var service = CALCULATOR.startBesideOthers(setup -> setup);
        service.close();

        ProgramRun run = new ClientCommand(client.settings(), service.via(), service.address()).run("add", "1", "2");

        assertExplained(run, CANNOT_CONNECT, "CONNECTION_REFUSED", service.via().toString());
    }

    @Test
    void explainsTheUnknownKey() {
        ProgramRun run = client.run("--set", "message-security.negotiateServiceCredential=false", "whoami");

        assertExplained(run, CONFIGURATION, "negotiateServiceCredential", "negotiate-service-credential");
    }

    @Test
    void tellsFailureAsJsonToo() {
        ProgramRun run = client.run("--json", "--set", "message-security.identity.dns=Fabrikam.com", "whoami");

        assertThat(run.exitCode()).isEqualTo(CERTIFICATE);
        assertThat(run.out())
                .singleElement()
                .asString()
                .contains("\"code\":\"SERVICE_IDENTITY_MISMATCH\"", "\"exitCode\":4");
    }

    @Test
    void explainsTheCommandLine() {
        ProgramRun run = client.run("add", "one", "2");

        assertThat(run.exitCode()).isEqualTo(USAGE);
        assertThat(run.errors()).contains("one", "Try 'calculator-client add --help'");
        assertThat(run.out()).isEmpty();
    }

    private static void assertExplained(ProgramRun run, int exitCode, String... words) {
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.errors()).contains(words).doesNotContain("\tat ");
    }

    private static String pem(java.security.cert.X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + java.util.Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (java.security.cert.CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String identity() {
        return "CN=Cohowinery.com; "
                + Thumbprint.of(CALCULATOR.certificates().pki().client().certificate());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests for certificates, their renewal, and what inspect says of each kind of file. */
class RequestAndRenewalTest {

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    @BeforeEach
    void copyOfOneSet() throws IOException {
        var original = shared.resolve("set");
        if (!Files.exists(original)) {
            run("init", "--out", original.toString());
            run(
                    "csr",
                    "--subject",
                    "CN=Fabrikam.com,O=Fabrikam",
                    "--dns",
                    "Fabrikam.com",
                    "--name",
                    "fabrikam",
                    "--out",
                    original.toString());
        }
        try (var files = Files.list(original)) {
            for (var file : files.toList()) {
                Files.copy(
                        file, folder.resolve(String.valueOf(file.getFileName())), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    // csr, and issue --csr

    @Test
    void aRequestIsSignedAndTheCertificateFitsTheKey() throws Exception {
        run(
                "issue",
                "--ca",
                file("ca.p12"),
                "--csr",
                file("fabrikam.csr"),
                "--profile",
                "service",
                "--out",
                folder.toString());

        var issued = certificate("fabrikam.pem");
        assertThat(issued.getSubjectX500Principal().getName()).isEqualTo("CN=Fabrikam.com,O=Fabrikam");
        assertThat(issued.getSubjectAlternativeNames()).hasSize(1);
        assertThat(run("inspect", file("fabrikam-key.pem")).out())
                .contains("Private key: keep it secret", "RSA 2048 bits");
        assertThat(run(
                                "verify",
                                file("fabrikam.pem"),
                                "--ca",
                                file("ca.pem"),
                                "--purpose",
                                "service",
                                "--dns",
                                "fabrikam.com")
                        .out())
                .contains("Trusted.");
    }

    @Test
    void theAuthorityDecidesOnNamesAndSubject() throws Exception {
        run(
                "issue",
                "--ca",
                file("ca.p12"),
                "--csr",
                file("fabrikam.csr"),
                "--profile",
                "client",
                "--subject",
                "Other",
                "--dns",
                "other.example",
                "--name",
                "other",
                "--out",
                folder.toString());

        assertThat(certificate("other.pem").getSubjectX500Principal().getName()).isEqualTo("CN=Other");
        assertThat(String.valueOf(certificate("other.pem").getSubjectAlternativeNames()))
                .contains("other.example")
                .doesNotContain("Fabrikam");
    }

    @Test
    void aRequestThatWasChangedIsRefused() throws IOException {
        var encoded = Files.readString(folder.resolve("fabrikam.csr"));
        var body = encoded.lines().filter(line -> !line.startsWith("-")).reduce("", String::concat);
        var octets = java.util.Base64.getDecoder().decode(body);
        var text = new String(octets, StandardCharsets.ISO_8859_1).replace("Fabrikam", "Fabrikan");
        Files.writeString(
                folder.resolve("forged.csr"),
                "-----BEGIN CERTIFICATE REQUEST-----\n"
                        + java.util.Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1))
                        + "\n-----END CERTIFICATE REQUEST-----\n");

        var refused = CommandLineRun.of(
                "issue",
                "--ca",
                file("ca.p12"),
                "--csr",
                file("forged.csr"),
                "--profile",
                "client",
                "--out",
                folder.toString());

        assertThat(refused.exitCode()).isEqualTo(ExitCodes.CERTIFICATE_OR_TRUST);
        assertThat(refused.err()).contains("is not signed with the key in it");
        assertThat(folder.resolve("forged.pem")).doesNotExist();
    }

    @Test
    void issueNeedsASubjectOrARequest() {
        var refused =
                CommandLineRun.of("issue", "--ca", file("ca.p12"), "--profile", "client", "--out", folder.toString());

        assertThat(refused.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(refused.err()).contains("--subject NAME, or --csr FILE");
    }

    // renew

    @Test
    void aStoreIsRenewedWithItsKeyNamesAndPassword() throws Exception {
        var before = certificate("client.pem");
        var key = Files.readString(folder.resolve("client-key.pem"));
        var password = Files.readString(folder.resolve("client.password"));

        var refused = CommandLineRun.of("renew", file("client.p12"), "--ca", file("ca.p12"));
        assertThat(refused.err()).contains("--force");
        CommandLineRun renewal = later("renew", file("client.p12"), "--ca", file("ca.p12"), "--force");

        assertThat(renewal.exitCode()).as(renewal.err()).isZero();
        var after = certificate("client.pem");
        assertThat(after.getNotAfter()).isAfter(before.getNotAfter());
        assertThat(after.getPublicKey()).isEqualTo(before.getPublicKey());
        assertThat(after.getSubjectX500Principal()).isEqualTo(before.getSubjectX500Principal());
        assertThat(List.copyOf(after.getSubjectAlternativeNames()))
                .isEqualTo(List.copyOf(before.getSubjectAlternativeNames()));
        assertThat(after.getExtendedKeyUsage()).isEqualTo(before.getExtendedKeyUsage());
        assertThat(after.getSerialNumber()).isNotEqualTo(before.getSerialNumber());
        assertThat(Files.readString(folder.resolve("client-key.pem"))).isEqualTo(key);
        assertThat(Files.readString(folder.resolve("client.password"))).isEqualTo(password);
        assertThat(later("verify", file("client.p12"), "--ca", file("ca.pem"), "--purpose", "client")
                        .out())
                .contains("Trusted.");
    }

    @Test
    void aCertificateIsRenewedWithoutItsKey(@TempDir Path other) throws Exception {
        later("renew", file("service.pem"), "--ca", file("ca.p12"), "--days", "90", "--out", other.toString());

        try (var files = Files.list(other)) {
            assertThat(files.map(each -> String.valueOf(each.getFileName()))).containsExactly("service.pem");
        }
    }

    @Test
    void theAuthorityRenewsItself() throws Exception {
        var before = certificate("ca.pem");

        assertThat(later("renew", file("ca.p12"), "--ca", file("ca.p12"), "--days", "3650", "--force")
                        .exitCode())
                .isZero();

        assertThat(certificate("ca.pem").getNotAfter()).isAfter(before.getNotAfter());
        assertThat(folder.resolve("ca-key.pem")).doesNotExist();
        assertThat(later("verify", file("service.pem"), "--ca", file("ca.pem")).out())
                .contains("Trusted.");
        Files.write(folder.resolve("old.pem"), Pem.encode(before));
        assertThat(later("verify", file("service.pem"), "--ca", file("old.pem"), "--ca", file("ca.pem"))
                        .out())
                .contains("Trusted.");
    }

    @Test
    void anotherAuthorityDoesNotRenew(@TempDir Path other) {
        run("init", "--out", other.resolve("set").toString());

        var refused = CommandLineRun.of(
                "renew", file("client.pem"), "--ca", other.resolve("set/ca.p12").toString(), "--out", other.toString());

        assertThat(refused.exitCode()).isEqualTo(ExitCodes.CERTIFICATE_OR_TRUST);
        assertThat(refused.err()).contains("does not carry the signature");
    }

    // inspect

    @Test
    void inspectFindsThePasswordBesideTheStore() {
        assertThat(run("inspect", file("service.p12")).out()).contains("CN=Contoso.com");
        assertThat(run("verify", file("service.p12"), "--ca", file("ca.pem")).out())
                .contains("Trusted.");
    }

    @Test
    void verifyReadsAuthoritiesFromAStoreAndListsWithTextAround() throws IOException {
        Files.writeString(
                folder.resolve("list.crl"),
                "Certificate Revocation List - text\n" + Files.readString(folder.resolve("ca.crl")));

        assertThat(run("verify", file("service.pem"), "--ca", file("ca.p12"), "--crl", file("list.crl"))
                        .out())
                .contains("Trusted.");
    }

    @Test
    void verifyReadsAuthoritiesFromAFolder() {
        assertThat(run("verify", file("service.pem"), "--ca", folder.toString()).out())
                .contains("Trusted.");
    }

    /** As service and client: the chain of a key is not trusted. */
    @Test
    void verifyTrustsNoRootInTheChainOfAKey() {
        var refused = CommandLineRun.of("verify", file("service.pem"), "--ca", file("client.p12"));

        assertThat(refused.exitCode()).isEqualTo(ExitCodes.CONFIGURATION_OR_FILE);
        assertThat(refused.err()).contains("no authority");
    }

    @Test
    void verifySaysWhatTheOtherSideWillSay(@TempDir Path other) {
        run("init", "--out", other.resolve("set").toString());

        var refused = CommandLineRun.of(
                "verify",
                file("service.pem"),
                "--ca",
                other.resolve("set/ca.pem").toString());

        assertThat(refused.exitCode()).isEqualTo(ExitCodes.CERTIFICATE_OR_TRUST);
        assertThat(refused.out())
                .contains(
                        "names the issuer 'CN=Calculator demo authority', and another key signed it than that of ['CN=Calculator");
    }

    @Test
    void inspectDescribesARequestAndAKey() {
        assertThat(run("inspect", file("fabrikam.csr")).out())
                .contains("Certificate request", "Fabrikam.com", "RSA 2048 bits");
        assertThat(run("inspect", file("fabrikam.csr"), "--json").json().getString("kind"))
                .isEqualTo("certificate request");
        var key = run("inspect", file("service-key.pem"));
        assertThat(key.out()).contains("Private key: keep it secret", "PKCS#8", "Service and client read it");
        assertThat(key.out()).doesNotContain("MII");
    }

    @Test
    void inspectDescribesKeyAndCertificateInOneFile() throws IOException {
        Files.writeString(
                folder.resolve("both.pem"),
                "Bag Attributes - x\n" + Files.readString(folder.resolve("service-key.pem")) + "subject=x\n"
                        + Files.readString(folder.resolve("service.pem")));

        assertThat(run("inspect", file("both.pem")).out()).contains("Private key: keep it secret", "CN=Contoso.com");
    }

    // Git

    @Test
    void gitIgnoresKeysAndPasswordsOfTheSet() throws IOException {
        assertThat(Files.readAllLines(folder.resolve(".gitignore")))
                .contains("*.p12", "*.password", "*-key.pem", "*.key");
    }

    @Test
    void initLeavesAnExistingGitignoreAlone(@TempDir Path other) throws IOException {
        Files.writeString(other.resolve(".gitignore"), "mine\n");

        assertThat(CommandLineRun.of("init", "--out", other.toString()).exitCode())
                .isZero();

        assertThat(other.resolve(".gitignore")).hasContent("mine");
    }

    private X509Certificate certificate(String name) throws IOException {
        return Pem.certificates(Files.readAllBytes(folder.resolve(name)), name).get(0);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static CommandLineRun run(String... arguments) {
        var run = CommandLineRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private static CommandLineRun later(String... arguments) {
        return CommandLineRun.at(CommandLineRun.NOW.plus(Duration.ofDays(300)), Map.of(), Optional.empty(), arguments);
    }
}

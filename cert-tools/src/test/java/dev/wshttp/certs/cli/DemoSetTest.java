// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands one after the other on one demo set, as a user runs them. */
class DemoSetTest {

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    /** Making key pairs is slow, so the set is made once and copied for each test. */
    @BeforeEach
    void copyOfOneSet() throws IOException {
        var original = shared.resolve("set");
        if (!Files.exists(original)) {
            assertThat(CommandLineRun.of("init", "--out", original.toString()).exitCode())
                    .isZero();
        }
        try (var files = Files.list(original)) {
            for (var file : files.toList()) {
                Files.copy(file, file(String.valueOf(file.getFileName())), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Test
    void initWritesTheseFiles() throws IOException {
        var names = List.of(
                ".gitignore",
                "ca.crl",
                "ca.p12",
                "ca.password",
                "ca.pem",
                "client-key.pem",
                "client.p12",
                "client.password",
                "client.pem",
                "service-key.pem",
                "service.p12",
                "service.password",
                "service.pem");

        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())).sorted())
                    .containsExactlyElementsOf(names);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has access lists in place of these permissions")
    void initWritesEveryFileForItsOwnerOnly() throws IOException {
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void initGivesEachStoreItsOwnRandomPassword() throws Exception {
        var passwords = List.of(read("ca.password"), read("service.password"), read("client.password"));

        assertThat(passwords).doesNotHaveDuplicates().allMatch(password -> password.matches("[a-z2-9]{26}\\n"));
        var store = KeyStore.getInstance(
                file("service.p12").toFile(), passwords.get(1).strip().toCharArray());
        assertThat(((X509Certificate) store.getCertificate("service"))
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=Contoso.com");
    }

    @Test
    void initRefusesToOverwriteUnlessForced() throws IOException {
        var before = read("service.pem");

        var refused = CommandLineRun.of("init", "--out", directory.toString());
        assertThat(refused.exitCode()).isEqualTo(ExitCodes.CONFIGURATION_OR_FILE);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("service.p12", "--force");
        assertThat(read("service.pem")).isEqualTo(before);

        var forced = CommandLineRun.of("init", "--out", directory.toString(), "--force");
        assertThat(forced.exitCode()).isZero();
        assertThat(read("service.pem")).isNotEqualTo(before);
    }

    @Test
    void initTellsWhichFileGoesWhere(@TempDir Path other) throws IOException {
        Files.writeString(file("given"), "chosen-password\r\n");
        var run = CommandLineRun.of(
                "init",
                "--out",
                other.resolve("set").toString(),
                "--json",
                "--days",
                "10",
                "--not-before",
                "2027-06-01T00:00:00Z",
                "--service-dns",
                "calc.example.org",
                "--client-name",
                "CN=Partner,O=Example",
                "--password-file",
                file("given").toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(strings(run.json().getJsonObject("service"), "files"))
                .containsExactly("service.p12", "service.password", "ca.pem", "ca.crl");
        assertThat(strings(run.json().getJsonObject("client"), "files"))
                .containsExactly("client.p12", "client.password", "service.pem", "ca.pem", "ca.crl");
        assertThat(strings(run.json(), "authorityOnly")).containsExactly("ca.p12", "ca.password");
        assertThat(run.json().getString("validUntil")).isEqualTo("2027-06-11T00:00:00Z");
        assertThat(other.resolve("set/client.password")).hasContent("chosen-password\n");
    }

    @Test
    void inspectExplainsCertificateStoreAndList() {
        var certificate = run("inspect", path("service.pem"));
        assertThat(certificate.out()).contains("CN=Contoso.com", "authenticating a service", "365 days left");

        var store = run("inspect", path("client.p12"), "--password-file", path("client.password"), "--json");
        assertThat(store.json().getJsonArray("certificates").getValuesAs(JsonObject.class))
                .extracting(json -> json.getString("subject"))
                .containsExactly("CN=Cohowinery.com", "CN=Calculator demo authority");

        assertThat(run("inspect", path("ca.crl"), "--json").json().getJsonArray("revoked"))
                .isEmpty();
    }

    @Test
    void inspectWarnsBeforeExpiry() {
        var late = CommandLineRun.NOW.plus(Duration.ofDays(350));
        var run = CommandLineRun.at(late, Map.of(), Optional.empty(), "inspect", path("service.pem"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("WARNING", "expires in 15 days");
    }

    @Test
    void verifyTrustsBothSides() {
        assertThat(verify("service.pem", "--purpose", "service", "--dns", "contoso.com")
                        .exitCode())
                .isZero();
        assertThat(verify("client.pem", "--purpose", "client").exitCode()).isZero();
        assertThat(verify("client.p12", "--password-file", path("client.password"))
                        .exitCode())
                .isZero();
    }

    @Test
    void verifyNamesWhatIsWrong() {
        assertFailsAt("purpose", verify("client.pem", "--json", "--purpose", "service"));
        assertFailsAt("dns-name", verify("service.pem", "--json", "--dns", "Fabrikam.com"));
        assertFailsAt(
                "validity",
                run("verify", path("service.pem"), "--ca", path("ca.pem"), "--json", "--at", "2026-01-01T00:00:00Z"));
        assertFailsAt("chain", run("verify", path("client.pem"), "--ca", path("service.pem"), "--json"));
    }

    @Test
    void revokeKeepsEarlierEntriesAndVerifyNotices() {
        assertThat(revoke("--certificate", path("client.pem"), "--reason", "keyCompromise")
                        .exitCode())
                .isZero();
        var second = revoke("--serial", "0A0b", "--json");

        assertThat(second.json().getJsonNumber("number").bigIntegerValue()).isEqualTo(BigInteger.valueOf(3));
        assertThat(second.json().getJsonArray("revoked").getValuesAs(JsonObject.class))
                .extracting(entry -> entry.getString("reason"))
                .containsExactlyInAnyOrder("keyCompromise", "unspecified");
        assertFailsAt("revocation", verify("client.pem", "--json"));
        assertThat(verify("service.pem").exitCode()).isZero();
    }

    @Test
    void revokeWithoutCertificateOnlyRenewsTheList() {
        var renewed = revoke("--days", "700", "--json").json();

        assertThat(renewed.getString("nextUpdate")).isEqualTo("2029-01-29T12:00:00Z");
        assertThat(renewed.getJsonArray("revoked")).isEmpty();
    }

    @Test
    void initGivesAuthorityAndCertificatesTheSameStart() {
        var authority = run("inspect", path("ca.pem"), "--json")
                .json()
                .getJsonArray("certificates")
                .getJsonObject(0);
        var service = run("inspect", path("service.pem"), "--json")
                .json()
                .getJsonArray("certificates")
                .getJsonObject(0);

        assertThat(authority.getString("notBefore")).isEqualTo("2027-03-01T11:55:00Z");
        assertThat(service.getString("notBefore")).isEqualTo("2027-03-01T11:55:00Z");
    }

    @Test
    void revokeRefusesCertificateOfAnotherAuthority(@TempDir Path other) {
        CommandLineRun.of("init", "--out", other.resolve("set").toString());
        var before = bytes("ca.crl");

        var run = revoke("--certificate", other.resolve("set/client.pem").toString());

        assertThat(run.exitCode()).isEqualTo(ExitCodes.CERTIFICATE_OR_TRUST);
        assertThat(run.err()).contains("does not carry the signature");
        assertThat(bytes("ca.crl")).isEqualTo(before);
    }

    @Test
    void issueMakesOneMoreClient() {
        var run = issue("--profile", "client", "--subject", "Adatum.com", "--name", "adatum", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(strings(run.json(), "files"))
                .containsExactly(
                        path("adatum.p12"), path("adatum.password"), path("adatum.pem"), path("adatum-key.pem"));
        assertThat(strings(run.json().getJsonObject("certificate"), "dnsNames")).containsExactly("Adatum.com");
        assertThat(verify("adatum.pem", "--purpose", "client").exitCode()).isZero();
    }

    @Test
    void issueRefusesToReplaceExistingCredential() {
        var before = bytes("client.pem");

        assertThat(issue("--profile", "client", "--subject", "Adatum.com").exitCode())
                .isEqualTo(ExitCodes.CONFIGURATION_OR_FILE);
        assertThat(bytes("client.pem")).isEqualTo(before);
    }

    @Test
    void issueRefusesToOutliveTheAuthority() {
        var run = issue("--profile", "client", "--subject", "Adatum.com", "--name", "adatum", "--days", "4000");

        assertThat(run.exitCode()).isEqualTo(ExitCodes.CERTIFICATE_OR_TRUST);
        assertThat(file("adatum.p12")).doesNotExist();
    }

    @Test
    void issueRefusesLeafInPlaceOfAuthority() {
        var run = CommandLineRun.of(
                "issue",
                "--ca",
                path("client.p12"),
                "--ca-password-file",
                path("client.password"),
                "--profile",
                "client",
                "--subject",
                "Adatum.com",
                "--name",
                "adatum",
                "--out",
                directory.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCodes.CERTIFICATE_OR_TRUST);
    }

    @Test
    void takesPasswordFromEnvironmentOrPrompt() throws IOException {
        var password = read("client.password").strip();
        String[] fromEnvironment = {"inspect", path("client.p12"), "--password-env", "CLIENT_PASSWORD"};
        String[] prompted = {"inspect", path("client.p12")};

        assertThat(at(Map.of("CLIENT_PASSWORD", password), Optional.empty(), fromEnvironment)
                        .exitCode())
                .isZero();
        assertThat(at(Map.of(), Optional.of(password), prompted).exitCode()).isZero();
    }

    @Test
    void explainsMissingAndWrongPasswords() throws IOException {
        Files.delete(file("client.password"));
        String[] fromEnvironment = {"inspect", path("client.p12"), "--password-env", "CLIENT_PASSWORD"};
        String[] prompted = {"inspect", path("client.p12")};

        assertFileProblem(at(Map.of(), Optional.empty(), fromEnvironment), "'CLIENT_PASSWORD' is not set");
        assertFileProblem(at(Map.of(), Optional.empty(), prompted), "--password-file FILE");
        assertFileProblem(at(Map.of(), Optional.of("wrong"), prompted), "the password is wrong");
        assertFileProblem(run("inspect", path("client.p12"), "--password-file", path("ca.pem")), "is PEM");
    }

    @Test
    void explainsFilesThatAreMissingOrSomethingElse() {
        assertFileProblem(run("inspect", path("nothing.pem")), "does not exist");
        assertFileProblem(run("inspect", path("ca.password")), "ca.password");
        assertFileProblem(run("verify", path("service.pem"), "--ca", path("service-key.pem")), "service-key.pem");
        assertFileProblem(
                run("verify", path("service.pem"), "--ca", path("ca.pem"), "--crl", path("ca.pem")), "ca.pem");
    }

    private static void assertFailsAt(String rule, CommandLineRun run) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.CERTIFICATE_OR_TRUST);
        assertThat(run.json().getBoolean("trusted")).isFalse();
        assertThat(run.json().getJsonArray("checks").getValuesAs(JsonObject.class))
                .filteredOn(check -> check.getString("outcome").equals("failed"))
                .extracting(check -> check.getString("rule"))
                .containsExactly(rule);
    }

    private static void assertFileProblem(CommandLineRun run, String explanation) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.CONFIGURATION_OR_FILE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(explanation);
    }

    private CommandLineRun verify(String name, String... more) {
        return run(join(more, "verify", path(name), "--ca", path("ca.pem"), "--crl", path("ca.crl")));
    }

    private CommandLineRun revoke(String... more) {
        return run(join(
                more,
                "revoke",
                "--ca",
                path("ca.p12"),
                "--ca-password-file",
                path("ca.password"),
                "--crl",
                path("ca.crl")));
    }

    private CommandLineRun issue(String... more) {
        return run(join(
                more,
                "issue",
                "--ca",
                path("ca.p12"),
                "--ca-password-file",
                path("ca.password"),
                "--out",
                directory.toString()));
    }

    private static CommandLineRun run(String... arguments) {
        return CommandLineRun.of(arguments);
    }

    private static CommandLineRun at(Map<String, String> environment, Optional<String> typed, String... arguments) {
        return CommandLineRun.at(CommandLineRun.NOW, environment, typed, arguments);
    }

    private static String[] join(String[] last, String... first) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(last)).toArray(String[]::new);
    }

    private static List<String> strings(JsonObject object, String name) {
        return object.getJsonArray(name).getValuesAs(JsonString::getString);
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private String path(String name) {
        return file(name).toString();
    }

    private String read(String name) throws IOException {
        return Files.readString(file(name));
    }

    private byte[] bytes(String name) {
        return InputFiles.read(file(name));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.certs.Pkcs12;
import dev.wshttp.it.process.Command;
import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.process.RequiresPrograms;
import dev.wshttp.it.program.OpenSsl;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.credential.X509FindType;
import dev.wshttp.security.credential.X509Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The library reads what openssl and keytool write, and names the rest as what it is. */
@RequiresPrograms(value = "openssl", packages = "openssl", mandatoryIf = "WSHTTP_REQUIRE_OPENSSL")
class StoresOfOpenSslTest {
    private static final char[] PASSWORD = OpenSsl.PASSWORD.toCharArray();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    @TempDir
    Path own;

    private static OpenSsl openssl;

    @BeforeAll
    static void makeCertificates() {
        openssl = new OpenSsl(folder).makeAll();
        openssl.print("ecparam -name prime256v1 -genkey -noout -out @ec-key.pem");
        openssl.print("req -x509 -new -key @ec-key.pem -subj /CN=elliptic -days 2 -out @ec.pem");
    }

    // PKCS#12

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-keypbe AES-256-CBC -certpbe AES-256-CBC",
                "-keypbe AES-128-CBC -certpbe AES-256-CBC -macalg sha512",
                "-legacy",
                "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1",
                "-certpbe NONE",
                "-keypbe NONE",
                "-keypbe NONE -certpbe NONE",
                "-nomac",
                "-iter 100000",
                "-name x -caname y"
            })
    void readsAKeyAndItsChain(String options) {
        X509Credential read = store("@client.pem", "@client-key.pem", options).credential();

        assertThat(read.certificate()).isEqualTo(certificate("client"));
        assertThat(read.chain()).containsExactly(certificate("client"), certificate("ca"));
    }

    @ParameterizedTest
    @CsvSource({
        "-keypbe CAMELLIA-256-CBC -certpbe CAMELLIA-256-CBC, CAMELLIA-256-CBC",
        "-keypbe ARIA-128-CBC -certpbe ARIA-128-CBC, ARIA-128-CBC",
        "-keypbe CAMELLIA-128-CBC -certpbe AES-256-CBC, CAMELLIA-128-CBC",
        "-keypbe AES-256-CBC -certpbe ARIA-256-CBC, ARIA-256-CBC",
        "-keypbe AES-256-CBC -certpbe AES-192-CBC, AES-192-CBC",
        "-keypbe DES-EDE3-CBC -certpbe AES-256-CBC, DES-EDE3-CBC"
    })
    void namesTheCipherThatJavaDoesNotHave(String options, String cipher) {
        assertRefused(() -> store("@client.pem", "@client-key.pem", options).credential())
                .contains("encrypted with 'PBES2 with " + cipher + "', which this Java does not read")
                .doesNotContain("damaged")
                .doesNotContain("none at all");
    }

    /** {@code cert-tools inspect} reads with Bouncy Castle what the Java of service and client does not read, and says so. */
    @ParameterizedTest
    @CsvSource({
        "-keypbe CAMELLIA-256-CBC -certpbe CAMELLIA-256-CBC, which the Java of service and client does not read",
        "-keypbe ARIA-256-CBC -certpbe ARIA-256-CBC, which the Java of service and client does not read",
        "-keypbe AES-192-CBC -certpbe DES-EDE3-CBC, which the Java of service and client does not read",
        "-keypbe NONE, A key is not encrypted",
        "-legacy, ",
        "-certpbe NONE -nomac, "
    })
    void certToolsReadsEveryStoreAndSaysWhatJavaDoesNot(String options, String note) throws IOException {
        openssl.print(
                "pkcs12 -export -in @client.pem -inkey @client-key.pem -certfile @ca.pem -passout file:@password -out @any.p12 "
                        + options);
        byte[] content = Files.readAllBytes(folder.resolve("any.p12"));

        assertThat(Pkcs12.certificates(content, PASSWORD, "any.p12"))
                .containsExactly(certificate("client"), certificate("ca"));
        assertThat(String.join(" ", Pkcs12.notes(content, PASSWORD, "any.p12"))).contains(note == null ? "" : note);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-legacy", "-certpbe NONE", "-nomac"})
    void readsCertificatesWithoutAMarkOfTrust(String options) throws IOException {
        openssl.print("pkcs12 -export -nokeys -in @ca.pem -passout file:@password -out @trust.p12"
                + (options.isEmpty() ? "" : " " + options));

        assertThat(X509Store.open(folder.resolve("trust.p12"), PASSWORD).authorities())
                .containsExactly(certificate("ca"));
        assertThat(Pkcs12.certificates(Files.readAllBytes(folder.resolve("trust.p12")), PASSWORD, "trust.p12"))
                .containsExactly(certificate("ca"));
    }

    @Test
    void takesNoCertificateBesideAKeyForTrusted() {
        X509Store store = store("@client.pem", "@client-key.pem", "");

        assertThat(store.certificates()).containsExactly(certificate("client"));
        assertThat(store.authorities()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-nomac"})
    void saysThatThePasswordIsWrong(String options) {
        store("@client.pem", "@client-key.pem", options);

        assertRefused(() -> X509Store.open(folder.resolve("made.p12"), "not it".toCharArray())
                        .credential())
                .contains("password")
                .doesNotContain("damaged");
    }

    /** Java cannot open these; the error names the reason, so that the user does not suspect the password. */
    @Test
    void namesAPasswordThatJavaCannotUse() throws IOException {
        Files.writeString(folder.resolve("umlaut"), "K\u00E4se-1\n");
        openssl.print("pkcs12 -export -in @client.pem -inkey @client-key.pem -passout file:@umlaut -out @umlaut.p12");
        openssl.print("pkcs8 -topk8 -in @client-key.pem -passout file:@umlaut -out @umlaut.key");
        char[] umlaut = "K\u00E4se-1".toCharArray();

        assertRefused(() -> X509Store.open(folder.resolve("umlaut.p12"), umlaut))
                .contains("its password has letters outside of ASCII, with which Java decrypts nothing");
        assertRefused(() -> X509Credential.fromPem(folder.resolve("client.pem"), folder.resolve("umlaut.key"), umlaut))
                .contains("its password has letters outside of ASCII");
    }

    @Test
    void anEllipticKeyDoesNoHarmToTheOther() throws IOException, java.security.GeneralSecurityException {
        store("@client.pem", "@client-key.pem", "-name rsa");
        openssl.print("pkcs12 -export -in @ec.pem -inkey @ec-key.pem -name ec -passout file:@password -out @ec.p12");
        keytool(
                "-importkeystore -srckeystore @ec.p12 -destkeystore @made.p12 -srcstorepass:file @password -deststorepass:file @password");

        X509Store both = X509Store.open(folder.resolve("made.p12"), PASSWORD);

        assertThat(both.certificates()).contains(certificate("client"), certificate("ec"));
        assertThat(both.credential().certificate()).isEqualTo(certificate("client"));
        assertThat(both.credential(X509FindType.FIND_BY_SUBJECT_NAME, "Cohowinery")
                        .certificate())
                .isEqualTo(certificate("client"));
        assertRefused(() -> both.credential(X509FindType.FIND_BY_SUBJECT_NAME, "elliptic"))
                .contains("cannot be used: it is an 'EC' key (expected an RSA key");
        assertRefused(() -> X509Store.open(folder.resolve("ec.p12"), PASSWORD).credential())
                .contains("cannot be used: it is an 'EC' key")
                .doesNotContain("does not belong");
    }

    @Test
    void aKeyWithAnotherPasswordDoesNoHarmToTheOther() {
        keytool(
                "-importkeystore -srckeystore @client.p12 -destkeystore @two.jks -deststoretype JKS -srcstorepass:file @password"
                        + " -deststorepass:file @password");
        keytool(
                "-genkeypair -alias other -keyalg RSA -dname CN=other -keystore @two.jks -storetype JKS -storepass:file @password"
                        + " -keypass another-one");

        X509Store two = X509Store.open(folder.resolve("two.jks"), PASSWORD);

        assertThat(two.credential().certificate()).isEqualTo(certificate("client"));
        assertRefused(() -> two.credential(X509FindType.FIND_BY_SUBJECT_NAME, "other"))
                .contains("The key 'other' in", "cannot be opened");
    }

    // PKCS#7

    @ParameterizedTest
    @ValueSource(strings = {"PEM", "DER"})
    void readsPkcs7(String form) throws IOException {
        openssl.print("crl2pkcs7 -nocrl -certfile @ca.pem -certfile @client.pem -outform " + form + " -out @chain.p7b");
        Files.copy(folder.resolve("chain.p7b"), own.resolve("chain.p7b"));

        assertThat(X509Store.open(own).certificates())
                .containsExactlyInAnyOrder(certificate("ca"), certificate("client"));
        assertThat(CertificateTrust.readAuthorities(own)).containsExactly(certificate("ca"));
        assertThat(CertificateTrust.readCertificate(own.resolve("chain.p7b"))).isEqualTo(certificate("client"));
    }

    // PEM

    @Test
    void readsKeyAndCertificateInOneFileInAnyOrder() throws IOException {
        for (List<String> parts : List.of(
                List.of("client-key.pem", "client.pem", "ca.pem"), List.of("ca.pem", "client.pem", "client-key.pem"))) {
            var text = new StringBuilder("Bag Attributes\n    friendlyName: my-own certificate -- \n");
            for (String part : parts) {
                text.append(Files.readString(folder.resolve(part))).append("\nsubject=CN = x - y\n");
            }
            Files.writeString(own.resolve("all.pem"), text);

            assertThat(X509Store.open(own).credential().chain())
                    .containsExactly(certificate("client"), certificate("ca"));
        }
    }

    @Test
    void readsTheTextFormOfOpenSsl() {
        openssl.print("x509 -in @client.pem -text -out @text.pem");
        openssl.print("x509 -in @client.pem -trustout -addtrust clientAuth -out @trusted.pem");
        openssl.print("pkcs12 -in @client.p12 -passin file:@password -nodes -out @nodes.pem");

        assertThat(CertificateTrust.readCertificate(folder.resolve("text.pem"))).isEqualTo(certificate("client"));
        assertThat(CertificateTrust.readCertificate(folder.resolve("trusted.pem")))
                .isEqualTo(certificate("client"));
        assertThat(X509Credential.fromPem(folder.resolve("nodes.pem"), folder.resolve("nodes.pem"))
                        .certificate())
                .isEqualTo(certificate("client"));
    }

    @Test
    void readsUtf16AndLinesOfWindows() throws IOException {
        String text = Files.readString(folder.resolve("client.pem")).replace("\n", "\r\n");
        Files.write(own.resolve("a.pem"), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));
        Files.write(own.resolve("b.pem"), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8));

        assertThat(CertificateTrust.readCertificate(own.resolve("a.pem"))).isEqualTo(certificate("client"));
        assertThat(CertificateTrust.readCertificate(own.resolve("b.pem"))).isEqualTo(certificate("client"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsa -in @client-key.pem -traditional",
                "pkcs8 -topk8 -nocrypt -in @client-key.pem",
                "pkcs8 -topk8 -in @client-key.pem -passout file:@password",
                "pkcs8 -topk8 -v2 aes128 -v2prf hmacWithSHA512 -in @client-key.pem -passout file:@password",
                "pkcs8 -topk8 -v1 PBE-SHA1-3DES -in @client-key.pem -passout file:@password"
            })
    void readsEachFormOfAKey(String command) throws IOException {
        openssl.print(command + " -out @form.key");
        Files.copy(folder.resolve("form.key"), own.resolve("client.key"));
        Files.copy(folder.resolve("client.pem"), own.resolve("client.pem"));

        assertThat(X509Credential.fromPem(own.resolve("client.pem"), own.resolve("client.key"), PASSWORD)
                        .certificate())
                .isEqualTo(certificate("client"));
        assertThat(X509Store.open(own, PASSWORD).credential().certificate()).isEqualTo(certificate("client"));
        Files.copy(folder.resolve("password"), own.resolve("client.password"));
        assertThat(X509Store.open(own).credential().certificate()).isEqualTo(certificate("client"));
        assertThat(X509Credential.fromPem(own.resolve("client.pem"), own.resolve("client.key"))
                        .certificate())
                .isEqualTo(certificate("client"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "rsa -in @client-key.pem -traditional -aes128 -passout file:@password | traditional form",
                "pkcs8 -topk8 -v2 camellia256 -in @client-key.pem -passout file:@password | PBES2 with CAMELLIA-256-CBC",
                "pkcs8 -topk8 -scrypt -in @client-key.pem -passout file:@password | scrypt",
                "pkcs8 -topk8 -nocrypt -in @ec-key.pem | 'EC' key",
                "ec -in @ec-key.pem | EC PRIVATE KEY",
                "genpkey -algorithm ED25519 | 'EdDSA' key"
            })
    void namesAKeyThatCannotBeUsed(String command, String what) {
        openssl.print(command + " -out @bad.key");

        assertRefused(() -> X509Credential.fromPem(folder.resolve("client.pem"), folder.resolve("bad.key"), PASSWORD))
                .contains(what)
                .doesNotContain("damaged");
    }

    @Test
    void saysThatThePasswordOfAKeyIsWrongOrMissing() throws IOException {
        openssl.print("pkcs8 -topk8 -in @client-key.pem -passout file:@password -out @locked.key");
        Path certificate = folder.resolve("client.pem");

        assertRefused(() -> X509Credential.fromPem(certificate, folder.resolve("locked.key"), "not it".toCharArray()))
                .contains("the password is wrong");
        assertRefused(() -> X509Credential.fromPem(certificate, folder.resolve("locked.key")))
                .contains("it is an encrypted PKCS#8 key", "locked.password");
    }

    @ParameterizedTest
    @CsvSource({
        "client.csr, PEM text with 'CERTIFICATE REQUEST'",
        "client-key.pem, PEM text with 'PRIVATE KEY'",
        "client.p12, a PKCS#12 key store"
    })
    void namesAFileOfAnotherKind(String name, String kind) throws IOException {
        Files.copy(folder.resolve(name), own.resolve("x.cer"));

        assertRefused(() -> CertificateTrust.readCertificate(own.resolve("x.cer")))
                .contains(kind);
    }

    @Test
    void namesASerializedStoreOfWindows() throws IOException {
        Files.write(own.resolve("x.cer"), "\0\0\0\0CERT and more".getBytes(StandardCharsets.US_ASCII));

        assertRefused(() -> CertificateTrust.readCertificate(own.resolve("x.cer")))
                .contains(".sst", ".p7b");
    }

    @Test
    void namesAPemFileThatIsCalledAStore() throws IOException {
        Files.copy(folder.resolve("client.pem"), own.resolve("x.p12"));

        assertRefused(() -> X509Store.open(own.resolve("x.p12"), PASSWORD)).contains("PEM text with 'CERTIFICATE'");
    }

    private static X509Store store(String certificate, String key, String options) {
        openssl.print("pkcs12 -export -in " + certificate + " -inkey " + key
                + " -certfile @ca.pem -passout file:@password -out @made.p12"
                + (options.isEmpty() ? "" : " " + options));
        return X509Store.open(folder.resolve("made.p12"), PASSWORD);
    }

    private static void keytool(String arguments) {
        var words = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-noprompt"));
        for (String argument : arguments.split(" ")) {
            words.add(argument.replace("@", folder + "/"));
        }
        words.add(1, words.remove(2));
        ProgramRun run = Command.of(words).run(LIMIT);
        assertThat(run.exitCode()).as(run.err() + " " + run.out()).isZero();
    }

    private static X509Certificate certificate(String name) {
        return CertificateTrust.readCertificate(folder.resolve(name + ".pem"));
    }

    private static AbstractStringAssert<?> assertRefused(ThrowingCallable call) {
        MessageSecurityException refused = catchThrowableOfType(MessageSecurityException.class, call);
        assertThat(refused).as("nothing was refused").isNotNull();
        return assertThat(refused.getMessage()).doesNotContain(OpenSsl.PASSWORD);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.certs.TestPki.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.CertificateProfile;
import dev.wshttp.certs.CertificateRequest;
import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.certs.Validity;
import dev.wshttp.security.credential.X509CertificateValidator.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A service's own certificate that is replaced while the service runs: each order, each half of it, each mistake. */
class RotatedCredentialTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final char[] PASSWORD = "correct horse".toCharArray();

    @TempDir
    Path folder;

    @RegisterExtension
    final FileLog log = new FileLog();

    private final TestCredential old = PKI.service();
    private Instant now = PKI.now();

    @Test
    void takesACertificateThatWasRenewedForItsKey() throws IOException {
        X509Credential own = inPem();
        TestCredential renewed = PKI.validUntil(SERVICE, PKI.now().plus(Duration.ofDays(30)));

        write("service.pem", renewed.certificate());

        assertThat(later(own)).isEqualTo(renewed.certificate());
        assertThat(own.certificate()).as("a credential itself does not change").isEqualTo(old.certificate());
    }

    @ParameterizedTest
    @EnumSource
    void waitsForTheOtherHalfOfANewCertificateWithANewKey(Half first) throws IOException {
        X509Credential own = inPem();
        TestCredential renewed = withAnotherKey();

        write(first, renewed);
        assertThat(later(own)).isEqualTo(old.certificate());
        assertThat(log.warnings())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(
                                first == Half.KEY ? "service.key" : "service.pem",
                                "does not belong to the certificate"));
        write(first == Half.KEY ? Half.CERTIFICATE : Half.KEY, renewed);

        X509Credential present = current(own);
        assertThat(present.certificate()).isEqualTo(renewed.certificate());
        assertThat(present.privateKey()).isEqualTo(renewed.key());
        assertThat(log.warnings()).hasSize(1);
    }

    @Test
    void takesNoHalfOfAKeyStore() throws IOException {
        X509Credential own = inKeyStore();
        Path whole = folder.resolve("whole.p12");
        TestCredential renewed = withAnotherKey();
        renewed.writePkcs12(whole, PASSWORD);
        byte[] octets = Files.readAllBytes(whole);

        for (int size : List.of(0, 1, octets.length / 2, octets.length - 1)) {
            Files.write(folder.resolve("service.p12"), Arrays.copyOf(octets, size));
            assertThat(later(own)).as("the first " + size + " octets").isEqualTo(old.certificate());
        }
        Files.write(folder.resolve("service.p12"), octets);

        assertThat(later(own)).isEqualTo(renewed.certificate());
    }

    @Test
    void takesNoPemFileThatEndsWithinABlock() throws IOException {
        X509Credential own = inPem();
        TestCredential renewed = PKI.validUntil(SERVICE, PKI.now().plus(Duration.ofDays(30)));
        String whole = pem(renewed.certificate()) + pem(PKI.authorityCertificate());

        Files.writeString(folder.resolve("service.pem"), whole.substring(0, whole.length() - 100));

        assertThat(later(own)).isEqualTo(old.certificate());
        assertThat(log.warnings())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("it ends within a PEM block"));
    }

    @Test
    void keepsWhatItHasWhileThePasswordIsWrong() throws IOException {
        X509Credential own = inKeyStore();
        TestCredential renewed = withAnotherKey();

        writeStore("service.p12", renewed, "another".toCharArray());
        assertThat(later(own)).isEqualTo(old.certificate());
        assertThat(log.warnings())
                .singleElement()
                .satisfies(line ->
                        assertThat(line).contains("the password is wrong").doesNotContain("correct horse", "another"));
        Files.writeString(folder.resolve("service.password"), "another\n");

        assertThat(later(own)).isEqualTo(renewed.certificate());
    }

    @Test
    void keepsThePasswordThatItWasGivenForAKeyStoreThatIsRenewedWithIt() throws IOException {
        writeStore("service.p12", old, PASSWORD);
        char[] given = PASSWORD.clone();
        X509Credential own = X509Credential.fromKeyStore(folder.resolve("service.p12"), given);
        Arrays.fill(given, '\0');
        TestCredential renewed = withAnotherKey();

        writeStore("service.p12", renewed, PASSWORD);

        assertThat(later(own)).isEqualTo(renewed.certificate());
    }

    @Test
    void keepsWhatItHasWhileItsFileIsMissing() throws IOException {
        X509Credential own = inKeyStore();

        Files.delete(folder.resolve("service.p12"));

        assertThat(later(own)).isEqualTo(old.certificate());
        assertThat(log.warnings())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("there is no such file"));
    }

    @Test
    void takesNoCertificateWithWhichTheServiceWouldNotStart() throws IOException {
        X509Credential own = inKeyStore();

        for (TestCredential bad : List.of(PKI.expired(SERVICE), PKI.wrongPurpose(SERVICE), PKI.weakKey(SERVICE))) {
            writeStore("service.p12", bad, PASSWORD);
            assertThat(later(own)).as(bad.name()).isEqualTo(old.certificate());
        }
        assertThat(log.warnings()).hasSize(3);
        assertThat(log.warnings().get(0)).contains("is valid from");
        assertThat(log.warnings().get(1)).contains("is not issued for a service");
    }

    @Test
    void takesACertificateOnceItIsValid() throws IOException {
        X509Credential own = inKeyStore();
        TestCredential early = PKI.notYetValid(SERVICE);

        writeStore("service.p12", early, PASSWORD);
        assertThat(later(own)).isEqualTo(old.certificate());
        now = now.plus(Duration.ofHours(1));

        assertThat(later(own)).isEqualTo(early.certificate());
        assertThat(log.warnings()).hasSize(1);
    }

    @Test
    void takesThatOfAFolderInWhichItWasReplaced() throws IOException {
        writeStore("one.p12", old, PASSWORD);
        X509Credential own = X509Credential.fromKeyStore(folder, PASSWORD);
        TestCredential renewed = withAnotherKey();

        writeStore("two.p12", renewed, PASSWORD);
        assertThat(later(own)).isEqualTo(old.certificate());
        assertThat(log.warnings())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("2 certificates with a private key"));
        Files.delete(folder.resolve("one.p12"));

        assertThat(later(own)).isEqualTo(renewed.certificate());
    }

    @Test
    void isFixedWhereItIsNotFromFiles() throws IOException {
        writeStore("service.p12", old, PASSWORD);
        var given = X509Credential.of(old.key(), old.chain());
        var ofStore = X509Store.open(folder.resolve("service.p12"), PASSWORD).credential();

        writeStore("service.p12", withAnotherKey(), PASSWORD);

        assertThat(current(given)).isSameAs(given);
        assertThat(current(ofStore)).isSameAs(ofStore);
        assertThat(given.files()).isEmpty();
    }

    enum Half {
        KEY,
        CERTIFICATE
    }

    private X509Credential inPem() throws IOException {
        write(Half.CERTIFICATE, old);
        write(Half.KEY, old);
        return X509Credential.fromPem(folder.resolve("service.pem"), folder.resolve("service.key"));
    }

    private X509Credential inKeyStore() throws IOException {
        writeStore("service.p12", old, PASSWORD);
        Files.writeString(folder.resolve("service.password"), "correct horse\n");
        return X509Credential.fromKeyStore(
                folder.resolve("service.p12"), new PasswordFile(folder.resolve("service.password")));
    }

    private void writeStore(String name, TestCredential credential, char[] password) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
        credential.writePkcs12(folder.resolve(name), password);
    }

    private void write(Half half, TestCredential credential) throws IOException {
        if (half == Half.KEY) {
            Files.writeString(folder.resolve("service.key"), pem(credential.key()));
        } else {
            write("service.pem", credential.certificate());
        }
    }

    private void write(String name, X509Certificate certificate) throws IOException {
        Files.writeString(folder.resolve(name), pem(certificate));
    }

    private X509Certificate later(X509Credential own) {
        return current(own).certificate();
    }

    private X509Credential current(X509Credential own) {
        now = now.plus(FileSource.PAUSE);
        return own.current(Role.SERVICE, now);
    }

    /** Returns the renewal of the service's certificate for another key. */
    private static TestCredential withAnotherKey() {
        TestCredential twin = PKI.untrustedTwin(SERVICE);
        var request = CertificateRequest.named(
                CertificateProfile.SERVICE,
                new Validity(PKI.now().minusSeconds(60), PKI.now().plus(Duration.ofDays(30))),
                List.of("Contoso.com"));
        var issued =
                PKI.authority().issue(request, new KeyPair(twin.certificate().getPublicKey(), twin.key()));
        return new TestCredential("service-renewed", issued.key(), issued.chain());
    }

    private static String pem(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String pem(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    private static String block(String label, byte[] octets) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(octets) + "\n-----END "
                + label + "-----\n";
    }
}

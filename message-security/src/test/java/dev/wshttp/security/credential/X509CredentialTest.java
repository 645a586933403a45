// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.Refusals.refusal;
import static dev.wshttp.security.SecurityFault.CREDENTIAL_UNREADABLE;
import static dev.wshttp.security.credential.X509FindType.FIND_BY_SUBJECT_NAME;
import static dev.wshttp.security.credential.X509FindType.FIND_BY_THUMBPRINT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class X509CredentialTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final char[] PASSWORD = "correct horse".toCharArray();

    @TempDir
    Path directory;

    private final TestCredential client = PKI.client();

    @Test
    void isReadFromPkcs12() {
        Path file = pkcs12(client);

        X509Credential credential = X509Credential.fromKeyStore(file, PASSWORD);

        assertThat(credential.certificate()).isEqualTo(client.certificate());
        assertThat(credential.privateKey()).isEqualTo(client.key());
        assertThat(credential.chain()).isEqualTo(client.chain());
    }

    @Test
    void isReadFromJks() throws Exception {
        Path file = store("JKS", client);

        assertThat(X509Credential.fromKeyStore(file, PASSWORD).certificate()).isEqualTo(client.certificate());
    }

    @Test
    void isReadFromPem() throws IOException {
        client.writeCertificate(directory.resolve("client.pem"));
        Path key = pemKey(client.key().getEncoded());

        X509Credential credential = X509Credential.fromPem(directory.resolve("client.pem"), key);

        assertThat(credential.certificate()).isEqualTo(client.certificate());
        assertThat(credential.privateKey()).isEqualTo(client.key());
    }

    @Test
    void refusesAKeyThatNoProviderCanUse() {
        PrivateKey inHardware = new HiddenKey();

        assertThat(faultOf(() -> X509Credential.of(inHardware, client.chain()))).isEqualTo(CREDENTIAL_UNREADABLE);
    }

    /** A key that shows nothing of itself, whose provider is not installed. */
    private static final class HiddenKey implements PrivateKey {
        private static final long serialVersionUID = 1;

        @Override
        public String getAlgorithm() {
            return "RSA";
        }

        @Override
        @SuppressWarnings("NullAway") // as PKCS#11 has it
        public String getFormat() {
            return null;
        }

        @Override
        @SuppressWarnings("NullAway") // as PKCS#11 has it
        public byte[] getEncoded() {
            return null;
        }
    }

    @Test
    void keepsNoCopyOfThePassword() {
        char[] password = PASSWORD.clone();
        X509Credential credential = X509Credential.fromKeyStore(pkcs12(client), password);
        Arrays.fill(password, '\0');

        assertThat(credential.privateKey()).isEqualTo(client.key());
    }

    @Test
    void refusesSeveralKeysWithoutAChoice() throws Exception {
        Path file = store("PKCS12", client, PKI.service());

        var refused = refusal(() -> X509Credential.fromKeyStore(file, PASSWORD));

        assertThat(refused.fault()).isEqualTo(CREDENTIAL_UNREADABLE);
        assertThat(refused)
                .hasMessageContaining("2 certificates with a private key")
                .hasMessageContaining("find-type");
    }

    @Test
    void isFoundAmongSeveralKeys() throws Exception {
        Path file = store("PKCS12", client, PKI.service());

        assertThat(X509Credential.fromKeyStore(file, PASSWORD, FIND_BY_SUBJECT_NAME, "cohowinery")
                        .certificate())
                .isEqualTo(client.certificate());
        assertThat(X509Credential.fromKeyStore(
                                file,
                                PASSWORD,
                                FIND_BY_THUMBPRINT,
                                Thumbprint.of(PKI.service().certificate()).hex())
                        .certificate())
                .isEqualTo(PKI.service().certificate());
    }

    @Test
    void refusesChoiceThatMatchesNoKey() throws Exception {
        Path file = store("PKCS12", client, PKI.service());

        assertThat(refusal(() -> X509Credential.fromKeyStore(file, PASSWORD, FIND_BY_SUBJECT_NAME, "Fabrikam")))
                .hasMessageContaining("'Fabrikam'")
                .hasMessageContaining("no certificate with a private key");
    }

    @Test
    void refusesChoiceThatMatchesSeveralKeys() throws Exception {
        Path file = store("PKCS12", client, PKI.service());

        assertThat(refusal(() -> X509Credential.fromKeyStore(file, PASSWORD, FIND_BY_SUBJECT_NAME, ".com")))
                .hasMessageContaining("2 certificates with a private key");
    }

    @Test
    void refusesWrongPassword() {
        Path file = pkcs12(client);

        var refused = refusal(() -> X509Credential.fromKeyStore(file, "wrong".toCharArray()));

        assertThat(refused.fault()).isEqualTo(CREDENTIAL_UNREADABLE);
        assertThat(refused).hasMessageContaining("the password is wrong");
        assertThat(String.valueOf(refused.getMessage())).doesNotContain("'wrong'");
    }

    @Test
    void refusesMissingFile() {
        var refused = refusal(() -> X509Credential.fromKeyStore(directory.resolve("absent.p12"), PASSWORD));

        assertThat(refused.fault()).isEqualTo(CREDENTIAL_UNREADABLE);
        assertThat(refused).hasMessageContaining("absent.p12").hasMessageContaining("there is no such file");
    }

    @Test
    void refusesEmptyFile() throws IOException {
        Path file = Files.createFile(directory.resolve("empty.p12"));

        var refused = refusal(() -> X509Credential.fromKeyStore(file, PASSWORD));

        assertThat(refused.fault()).isEqualTo(CREDENTIAL_UNREADABLE);
        assertThat(refused).hasMessageContaining("it is empty");
    }

    @Test
    void refusesDamagedFile() throws IOException {
        Path whole = pkcs12(client);
        byte[] octets = Files.readAllBytes(whole);
        Path file = Files.write(directory.resolve("damaged.p12"), Arrays.copyOf(octets, octets.length / 2));

        assertThat(faultOf(() -> X509Credential.fromKeyStore(file, PASSWORD))).isEqualTo(CREDENTIAL_UNREADABLE);
    }

    @Test
    void refusesFileOfAnotherKind() throws IOException {
        Path file = Files.writeString(directory.resolve("text.p12"), "this is no key store");

        assertThat(faultOf(() -> X509Credential.fromKeyStore(file, PASSWORD))).isEqualTo(CREDENTIAL_UNREADABLE);
    }

    @Test
    void refusesStoreWithoutKeys() throws Exception {
        Path file = store("PKCS12");

        assertThat(refusal(() -> X509Credential.fromKeyStore(file, PASSWORD)))
                .hasMessageContaining("no certificate with a private key");
    }

    @Test
    void refusesKeyOfAnotherCertificate() {
        var refused = refusal(() -> X509Credential.of(PKI.service().key(), client.chain()));

        assertThat(refused.fault()).isEqualTo(CREDENTIAL_UNREADABLE);
        assertThat(refused).hasMessageContaining("CN=Cohowinery.com");
    }

    /** A key store does not check that a key and its certificate belong together. */
    @Test
    void refusesKeyOfAnotherCertificateInAKeyStore() throws Exception {
        var mixed = new TestCredential("mixed", PKI.service().key(), client.chain());
        Path file = store("PKCS12", mixed);

        assertThat(faultOf(() -> X509Credential.fromKeyStore(file, PASSWORD))).isEqualTo(CREDENTIAL_UNREADABLE);
    }

    @Test
    void refusesKeyOfAnotherCertificateInPem() throws IOException {
        client.writeCertificate(directory.resolve("client.pem"));
        Path key = pemKey(PKI.service().key().getEncoded());

        assertThat(faultOf(() -> X509Credential.fromPem(directory.resolve("client.pem"), key)))
                .isEqualTo(CREDENTIAL_UNREADABLE);
    }

    @Test
    void refusesKeyWithoutCertificate() {
        assertThat(faultOf(() -> X509Credential.of(client.key(), List.of()))).isEqualTo(CREDENTIAL_UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\n",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
            })
    void refusesPemWithoutUsableKey(String content) throws IOException {
        client.writeCertificate(directory.resolve("client.pem"));
        Path key = Files.writeString(directory.resolve("key.pem"), content);

        var refused = refusal(() -> X509Credential.fromPem(directory.resolve("client.pem"), key));

        assertThat(refused.fault()).isEqualTo(CREDENTIAL_UNREADABLE);
        assertThat(refused).hasMessageContaining("PKCS#8");
    }

    @Test
    void showsItsCertificateAndNothingOfItsKey() {
        var key = (RSAPrivateKey) client.key();

        assertThat(X509Credential.of(key, client.chain()).toString())
                .contains(
                        "CN=Cohowinery.com", Thumbprint.of(client.certificate()).hex())
                .doesNotContain(
                        key.getPrivateExponent().toString(),
                        key.getPrivateExponent().toString(16),
                        Base64.getEncoder().encodeToString(key.getEncoded()));
    }

    private Path pkcs12(TestCredential credential) {
        Path file = directory.resolve(credential.name() + ".p12");
        credential.writePkcs12(file, PASSWORD);
        return file;
    }

    private Path store(String type, TestCredential... credentials) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        for (TestCredential credential : credentials) {
            var chain = credential.chain().toArray(X509Certificate[]::new);
            store.setKeyEntry(credential.name(), credential.key(), PASSWORD, chain);
        }
        store.setCertificateEntry("authority", PKI.authorityCertificate());
        Path file = directory.resolve("store");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        return file;
    }

    private Path pemKey(byte[] encoded) throws IOException {
        return Files.writeString(
                directory.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                        + "\n-----END PRIVATE KEY-----\n");
    }
}

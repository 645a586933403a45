// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class Pkcs12Test {

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final char[] PASSWORD = RandomPassword.generate(new SecureRandom());

    @Test
    void readsBackWhatItWrote() {
        var read = Pkcs12.credential(encoded(), PASSWORD, "service.p12");

        assertThat(read.key()).isEqualTo(PKI.service().key());
        assertThat(read.chain()).isEqualTo(PKI.service().chain());
        assertThat(Pkcs12.certificates(encoded(), PASSWORD, "service.p12"))
                .isEqualTo(PKI.service().chain());
    }

    @Test
    void isReadByKeytool(@TempDir Path directory) throws Exception {
        PKI.service().writePkcs12(directory.resolve("service.p12"), PASSWORD);
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var process = new ProcessBuilder(
                        keytool,
                        "-J-Duser.language=en",
                        "-list",
                        "-v",
                        "-keystore",
                        directory.resolve("service.p12").toString(),
                        "-storepass:env",
                        "STORE_PASSWORD")
                .redirectErrorStream(true);
        process.environment().put("STORE_PASSWORD", new String(PASSWORD));

        var running = process.start();
        var printed = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(running.exitValue()).as(printed).isZero();
        assertThat(printed).contains("PrivateKeyEntry", "CN=Contoso.com", "Certificate chain length: 2");
    }

    @Test
    void saysThatThePasswordIsWrong() {
        assertThatThrownBy(() -> Pkcs12.credential(encoded(), "wrong".toCharArray(), "service.p12"))
                .isInstanceOf(CredentialFileException.class)
                .hasMessageContaining("password")
                .hasMessageContaining("'service.p12'");
    }

    @Test
    void saysThatItIsNoStore() {
        assertThatThrownBy(() -> Pkcs12.credential(new byte[] {1, 2, 3}, PASSWORD, "notes.txt"))
                .isInstanceOf(CredentialFileException.class)
                .hasMessageContaining("expected: PKCS#12");
    }

    @Test
    void refusesToChooseBetweenTwoKeys() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (var credential : new TestCredential[] {PKI.service(), PKI.client()}) {
            store.setKeyEntry(
                    credential.name(),
                    credential.key(),
                    PASSWORD,
                    credential.chain().toArray(new Certificate[0]));
        }
        var bytes = new ByteArrayOutputStream();
        store.store(bytes, PASSWORD);

        assertThatThrownBy(() -> Pkcs12.credential(bytes.toByteArray(), PASSWORD, "both.p12"))
                .isInstanceOf(CredentialFileException.class)
                .hasMessageContaining("'2'");
    }

    @Test
    void hasPemTwinOfTheKey() throws Exception {
        var pem = new String(Pem.encodeUnencrypted(PKI.service().key()), StandardCharsets.US_ASCII);
        var body = pem.replaceAll("-----[A-Z ]+-----", "");
        var der = Base64.getMimeDecoder().decode(body);

        assertThat(pem).startsWith("-----BEGIN PRIVATE KEY-----\n").endsWith("-----END PRIVATE KEY-----\n");
        assertThat(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der)))
                .isEqualTo(PKI.service().key());
    }

    @Test
    void saysThatAPasswordIsWrongAlsoIfThePaddingFits() throws IOException {
        // Made by openssl pkcs12 -export -nokeys -iter 1 -nomaciter, so that many passwords can be tried.
        byte[] store;
        try (InputStream file = Pkcs12Test.class.getResourceAsStream("one-iteration.pkcs12")) {
            store = file.readAllBytes();
        }
        assertThat(Pkcs12.certificates(store, "right".toCharArray(), "made.p12"))
                .hasSize(1);
        for (int i = 0; i < 1_000; i++) {
            char[] wrong = ("wrong" + i).toCharArray();
            assertThatThrownBy(() -> Pkcs12.certificates(store, wrong, "made.p12"))
                    .isInstanceOf(CredentialFileException.class)
                    .hasMessageContaining("the password is wrong");
        }
    }

    @Test
    void refusesPemWithoutCertificate() {
        assertThatThrownBy(() -> Pem.certificates(new byte[0], "empty.pem"))
                .isInstanceOf(CredentialFileException.class)
                .hasMessageContaining("'empty.pem'");
        assertThatThrownBy(() -> Pem.revocationList("hello".getBytes(StandardCharsets.US_ASCII), "list.pem"))
                .isInstanceOf(CredentialFileException.class)
                .hasMessageContaining("'list.pem'");
    }

    private static byte[] encoded() {
        return Pkcs12.encode(
                "service",
                new IssuedCertificate(PKI.service().key(), PKI.service().chain()),
                PASSWORD);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.credential.ChainMaker.authority;
import static dev.wshttp.security.credential.ChainMaker.service;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.credential.ChainMaker.Issued;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which certificate a file is about does not depend on the order in which it has them. */
class FilesInAnyOrderTest {
    private static final String NAME = "svc.example.test";
    private static final char[] PASSWORD = "p".toCharArray();

    @TempDir
    Path folder;

    private final Issued root = authority("Root").selfSigned();
    private final Issued intermediate = authority("Inter").issuedBy(root);
    private final PrivateKey key = service(NAME).selfSigned().keys().getPrivate();
    private final X509Certificate leaf = ofDays(-1, 300);
    private final X509Certificate expired = ofDays(-300, -1);
    private final X509Certificate future = ofDays(100, 900);

    private X509Certificate ofDays(int from, int to) {
        Instant now = Instant.now();
        return service(NAME)
                .valid(now.plus(Duration.ofDays(from)), now.plus(Duration.ofDays(to)))
                .by(intermediate);
    }

    @Test
    void theRenewedCertificateOfAKeyIsTaken() throws Exception {
        for (List<X509Certificate> certificates : orders(List.of(expired, leaf, future, intermediate.certificate()))) {
            Path file = write("own.pem", pem(certificates) + pem("PRIVATE KEY", key.getEncoded()));

            assertThat(X509Store.open(file).credential().certificate()).isEqualTo(leaf);
            assertThat(X509Credential.fromPem(file, file).certificate()).isEqualTo(leaf);
        }
    }

    @Test
    void theCertificateOfAnOwnerIsTheOneThatIssuedNoOther() throws Exception {
        for (List<X509Certificate> certificates :
                orders(List.of(leaf, intermediate.certificate(), root.certificate()))) {
            assertThat(CertificateTrust.readCertificate(write("chain.pem", pem(certificates))))
                    .isEqualTo(leaf);
        }
        for (List<X509Certificate> certificates : orders(List.of(expired, leaf, intermediate.certificate()))) {
            assertThat(CertificateTrust.readCertificate(write("renewed.pem", pem(certificates))))
                    .isEqualTo(leaf);
        }
    }

    /** Two owners in one file: no rule can tell which is meant, so it is the one that the file names first, as ever. */
    @Test
    void ofSeveralOwnersTheFirstOneIsTaken() throws Exception {
        X509Certificate other = service("other.example.test").by(intermediate);

        assertThat(CertificateTrust.readCertificate(write("a.pem", pem(List.of(other, leaf)))))
                .isEqualTo(other);
        assertThat(CertificateTrust.readCertificate(write("b.pem", pem(List.of(leaf, other)))))
                .isEqualTo(leaf);
        assertThat(CertificateTrust.readCertificate(
                        write("c.pem", pem(List.of(intermediate.certificate(), leaf, other)))))
                .isEqualTo(leaf);
    }

    @Test
    void aStoreBringsTheChainOfItsKey() throws Exception {
        Path file = store(Stream.of(leaf, intermediate.certificate(), root.certificate()));

        assertThat(CertificateTrust.readCertificate(file)).isEqualTo(leaf);
        assertThat(CertificateTrust.readChains(file))
                .containsExactlyInAnyOrder(leaf, intermediate.certificate(), root.certificate());
        assertThat(CertificateTrust.readCertificates(file))
                .as("trusted by that")
                .containsExactly(leaf);
    }

    @Test
    void aStoreWithoutKeysIsAboutItsOwner() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("1", root.certificate());
        store.setCertificateEntry("2", leaf);
        store.setCertificateEntry("3", intermediate.certificate());

        assertThat(CertificateTrust.readCertificate(save(store))).isEqualTo(leaf);
    }

    private Path store(Stream<X509Certificate> chain) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", key, PASSWORD, chain.toArray(Certificate[]::new));
        return save(store);
    }

    private Path save(KeyStore store) throws Exception {
        Path file = folder.resolve("store.p12");
        Files.writeString(folder.resolve("store.password"), new String(PASSWORD));
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        return file;
    }

    private static <T> List<List<T>> orders(List<T> values) {
        return IntStream.range(0, values.size())
                .boxed()
                .flatMap(i -> {
                    var turned = new ArrayList<>(values);
                    Collections.rotate(turned, i);
                    var back = new ArrayList<>(turned);
                    Collections.reverse(back);
                    return Stream.of((List<T>) turned, (List<T>) back);
                })
                .toList();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String pem(List<X509Certificate> certificates) throws Exception {
        var text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return text.toString();
    }

    private static String pem(String label, byte[] der) {
        String base64 = new String(Base64.getMimeEncoder().encode(der), US_ASCII);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}

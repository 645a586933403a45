// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.certs.TestPki.Role.CLIENT;
import static dev.wshttp.certs.TestPki.Role.SERVICE;
import static dev.wshttp.security.Refusals.refusal;
import static dev.wshttp.security.SecurityFault.CREDENTIAL_UNREADABLE;
import static dev.wshttp.security.credential.X509FindType.FIND_BY_SUBJECT_NAME;
import static dev.wshttp.security.credential.X509FindType.FIND_BY_THUMBPRINT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.ExistingFiles;
import dev.wshttp.certs.IssuedCertificate;
import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class X509StoreTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final char[] PASSWORD = "correct horse".toCharArray();

    @TempDir
    Path folder;

    private final TestCredential client = PKI.client();
    private final TestCredential service = PKI.service();

    /** The folder that {@code cert-tools init} makes: each certificate is in two files. */
    @Test
    void readsTheFolderOfTheDemoSetEachCertificateOnce() {
        writeDemoSet();

        X509Store store = X509Store.open(folder);

        assertThat(store.certificates())
                .containsExactly(PKI.authorityCertificate(), client.certificate(), service.certificate());
        assertThat(store.credentials())
                .extracting(X509Credential::privateKey)
                .containsExactlyInAnyOrder(PKI.authority().credential().key(), client.key(), service.key());
        assertThat(store.credential(FIND_BY_SUBJECT_NAME, "Contoso.com").privateKey())
                .isEqualTo(service.key());
        assertThat(store.credential(FIND_BY_SUBJECT_NAME, "Cohowinery.com").privateKey())
                .isEqualTo(client.key());
        assertThat(store.certificate(FIND_BY_SUBJECT_NAME, "Contoso.com")).isEqualTo(service.certificate());
    }

    @Test
    void keepsTheChainThatAKeyStoreHasAndThePemTwinHasNot() {
        writeDemoSet();

        assertThat(X509Store.open(folder)
                        .credential(FIND_BY_SUBJECT_NAME, "Contoso.com")
                        .chain())
                .containsExactly(service.certificate(), PKI.authorityCertificate());
    }

    @Test
    void readsEachKindOfFile() throws Exception {
        certificate("a.pem", client);
        certificate("b.CRT", PKI.otherName());
        Files.write(folder.resolve("c.cer"), service.certificate().getEncoded());
        Files.write(folder.resolve("d.der"), PKI.expired(CLIENT).certificate().getEncoded());
        keyStore("e.pfx", "PKCS12", PKI.revoked(CLIENT));
        keyStore("f.jks", "JKS", PKI.revoked(SERVICE));

        assertThat(X509Store.open(folder, PASSWORD).certificates())
                .containsExactly(
                        client.certificate(),
                        PKI.otherName().certificate(),
                        service.certificate(),
                        PKI.expired(CLIENT).certificate(),
                        PKI.revoked(CLIENT).certificate(),
                        PKI.revoked(SERVICE).certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"client-key.pem", "client.key"})
    void findsTheKeyOfAPemFileBesideIt(String keyFile) throws IOException {
        certificate("client.pem", client);
        Files.write(folder.resolve(keyFile), pemKey(client));

        assertThat(X509Store.open(folder).credential().privateKey()).isEqualTo(client.key());
    }

    @Test
    void takesACertificateWithoutKeyForNoCredential() {
        certificate("client.pem", client);

        assertThat(X509Store.open(folder).credentials()).isEmpty();
        assertRefused(() -> X509Store.open(folder).credential())
                .hasMessageContaining("no certificate with a private key in '" + folder + "' (expected exactly one)")
                .hasMessageContaining("the certificate, but not the key, of 'CN=Cohowinery.com'");
    }

    @Test
    void ignoresFilesOfOtherKindsAndFoldersInTheFolder() throws IOException {
        certificate("client.pem", client);
        Files.writeString(folder.resolve("README"), "no certificate");
        Files.writeString(folder.resolve("notes.txt"), "-----BEGIN CERTIFICATE-----\n");
        Files.writeString(folder.resolve("old.password"), "secret");
        Files.writeString(folder.resolve("ca.crl"), "a list");
        Files.writeString(folder.resolve("request.pem"), "-----BEGIN CERTIFICATE REQUEST-----\n");
        Path below = Files.createDirectory(folder.resolve("more.pem"));
        service.writeCertificate(below.resolve("service.pem"));

        assertThat(X509Store.open(folder).certificates()).containsExactly(client.certificate());
    }

    /** The authorities in the chain of a key are no certificates of the store, because they would become trusted. */
    @Test
    void hasNothingOfAKeysChainButTheKeysOwnCertificate() {
        client.writePkcs12(folder.resolve("client.p12"), PASSWORD);

        assertThat(X509Store.open(folder, PASSWORD).certificates()).containsExactly(client.certificate());
        assertThat(X509Store.open(folder, PASSWORD).authorities()).isEmpty();
    }

    @Test
    void hasTheTrustedCertificatesOfAKeyStore() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", PKI.authorityCertificate());
        write(trusted, folder.resolve("trust.p12"));

        assertThat(X509Store.open(folder.resolve("trust.p12"), PASSWORD).authorities())
                .containsExactly(PKI.authorityCertificate());
    }

    @Test
    void reportsEveryFileThatCannotBeRead() throws IOException {
        certificate("client.pem", client);
        Files.writeString(folder.resolve("damaged.cer"), "no certificate");
        client.writePkcs12(folder.resolve("locked.p12"), PASSWORD);
        service.writePkcs12(folder.resolve("wrong.p12"), PASSWORD);
        Files.writeString(folder.resolve("wrong.password"), "not it\n");

        assertRefused(() -> X509Store.open(folder))
                .hasMessageContaining("damaged.cer")
                .hasMessageContaining("locked.p12")
                .hasMessageContaining("locked.password'). Write it there")
                .hasMessageContaining("wrong.p12': the password is wrong")
                .hasMessageNotContaining("not it");
    }

    @Test
    void refusesAKeyThatIsNotOfTheCertificateBesideIt() throws IOException {
        certificate("client.pem", client);
        Files.write(folder.resolve("client-key.pem"), pemKey(service));

        assertRefused(() -> X509Store.open(folder).credential())
                .hasMessageContaining("The private key does not belong to the certificate 'CN=Cohowinery.com'");
    }

    /** Java finds the certificate of a key only by an identifier, which some programs leave out. */
    @Test
    void findsTheCertificateOfAKeyThatHasNoIdentifier() throws Exception {
        Files.write(folder.resolve("bare.p12"), pkcs12(true, client.certificate(), PKI.authorityCertificate()));

        X509Store store = X509Store.open(folder.resolve("bare.p12"), PASSWORD);

        assertThat(store.credential().chain()).containsExactly(client.certificate(), PKI.authorityCertificate());
        assertThat(store.authorities()).isEmpty();
    }

    @Test
    void trustsNothingBesideAKeyWhoseCertificateIsNotThere() throws Exception {
        Files.write(folder.resolve("key.p12"), pkcs12(true, PKI.authorityCertificate()));
        Files.write(folder.resolve("none.p12"), pkcs12(false, PKI.authorityCertificate()));

        assertThat(X509Store.open(folder.resolve("key.p12"), PASSWORD).authorities())
                .isEmpty();
        assertThat(X509Store.open(folder.resolve("none.p12"), PASSWORD).authorities())
                .containsExactly(PKI.authorityCertificate());
    }

    /** A PKCS#12 file without attributes and without a MAC. */
    private byte[] pkcs12(boolean withKey, X509Certificate... certificates) throws Exception {
        var bags = new ASN1EncodableVector();
        if (withKey) {
            Cipher cipher = Cipher.getInstance("PBEWithSHA1AndDESede");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    SecretKeyFactory.getInstance("PBEWithSHA1AndDESede").generateSecret(new PBEKeySpec(PASSWORD)));
            var encrypted = new EncryptedPrivateKeyInfo(
                    cipher.getParameters(), cipher.doFinal(client.key().getEncoded()));
            bags.add(new SafeBag(
                    PKCSObjectIdentifiers.pkcs8ShroudedKeyBag, ASN1Primitive.fromByteArray(encrypted.getEncoded())));
        }
        for (X509Certificate certificate : certificates) {
            var bag = new CertBag(PKCSObjectIdentifiers.x509Certificate, new DEROctetString(certificate.getEncoded()));
            bags.add(new SafeBag(PKCSObjectIdentifiers.certBag, bag.toASN1Primitive()));
        }
        var contents =
                new ContentInfo(PKCSObjectIdentifiers.data, new DEROctetString(new DERSequence(bags).getEncoded()));
        var safe =
                new ContentInfo(PKCSObjectIdentifiers.data, new DEROctetString(new DERSequence(contents).getEncoded()));
        return new Pfx(safe, null).getEncoded("DER");
    }

    @Test
    void keepsThePasswordThatItIsGiven() {
        client.writePkcs12(folder.resolve("a.p12"), PASSWORD);
        service.writePkcs12(folder.resolve("b.p12"), PASSWORD);
        char[] password = PASSWORD.clone();

        assertThat(X509Store.open(folder, password).credentials()).hasSize(2);
        assertThat(password).isEqualTo(PASSWORD);
    }

    // As in WCF: exactly one, or an error that names the search.

    @Test
    void refusesToChooseAmongSeveral() {
        writeDemoSet();

        assertRefused(() -> X509Store.open(folder).certificate(FIND_BY_SUBJECT_NAME, ".com"))
                .hasMessageContaining("Found 2 certificates by find-by-subject-name '.com' in '" + folder + "'")
                .hasMessageContaining(Thumbprint.of(client.certificate()).hex())
                .hasMessageContaining(Thumbprint.of(service.certificate()).hex())
                .hasMessageContaining("find-by-thumbprint");
        assertRefused(() -> X509Store.open(folder).credential(FIND_BY_SUBJECT_NAME, ".com"));
        assertRefused(() -> X509Store.open(folder).certificate()).hasMessageContaining("3 certificates");
        assertRefused(() -> X509Store.open(folder).credential())
                .hasMessageContaining("3 certificates with a private key");
    }

    @Test
    void countsExpiredCertificatesAsWcfDoes() {
        certificate("new.pem", client);
        certificate("old.pem", PKI.expired(CLIENT));

        assertRefused(() -> X509Store.open(folder).certificate(FIND_BY_SUBJECT_NAME, "Cohowinery.com"))
                .hasMessageContaining("2 certificates")
                .hasMessageContaining("expired ones count, as in WCF")
                .hasMessageContaining("valid until "
                        + PKI.expired(CLIENT).certificate().getNotAfter().toInstant());
        assertThat(X509Store.open(folder)
                        .certificate(
                                FIND_BY_THUMBPRINT,
                                Thumbprint.of(client.certificate()).hex()))
                .isEqualTo(client.certificate());
    }

    @Test
    void saysWhatThereIsWhenNothingMatches() {
        certificate("client.pem", client);

        assertRefused(() -> X509Store.open(folder).certificate(FIND_BY_SUBJECT_NAME, "Fabrikam"))
                .hasMessageContaining("Found no certificate by find-by-subject-name 'Fabrikam'")
                .hasMessageContaining("It has 'CN=Cohowinery.com'");
    }

    @Test
    void saysThatThereIsNothing() {
        assertRefused(() -> X509Store.open(folder).certificate()).hasMessageContaining("It has none at all");
    }

    @Test
    void refusesAPlaceThatIsNotThere() {
        assertRefused(() -> X509Store.open(folder.resolve("absent"))).hasMessageContaining("there is no such file");
        assertRefused(() -> X509Store.open(folder.resolve("absent.p12"))).hasMessageContaining("there is no such file");
    }

    // Trust

    @Test
    void makesAnchorsOnlyOfAuthoritiesInAFolder() throws Exception {
        writeDemoSet();
        X509Certificate own = PKI.selfSigned(SERVICE);
        Files.write(folder.resolve("own.cer"), own.getEncoded());

        assertThat(CertificateTrust.chain(folder).authorities()).containsExactly(PKI.authorityCertificate());
        assertThat(CertificateTrust.chain(folder.resolve("own.cer")).authorities())
                .as("who names the file itself, means it")
                .containsExactly(own);
    }

    @Test
    void believesEveryPeerInAFolder() {
        certificate("a.pem", client);
        certificate("b.pem", PKI.revoked(CLIENT));

        assertThat(CertificateTrust.peers(folder).peers())
                .containsExactly(client.certificate(), PKI.revoked(CLIENT).certificate());
    }

    @Test
    void readsTheOneCertificateOfAFolderOrTheFirstOfAFile() throws Exception {
        certificate("service.pem", service);
        assertThat(CertificateTrust.readCertificate(folder)).isEqualTo(service.certificate());

        Path chain = folder.resolve("chain.pem");
        Files.writeString(
                chain,
                pem("CERTIFICATE", service.certificate().getEncoded())
                        + pem("CERTIFICATE", PKI.authorityCertificate().getEncoded()));
        assertThat(CertificateTrust.readCertificate(chain)).isEqualTo(service.certificate());
        assertRefused(() -> CertificateTrust.readCertificate(folder)).hasMessageContaining("2 certificates");
    }

    @Test
    void showsHowManyThereAreAndNoPassword() {
        writeDemoSet();

        assertThat(X509Store.open(folder).toString())
                .contains("3 certificates", "3 with a private key")
                .doesNotContain("correct horse");
    }

    private void writeDemoSet() {
        dev.wshttp.certs.CredentialFiles.builder()
                .store("ca", PKI.authority().credential(), PASSWORD)
                .certificate("ca", PKI.authorityCertificate())
                .revocationList("ca", PKI.revocationList())
                .credential("service", new IssuedCertificate(service.key(), service.chain()), PASSWORD)
                .credential("client", new IssuedCertificate(client.key(), client.chain()), PASSWORD)
                .build()
                .writeTo(folder, ExistingFiles.REFUSE);
    }

    private void certificate(String name, TestCredential owner) {
        owner.writeCertificate(folder.resolve(name));
    }

    private void keyStore(String name, String type, TestCredential owner) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setKeyEntry("owner", owner.key(), PASSWORD, owner.chain().toArray(X509Certificate[]::new));
        write(store, folder.resolve(name));
    }

    private static void write(KeyStore store, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
    }

    private static byte[] pemKey(TestCredential owner) {
        return pem("PRIVATE KEY", owner.key().getEncoded()).getBytes(StandardCharsets.US_ASCII);
    }

    private static String pem(String kind, byte[] octets) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(octets) + "\n-----END " + kind
                + "-----\n";
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(ThrowingCallable call) {
        var refused = refusal(call);
        assertThat(refused.fault()).isEqualTo(CREDENTIAL_UNREADABLE);
        return assertThat(refused);
    }
}

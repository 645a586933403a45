// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DefaultAlgorithmNameFinder;
import org.bouncycastle.operator.DefaultSecretKeySizeProvider;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.SecretKeySizeProvider;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/**
 * All that a PKCS#12 file holds (RFC 7292), read by Bouncy Castle: certificates without a mark of trust, keys without encryption, and what is encrypted with
 * algorithms that Java does not have. The notes say what service and client, which use Java alone, will not read. Not safe for use by several threads.
 */
public final class StoreContents {

    // One for all stores: it registers some thousand algorithms when it is made, and never changes afterwards.
    private static final Provider ALGORITHMS = new BouncyCastleProvider();

    private static final Set<ASN1ObjectIdentifier> CIPHERS_OF_JAVA = Set.of(
            PKCSObjectIdentifiers.pbeWithSHAAnd128BitRC4,
            PKCSObjectIdentifiers.pbeWithSHAAnd40BitRC4,
            PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC,
            PKCSObjectIdentifiers.pbeWithSHAAnd128BitRC2_CBC,
            PKCSObjectIdentifiers.pbeWithSHAAnd40BitRC2_CBC,
            NISTObjectIdentifiers.id_aes128_CBC,
            NISTObjectIdentifiers.id_aes256_CBC);

    // The mark that Java's key store writes and looks for.
    private static final ASN1ObjectIdentifier TRUSTED_KEY_USAGE =
            new ASN1ObjectIdentifier("2.16.840.1.113894.746875.1.1");

    private static final Map<String, String> KEY_ALGORITHMS =
            Map.of("1.2.840.113549.1.1.1", "RSA", "1.2.840.10045.2.1", "EC", "1.2.840.10040.4.1", "DSA");

    private static final Map<String, String> CIPHER_NAMES = Map.ofEntries(
            Map.entry("2.16.840.1.101.3.4.1.22", "AES-192-CBC"),
            Map.entry("1.2.840.113549.3.7", "DES-EDE3-CBC"),
            Map.entry("1.2.392.200011.61.1.1.1.2", "CAMELLIA-128-CBC"),
            Map.entry("1.2.392.200011.61.1.1.1.3", "CAMELLIA-192-CBC"),
            Map.entry("1.2.392.200011.61.1.1.1.4", "CAMELLIA-256-CBC"),
            Map.entry("1.2.410.200046.1.1.2", "ARIA-128-CBC"),
            Map.entry("1.2.410.200046.1.1.7", "ARIA-192-CBC"),
            Map.entry("1.2.410.200046.1.1.12", "ARIA-256-CBC"),
            Map.entry("1.2.410.200004.1.4", "SEED-CBC"),
            Map.entry("1.2.156.10197.1.104.2", "SM4-CBC"));

    private final InputDecryptorProvider decryptor;
    private final List<X509Certificate> certificates = new ArrayList<>();
    private final Set<X509Certificate> marked = new LinkedHashSet<>();
    private final List<Key> keys = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private boolean isDecrypted;

    private StoreContents(char[] password) {
        this.decryptor = new JcePKCSPBEInputDecryptorProviderBuilder()
                .setProvider(ALGORITHMS)
                .setKeySizeProvider(new KeySizes())
                .build(password);
    }

    /**
     * A private key of the store.
     *
     * @param algorithm the name of the algorithm, or its object identifier
     * @param privateKey the key, if this Java knows the algorithm
     */
    record Key(String algorithm, Optional<PrivateKey> privateKey) {}

    /** Knows the key sizes of ciphers that Bouncy Castle has, but whose key sizes it does not know. */
    private static final class KeySizes implements SecretKeySizeProvider {
        private static final Map<String, Integer> BITS = Map.of(
                "1.2.410.200046.1.1.2", 128, // ARIA
                "1.2.410.200046.1.1.7", 192,
                "1.2.410.200046.1.1.12", 256,
                "1.2.156.10197.1.104.2", 128); // SM4

        @Override
        public int getKeySize(AlgorithmIdentifier algorithm) {
            return Optional.ofNullable(BITS.get(algorithm.getAlgorithm().getId()))
                    .orElseGet(() -> DefaultSecretKeySizeProvider.INSTANCE.getKeySize(algorithm));
        }

        @Override
        public int getKeySize(ASN1ObjectIdentifier algorithm) {
            return getKeySize(new AlgorithmIdentifier(algorithm));
        }
    }

    /**
     * Reads a store.
     *
     * @param source the origin of the content, for error texts
     * @throws CredentialFileException if the content is damaged or not of PKCS#12, or the password is wrong
     */
    static StoreContents read(byte[] content, char[] password, String source) {
        var contents = new StoreContents(password);
        try {
            contents.readFile(Pfx.getInstance(content));
            return contents;
        } catch (OperatorCreationException e) {
            throw new CredentialFileException(
                    password.length == 0
                            ? "The store '" + source
                                    + "' cannot be opened with an empty password by this program (expected: a password). Service and client may read it; write it again with a password to see what is in it."
                            : "The store '" + source
                                    + "' is encrypted with an algorithm that this program does not have: "
                                    + String.join(" ", contents.notes) + " (expected: a PKCS#12 store with AES-256).",
                    e);
        } catch (GeneralSecurityException | IOException e) {
            throw wrongPassword(password, source, e);
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
            // One wrong password of 256 leaves a padding that fits, and octets that are nothing.
            throw contents.isDecrypted
                    ? wrongPassword(password, source, e)
                    : new CredentialFileException(
                            "The content of '" + source + "' could not be read as a key store (expected: PKCS#12). "
                                    + "Check that this is the right file and that it is complete.",
                            e);
        }
    }

    private static CredentialFileException wrongPassword(char[] password, String source, Exception cause) {
        return new CredentialFileException(
                "The store '" + source + "' cannot be opened: the password is wrong" + peculiarity(password)
                        + ", or the store is damaged (expected: the password with which it was written). Check the password file beside the store.",
                cause);
    }

    /** Returns what about a password that is wrong may be the reason, and nothing else of it. */
    private static String peculiarity(char[] password) {
        boolean ends = password.length > 0 && Character.isWhitespace(password[password.length - 1]);
        return ends ? " (it ends with a blank, as `echo secret > file` of Windows writes one)" : "";
    }

    private void readFile(Pfx file) throws IOException, OperatorCreationException, GeneralSecurityException {
        for (var part : ASN1Sequence.getInstance(
                ASN1OctetString.getInstance(file.getAuthSafe().getContent()).getOctets())) {
            var info = ContentInfo.getInstance(part);
            if (info.getContentType().equals(PKCSObjectIdentifiers.data)) {
                readBags(ASN1OctetString.getInstance(info.getContent()).getOctets());
            } else if (info.getContentType().equals(PKCSObjectIdentifiers.encryptedData)) {
                var encrypted = EncryptedData.getInstance(info.getContent());
                readBags(decrypt(
                        encrypted.getEncryptionAlgorithm(),
                        encrypted.getContent().getOctets(),
                        "Its certificates are"));
            } else {
                notes.add(
                        "A part is encrypted for a certificate, not with a password; neither this program nor Java reads it.");
            }
        }
    }

    private void readBags(byte[] bags) throws IOException, OperatorCreationException, GeneralSecurityException {
        for (var each : ASN1Sequence.getInstance(bags)) {
            var bag = SafeBag.getInstance(each);
            if (bag.getBagId().equals(PKCSObjectIdentifiers.certBag)) {
                readCertificate(CertBag.getInstance(bag.getBagValue()), isMarkedAsTrusted(bag));
            } else if (bag.getBagId().equals(PKCSObjectIdentifiers.keyBag)) {
                notes.add("A key is not encrypted: everyone who can read the file has it.");
                readKey(PrivateKeyInfo.getInstance(bag.getBagValue()));
            } else if (bag.getBagId().equals(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag)) {
                var encrypted = EncryptedPrivateKeyInfo.getInstance(bag.getBagValue());
                readKey(PrivateKeyInfo.getInstance(
                        decrypt(encrypted.getEncryptionAlgorithm(), encrypted.getEncryptedData(), "A key is")));
            }
        }
    }

    private static boolean isMarkedAsTrusted(SafeBag bag) {
        if (bag.getBagAttributes() == null) {
            return false;
        }
        for (var attribute : bag.getBagAttributes()) {
            if (Attribute.getInstance(attribute).getAttrType().equals(TRUSTED_KEY_USAGE)) {
                return true;
            }
        }
        return false;
    }

    private void readCertificate(CertBag bag, boolean trusted) throws GeneralSecurityException {
        if (bag.getCertId().equals(PKCSObjectIdentifiers.x509Certificate)) {
            var encoded = ASN1OctetString.getInstance(bag.getCertValue()).getOctets();
            var certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            certificates.add(certificate);
            if (trusted) {
                marked.add(certificate);
            }
        }
    }

    private void readKey(PrivateKeyInfo info) throws IOException {
        var identifier = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
        var algorithm = KEY_ALGORITHMS.getOrDefault(identifier, identifier);
        if (!algorithm.equals("RSA")) {
            notes.add("A key is of '" + algorithm + "': service and client do not use it (expected: RSA).");
        }
        keys.add(new Key(algorithm, privateKey(algorithm, info.getEncoded())));
    }

    private static Optional<PrivateKey> privateKey(String algorithm, byte[] encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException notInThisJava) {
            return Optional.empty();
        }
    }

    private byte[] decrypt(AlgorithmIdentifier algorithm, byte[] octets, String what)
            throws IOException, OperatorCreationException {
        var cipher = algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)
                ? PBES2Parameters.getInstance(algorithm.getParameters())
                        .getEncryptionScheme()
                        .getAlgorithm()
                : algorithm.getAlgorithm();
        if (!CIPHERS_OF_JAVA.contains(cipher) || isOfAnotherDerivation(algorithm)) {
            notes.add(
                    what + " encrypted with '" + nameOf(cipher)
                            + "', which the Java of service and client does not read (expected: AES-256). Write the store again.");
        }
        try (var clear = decryptor.get(algorithm).getInputStream(new ByteArrayInputStream(octets))) {
            byte[] all = clear.readAllBytes();
            isDecrypted = true;
            return all;
        }
    }

    // The names that service and client use, too.
    private static String nameOf(ASN1ObjectIdentifier cipher) {
        return Optional.ofNullable(CIPHER_NAMES.get(cipher.getId()))
                .orElseGet(() -> new DefaultAlgorithmNameFinder().getAlgorithmName(cipher));
    }

    private static boolean isOfAnotherDerivation(AlgorithmIdentifier algorithm) {
        return algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)
                && !PBES2Parameters.getInstance(algorithm.getParameters())
                        .getKeyDerivationFunc()
                        .getAlgorithm()
                        .equals(PKCSObjectIdentifiers.id_PBKDF2);
    }

    /** Returns the certificates: those of the keys with their chains first, then the others in the order of the file. */
    List<X509Certificate> certificates() {
        var sorted = new LinkedHashSet<X509Certificate>();
        keys.stream().flatMap(key -> ownerOf(key).stream()).forEach(owner -> addChain(owner, sorted));
        sorted.addAll(certificates);
        return List.copyOf(sorted);
    }

    /**
     * Returns the certificates that service and client take for authorities in a store of trust. Beside a key, a root without a mark of trust only completes the
     * chain of the key.
     */
    List<X509Certificate> authorities() {
        var owners = keys.stream().flatMap(key -> ownerOf(key).stream()).toList();
        return certificates().stream()
                .filter(certificate -> certificate.getBasicConstraints() >= 0)
                .filter(certificate -> keys.isEmpty()
                        || marked.contains(certificate)
                        || owners.contains(certificate)
                        || !ChainSearch.isRoot(certificate))
                .toList();
    }

    private Optional<X509Certificate> ownerOf(Key key) {
        return key.privateKey()
                .filter(RSAKey.class::isInstance)
                .map(own -> ((RSAKey) own).getModulus())
                .flatMap(this::ownerOf);
    }

    private Optional<X509Certificate> ownerOf(BigInteger modulus) {
        return certificates.stream()
                .filter(one -> one.getPublicKey() instanceof RSAKey rsa
                        && rsa.getModulus().equals(modulus))
                .findFirst();
    }

    private void addChain(X509Certificate owner, Set<X509Certificate> sorted) {
        for (Optional<X509Certificate> next = Optional.of(owner); next.isPresent(); ) {
            sorted.add(next.get());
            var issuer = next.get().getIssuerX500Principal();
            next = certificates.stream()
                    .filter(one -> one.getSubjectX500Principal().equals(issuer) && !sorted.contains(one))
                    .findFirst();
        }
    }

    List<Key> keys() {
        return List.copyOf(keys);
    }

    /** Returns what the owner of the store should know, as sentences. */
    public List<String> notes() {
        return List.copyOf(notes);
    }
}

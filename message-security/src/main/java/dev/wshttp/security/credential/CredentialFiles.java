// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.SecurityFault.CREDENTIAL_UNREADABLE;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.TextFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.crypto.BadPaddingException;
import org.jspecify.annotations.Nullable;

/** Reads certificates, keys and revocation lists from files, and explains why a file cannot be used. */
final class CredentialFiles {
    private static final String ENCRYPTED_KEY = "ENCRYPTED PRIVATE KEY";

    private static final int LONGEST_PEM_BYTES = 4 * 1024 * 1024;

    private static final String CERTIFICATES = "certificates";
    private static final String CERTIFICATE_FILE = "a PEM, DER or PKCS#7 file with X.509 certificates";
    private static final String REVOCATION_LIST = "a revocation list";
    private static final String REVOCATION_LIST_FILE = "a PEM or DER file with an X.509 CRL";
    private static final String A_KEY = "a private key";
    private static final String DAMAGED_KEY = "its block is damaged";
    private static final String EXPECTED_KEY =
            "an RSA key in PEM: PKCS#8 as 'BEGIN PRIVATE KEY' or 'BEGIN ENCRYPTED PRIVATE KEY', or 'BEGIN RSA PRIVATE KEY'";
    private static final String CHECK_KEY_PASSWORD = "Check the password file of the key.";
    private static final String WRITE_KEY_AGAIN =
            "Write it again: openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY -out NEW.";
    private static final String WRITE_STORE_AGAIN =
            "Check the password file; or write the store again with AES-256, as openssl pkcs12 -export and keytool do by default.";

    private static final int LARGEST_BYTES = Integer.MAX_VALUE - 8;
    private static final String CHECK_PASSWORD =
            "Check the password file: it has to hold the password with which this store was written.";
    private static final String INSPECT = "`cert-tools inspect` shows what a file is.";

    private CredentialFiles() {}

    /** Returns whether a file is PEM text; false if the file cannot be read, which shows as an error when it is read. */
    static boolean isPem(Path file) {
        return PemBlock.isIn(firstOctets(file));
    }

    /** Orders certificates: one that is valid now comes after one that is not, and one that ends later after one that ends sooner. */
    static final Comparator<X509Certificate> BY_VALIDITY =
            Comparator.comparing(CredentialFiles::isValidNow).thenComparing(X509Certificate::getNotAfter);

    /** Returns whether a file has a PEM block with certificates. */
    static boolean isPemCertificate(Path file) {
        return blocks(file).anyMatch(block -> block.isCertificate() || block.isCertificates());
    }

    /** Returns whether a file has a PEM block with a private key. */
    static boolean isPemKey(Path file) {
        return blocks(file).anyMatch(PemBlock::isPrivateKey);
    }

    /** Returns whether a file has a PEM block with a key that is encrypted as PKCS#8 says. */
    static boolean isPemEncryptedKey(Path file) {
        return blocks(file).anyMatch(block -> block.label().equals(ENCRYPTED_KEY));
    }

    private static Stream<PemBlock> blocks(Path file) {
        return PemBlock.in(firstOctets(file)).stream();
    }

    private static byte[] firstOctets(Path file) {
        try (var content = Files.newInputStream(file)) {
            return TextFile.inUtf8(content.readNBytes(LONGEST_PEM_BYTES));
        } catch (IOException unreadable) {
            return new byte[0];
        }
    }

    /** Reads one or more certificates: PEM, DER or PKCS#7. */
    static List<X509Certificate> readCertificates(Path file) {
        byte[] octets = octets(file, CERTIFICATES);
        requireWhole(file, CERTIFICATES, octets, CERTIFICATE_FILE);
        List<PemBlock> blocks = PemBlock.in(octets);
        try {
            List<X509Certificate> certificates = PemBlock.isIn(octets) ? certificates(blocks) : certificates(octets);
            if (certificates.isEmpty()) {
                throw unsuitable(file, CERTIFICATES, "it has none: " + FileKind.of(octets), CERTIFICATE_FILE, null);
            }
            return certificates;
        } catch (CertificateException malformed) {
            String found = blocks.isEmpty() ? "it is " + FileKind.of(octets) : "a certificate in it is damaged";
            throw unsuitable(file, CERTIFICATES, found, CERTIFICATE_FILE, malformed);
        }
    }

    // What the file has so far may look complete, such as the first of two authorities.
    private static void requireWhole(Path file, String what, byte[] octets, String expected) {
        if (PemBlock.isCutOff(octets)) {
            throw unsuitable(file, what, "it ends within a PEM block", expected, null);
        }
    }

    private static List<X509Certificate> certificates(List<PemBlock> blocks) throws CertificateException {
        var certificates = new ArrayList<X509Certificate>();
        for (PemBlock block : blocks) {
            if (block.isCertificate() || block.isCertificates()) {
                byte[] der = block.octets().orElseThrow(() -> new CertificateException("A block is no base64"));
                certificates.addAll(block.isCertificates() ? certificates(der) : certificates(firstValue(der)));
            }
        }
        return certificates;
    }

    // OpenSSL's trusted certificates have another value behind the certificate.
    private static byte[] firstValue(byte[] der) throws CertificateException {
        try {
            return Ber.read(der).encoded();
        } catch (IOException damaged) {
            throw new CertificateException(damaged);
        }
    }

    private static List<X509Certificate> certificates(byte[] der) throws CertificateException {
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(der)).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    /**
     * Reads the certificate of the owner of a file: the one that issued no other, wherever it stands. Of an expired one and its renewal it is the one that
     * is valid now; of those of several owners it is the first one, unless the file is PKCS#7, which has no order.
     */
    static X509Certificate readOwner(Path file) {
        List<X509Certificate> certificates = readCertificates(file);
        List<X509Certificate> owners = owners(certificates);
        Optional<X509Certificate> only = onlyOwner(owners);
        if (only.isPresent()) {
            return only.get();
        }
        boolean isOrdered = PemBlock.in(octets(file, CERTIFICATES)).stream().anyMatch(PemBlock::isCertificate);
        if (!isOrdered) {
            throw unsuitable(
                    file,
                    "the certificate",
                    "it has " + owners.size() + " certificates that issued no other",
                    "one certificate, and the authorities above it",
                    null);
        }
        return owners.isEmpty() ? certificates.get(0) : owners.get(0);
    }

    /** Returns the certificates that issued no other of these. */
    static List<X509Certificate> owners(List<X509Certificate> certificates) {
        return certificates.stream()
                .filter(one -> certificates.stream()
                        .noneMatch(other -> !other.getSubjectX500Principal().equals(one.getSubjectX500Principal())
                                && other.getIssuerX500Principal().equals(one.getSubjectX500Principal())))
                .toList();
    }

    /** Returns the certificate of the only one that these belong to, if they have one name and one key. */
    static Optional<X509Certificate> onlyOwner(List<X509Certificate> certificates) {
        long owners = certificates.stream()
                .map(one -> List.of(one.getSubjectX500Principal(), one.getPublicKey()))
                .distinct()
                .count();
        return owners == 1 ? certificates.stream().max(BY_VALIDITY) : Optional.empty();
    }

    private static boolean isValidNow(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return true;
        } catch (CertificateException notNow) {
            return false;
        }
    }

    /** Reads one or more revocation lists, PEM or DER. */
    static List<X509CRL> readRevocationLists(Path file) {
        byte[] octets = octets(file, REVOCATION_LIST);
        requireWhole(file, REVOCATION_LIST, octets, REVOCATION_LIST_FILE);
        try {
            var lists = new ArrayList<X509CRL>();
            if (PemBlock.isIn(octets)) {
                for (PemBlock block : PemBlock.in(octets)) {
                    if (block.isRevocationList()) {
                        lists.addAll(lists(block.octets().orElseThrow(() -> new CRLException("A block is no base64"))));
                    }
                }
            } else {
                lists.addAll(lists(octets));
            }
            if (lists.isEmpty()) {
                throw new CRLException("The file has no revocation list");
            }
            return List.copyOf(lists);
        } catch (GeneralSecurityException malformed) {
            throw unsuitable(file, REVOCATION_LIST, "it is " + FileKind.of(octets), REVOCATION_LIST_FILE, malformed);
        }
    }

    private static List<X509CRL> lists(byte[] der) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(der)).stream()
                .map(X509CRL.class::cast)
                .toList();
    }

    /**
     * Reads an RSA key in PEM: PKCS#8, encrypted or not, or PKCS#1.
     *
     * @param password gives the password of an encrypted key
     */
    static PrivateKey readPrivateKey(Path file, Supplier<char[]> password) {
        byte[] octets = octets(file, A_KEY);
        PemBlock block = PemBlock.in(octets).stream()
                .filter(PemBlock::isPrivateKey)
                .findFirst()
                .orElseThrow(() -> unsuitable(
                        file, A_KEY, "it has no such block: it is " + FileKind.of(octets), EXPECTED_KEY, null));
        byte[] encoded = block.octets().orElseThrow(() -> unsuitable(file, A_KEY, DAMAGED_KEY, EXPECTED_KEY, null));
        try {
            return switch (block.label()) {
                case "PRIVATE KEY" -> PrivateKeys.of(encoded);
                case ENCRYPTED_KEY -> decrypted(encoded, password);
                case "RSA PRIVATE KEY" -> {
                    requireNotEncrypted(file, block);
                    yield PrivateKeys.ofPkcs1(encoded);
                }
                default ->
                    throw unsuitable(file, A_KEY, "its key is of the kind '" + block.label() + "'", EXPECTED_KEY, null);
            };
        } catch (BadPaddingException wrong) {
            throw unreadable(
                    file, A_KEY, "the password is wrong", "the password of the key", CHECK_KEY_PASSWORD, wrong);
        } catch (NoSuchAlgorithmException unknown) {
            throw unreadable(file, A_KEY, String.valueOf(unknown.getMessage()), EXPECTED_KEY, WRITE_KEY_AGAIN, unknown);
        } catch (GeneralSecurityException malformed) {
            throw unsuitable(file, A_KEY, DAMAGED_KEY, EXPECTED_KEY, malformed);
        }
    }

    private static PrivateKey decrypted(byte[] encrypted, Supplier<char[]> password) throws GeneralSecurityException {
        char[] secret = password.get();
        try {
            return PrivateKeys.ofEncrypted(encrypted, secret);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private static void requireNotEncrypted(Path file, PemBlock block) {
        if (block.isEncryptedInTheOldForm()) {
            throw unreadable(
                    file,
                    A_KEY,
                    "its key is encrypted in OpenSSL's traditional form",
                    EXPECTED_KEY,
                    WRITE_KEY_AGAIN,
                    null);
        }
    }

    /** Requires that the file is not empty, before a password is asked for. */
    static void requireKeyStore(Path file) {
        if (octets(file, "a key store").length == 0) {
            throw unsuitable(file, "a key store", "it is empty", "a PKCS#12 file", null);
        }
    }

    /** Reads a PKCS#12 or JKS key store; its content shows the type. */
    static KeyStore readKeyStore(Path file, char[] password) {
        String what = "a key store";
        try {
            return KeyStore.getInstance(file.toFile(), password);
        } catch (IOException refused) {
            if (PasswordFile.peculiarity(password).isEmpty()
                    && !EncryptedContent.takes(password)
                    && Pkcs12Content.isOne(octets(file, what))) {
                throw unreadable(
                        file,
                        what,
                        EncryptedContent.NOT_TAKEN,
                        "a password of ASCII letters",
                        "Write the store again with another password.",
                        refused);
            }
            throw refused.getCause() instanceof UnrecoverableKeyException
                    ? unreadable(
                            file,
                            what,
                            "the password is wrong" + PasswordFile.peculiarity(password),
                            "the password of the file",
                            CHECK_PASSWORD,
                            refused)
                    : notRead(file, what, password, refused);
        } catch (GeneralSecurityException unknownType) {
            throw notRead(file, what, password, unknownType);
        }
    }

    private static MessageSecurityException notRead(Path file, String what, char[] password, Exception cause) {
        byte[] octets = octets(file, what);
        if (!Pkcs12Content.isOne(octets)) {
            return unsuitable(file, what, "it is " + FileKind.of(octets), "a PKCS#12 or JKS file", cause);
        }
        try {
            return unreadableStore(file, Pkcs12Content.read(octets, password).problems());
        } catch (IOException damaged) {
            return unreadableStore(file, List.of());
        }
    }

    /** Describes a PKCS#12 file of which nothing can be read, for these reasons. */
    static MessageSecurityException unreadableStore(Path file, List<String> problems) {
        String found = problems.isEmpty() ? "it is a damaged PKCS#12 file" : String.join("; ", problems);
        return unreadable(
                file,
                "a key store",
                found,
                "a PKCS#12 file whose algorithms Java has, such as AES-256, and the password of the file",
                WRITE_STORE_AGAIN,
                null);
    }

    static byte[] octets(Path file, String what) {
        String expected = "a file that this process may read";
        try {
            return TextFile.inUtf8(TextFile.octets(file, LARGEST_BYTES));
        } catch (TextFile.UnreadableException refused) {
            throw unreadable(file, what, refused.found(), expected, refused.remedy(), refused);
        }
    }

    /** Describes a file that exists, but is damaged or of another kind. */
    private static MessageSecurityException unsuitable(
            Path file, String what, String found, String expected, @Nullable Throwable cause) {
        return unreadable(file, what, found, expected, INSPECT, cause);
    }

    private static MessageSecurityException unreadable(
            Path file, String what, String found, String expected, String remedy, @Nullable Throwable cause) {
        String text =
                "Cannot read " + what + " from '" + file + "': " + found + " (expected " + expected + "). " + remedy;
        return cause == null
                ? new MessageSecurityException(CREDENTIAL_UNREADABLE, text)
                : new MessageSecurityException(CREDENTIAL_UNREADABLE, text, cause);
    }
}

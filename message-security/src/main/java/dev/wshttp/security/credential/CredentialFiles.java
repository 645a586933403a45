// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.SecurityFault.CREDENTIAL_UNREADABLE;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.TextFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads certificates, keys and revocation lists from files, and explains why a file cannot be used. */
final class CredentialFiles {
    private static final String KEY_BEGINS = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_ENDS = "-----END PRIVATE KEY-----";

    private static final int PEM_BEGINS_WITHIN_BYTES = 8192;

    private static final int LARGEST_BYTES = Integer.MAX_VALUE - 8;
    private static final String CHECK_PASSWORD =
            "Check the password file: it has to hold the password with which this store was written.";
    private static final String INSPECT = "`cert-tools inspect` shows what a file is.";

    private CredentialFiles() {}

    /** Returns whether a file has a PEM block; false if the file cannot be read, which shows as an error when it is read. */
    static boolean isPem(Path file) {
        return beginsWith(file, "-----BEGIN ");
    }

    /** Returns whether a file has a PEM block with a certificate. */
    static boolean isPemCertificate(Path file) {
        return beginsWith(file, "-----BEGIN CERTIFICATE-----");
    }

    private static boolean beginsWith(Path file, String text) {
        try (var content = Files.newInputStream(file)) {
            byte[] beginning = TextFile.inUtf8(content.readNBytes(PEM_BEGINS_WITHIN_BYTES));
            return new String(beginning, StandardCharsets.US_ASCII).contains(text);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Reads one or more certificates, PEM or DER. */
    static List<X509Certificate> readCertificates(Path file) {
        try {
            List<X509Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(octets(file, "certificates")))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (certificates.isEmpty()) {
                throw unsuitable(
                        file,
                        "certificates",
                        "it has no certificate",
                        "a PEM or DER file with X.509 certificates",
                        null);
            }
            return certificates;
        } catch (CertificateException malformed) {
            throw unsuitable(
                    file,
                    "certificates",
                    "it is not of that form",
                    "a PEM or DER file with X.509 certificates",
                    malformed);
        }
    }

    /** Reads one or more revocation lists, PEM or DER. */
    static List<X509CRL> readRevocationLists(Path file) {
        try {
            List<X509CRL> lists = CertificateFactory.getInstance("X.509")
                    .generateCRLs(new ByteArrayInputStream(octets(file, "a revocation list")))
                    .stream()
                    .map(X509CRL.class::cast)
                    .toList();
            if (lists.isEmpty()) {
                throw new CRLException("The file has no revocation list");
            }
            return lists;
        } catch (GeneralSecurityException malformed) {
            throw unsuitable(
                    file,
                    "a revocation list",
                    "it is not of that form",
                    "a PEM or DER file with an X.509 CRL",
                    malformed);
        }
    }

    /** Reads an unencrypted PKCS#8 RSA key in PEM. */
    static PrivateKey readPrivateKey(Path file) {
        String expected = "an RSA key as '-----BEGIN PRIVATE KEY-----' (PKCS#8, not encrypted)";
        String text = new String(octets(file, "a private key"), StandardCharsets.US_ASCII);
        int begin = text.indexOf(KEY_BEGINS);
        int end = begin < 0 ? -1 : text.indexOf(KEY_ENDS, begin);
        if (end < 0) {
            throw unsuitable(file, "a private key", "it has no such block", expected, null);
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(text.substring(begin + KEY_BEGINS.length(), end));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw unsuitable(file, "a private key", "its block is damaged or of another kind", expected, malformed);
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
            throw refused.getCause() instanceof UnrecoverableKeyException
                    ? unreadable(
                            file,
                            what,
                            "the password is wrong" + PasswordFile.peculiarity(password),
                            "the password of the file",
                            CHECK_PASSWORD,
                            refused)
                    : unsuitable(file, what, "it is damaged or of another kind", "a PKCS#12 or JKS file", refused);
        } catch (GeneralSecurityException unknownType) {
            throw unsuitable(file, what, "it is of another kind", "a PKCS#12 or JKS file", unknownType);
        }
    }

    private static byte[] octets(Path file, String what) {
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

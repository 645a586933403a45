// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Octets that are encrypted with a password (RFC 8018), as in PKCS#12 files and encrypted PKCS#8 keys.
 *
 * @param algorithm the {@code AlgorithmIdentifier}
 * @param octets the ciphertext
 */
record EncryptedContent(Ber algorithm, byte[] octets) {
    static final String NOT_TAKEN = "its password has letters outside of ASCII, with which Java decrypts nothing";
    private static final char LAST_OF_ASCII = 0x7E;
    private static final String PBES2 = "1.2.840.113549.1.5.13";
    private static final String PBKDF2 = "1.2.840.113549.1.5.12";

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("1.2.840.113549.1.12.1.1", "PBE-SHA1-RC4-128"),
            Map.entry("1.2.840.113549.1.12.1.2", "PBE-SHA1-RC4-40"),
            Map.entry("1.2.840.113549.1.12.1.3", "PBE-SHA1-3DES"),
            Map.entry("1.2.840.113549.1.12.1.4", "PBE-SHA1-2DES"),
            Map.entry("1.2.840.113549.1.12.1.5", "PBE-SHA1-RC2-128"),
            Map.entry("1.2.840.113549.1.12.1.6", "PBE-SHA1-RC2-40"),
            Map.entry("1.2.840.113549.1.5.3", "PBE-MD5-DES"),
            Map.entry("1.2.840.113549.1.5.10", "PBE-SHA1-DES"),
            Map.entry("1.2.840.113549.1.5.14", "PBMAC1"),
            Map.entry("1.3.6.1.4.1.11591.4.11", "scrypt"),
            Map.entry("1.2.840.113549.3.2", "RC2-CBC"),
            Map.entry("1.2.840.113549.3.7", "DES-EDE3-CBC"),
            Map.entry("1.3.14.3.2.7", "DES-CBC"),
            Map.entry("2.16.840.1.101.3.4.1.2", "AES-128-CBC"),
            Map.entry("2.16.840.1.101.3.4.1.22", "AES-192-CBC"),
            Map.entry("2.16.840.1.101.3.4.1.42", "AES-256-CBC"),
            Map.entry("2.16.840.1.101.3.4.1.6", "AES-128-GCM"),
            Map.entry("2.16.840.1.101.3.4.1.46", "AES-256-GCM"),
            Map.entry("1.2.392.200011.61.1.1.1.2", "CAMELLIA-128-CBC"),
            Map.entry("1.2.392.200011.61.1.1.1.3", "CAMELLIA-192-CBC"),
            Map.entry("1.2.392.200011.61.1.1.1.4", "CAMELLIA-256-CBC"),
            Map.entry("1.2.410.200046.1.1.2", "ARIA-128-CBC"),
            Map.entry("1.2.410.200046.1.1.7", "ARIA-192-CBC"),
            Map.entry("1.2.410.200046.1.1.12", "ARIA-256-CBC"),
            Map.entry("1.2.410.200004.1.4", "SEED-CBC"),
            Map.entry("1.2.156.10197.1.104.2", "SM4-CBC"));

    /** Reads an {@code EncryptedPrivateKeyInfo} (RFC 5208, section 6). */
    static EncryptedContent ofKey(Ber info) throws IOException {
        return new EncryptedContent(info.child(0), info.child(1).octets());
    }

    /**
     * Decrypts the octets.
     *
     * @throws java.security.NoSuchAlgorithmException if this Java does not have the algorithm, which {@link #algorithmName} names
     * @throws GeneralSecurityException if the password is wrong
     */
    byte[] decrypt(char[] password) throws GeneralSecurityException, IOException {
        var info = new EncryptedPrivateKeyInfo(
                Ber.sequence(algorithm, Ber.octetString(octets)).encoded());
        var secret = new PBEKeySpec(password);
        try {
            // The JDK has no cipher "PBES2"; its parameters say which one it is.
            String cipherName = scheme().equals(PBES2) ? String.valueOf(info.getAlgParameters()) : info.getAlgName();
            SecretKey key = SecretKeyFactory.getInstance(cipherName).generateSecret(secret);
            Cipher cipher = Cipher.getInstance(cipherName);
            cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
            return cipher.doFinal(info.getEncryptedData());
        } finally {
            secret.clearPassword();
        }
    }

    /** Returns whether Java takes a password: it decrypts nothing with one that has letters outside of ASCII. */
    static boolean takes(char[] password) {
        for (char letter : password) {
            if (letter > LAST_OF_ASCII) {
                return false;
            }
        }
        return true;
    }

    private String scheme() {
        return first(algorithm);
    }

    /** Returns the name of the algorithm, or its object identifier. */
    String algorithmName() {
        return nameOf(algorithm);
    }

    static String nameOf(Ber algorithm) {
        String scheme = first(algorithm);
        if (!scheme.equals(PBES2) || algorithm.children().size() < 2) {
            return NAMES.getOrDefault(scheme, scheme);
        }
        var parameters = algorithm.children().get(1).children();
        String derivation = parameters.isEmpty() ? "" : first(parameters.get(0));
        String cipher = parameters.size() < 2 ? "" : first(parameters.get(1));
        return "PBES2 with " + NAMES.getOrDefault(cipher, cipher)
                + (derivation.equals(PBKDF2) ? "" : " and " + NAMES.getOrDefault(derivation, derivation));
    }

    private static String first(Ber value) {
        return value.children().isEmpty()
                ? value.objectIdentifier()
                : value.children().get(0).objectIdentifier();
    }
}

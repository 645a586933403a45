// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Map;
import javax.crypto.BadPaddingException;

/** Reads private keys in the forms of PKCS#8 (RFC 5208) and PKCS#1 (RFC 8017, appendix A.1.2). */
final class PrivateKeys {
    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final Map<String, String> ALGORITHMS = Map.of(
            RSA,
            "RSA",
            "1.2.840.113549.1.1.10",
            "RSASSA-PSS",
            "1.2.840.10045.2.1",
            "EC",
            "1.2.840.10040.4.1",
            "DSA",
            "1.3.101.112",
            "Ed25519",
            "1.3.101.113",
            "Ed448");
    private static final byte[] VERSION_0 = {0};
    private static final byte[] RSA_OCTETS = {0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x01
    };
    private static final int NULL = 0x05;

    private PrivateKeys() {}

    /** Reads a PKCS#8 key that is not encrypted. */
    static PrivateKey of(byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithmOf(pkcs8)).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static String algorithmOf(byte[] pkcs8) throws GeneralSecurityException {
        try {
            String algorithm = Ber.read(pkcs8).child(1).child(0).objectIdentifier();
            String name = ALGORITHMS.get(algorithm);
            if (name == null) {
                throw new NoSuchAlgorithmException("its algorithm is '" + algorithm + "'");
            }
            return name;
        } catch (IOException damaged) {
            throw new InvalidKeySpecException("its block is damaged", damaged);
        }
    }

    /** Reads an RSA key as {@code BEGIN RSA PRIVATE KEY} has it. */
    static PrivateKey ofPkcs1(byte[] pkcs1) throws GeneralSecurityException {
        Ber algorithm = Ber.sequence(
                new Ber(Ber.OBJECT_IDENTIFIER, RSA_OCTETS, java.util.List.of()),
                new Ber(NULL, new byte[0], java.util.List.of()));
        Ber version = new Ber(Ber.INTEGER, VERSION_0, java.util.List.of());
        return of(Ber.sequence(version, algorithm, Ber.octetString(pkcs1)).encoded());
    }

    /**
     * Reads a PKCS#8 key that is encrypted.
     *
     * @throws BadPaddingException if the password is wrong
     * @throws NoSuchAlgorithmException if this Java does not have the algorithm; the message names it
     */
    static PrivateKey ofEncrypted(byte[] encrypted, char[] password) throws GeneralSecurityException {
        EncryptedContent content;
        try {
            content = EncryptedContent.ofKey(Ber.read(encrypted));
        } catch (IOException damaged) {
            throw new InvalidKeySpecException("its block is damaged", damaged);
        }
        if (!EncryptedContent.takes(password)) {
            throw new NoSuchAlgorithmException(EncryptedContent.NOT_TAKEN);
        }
        byte[] decrypted;
        try {
            decrypted = content.decrypt(password);
        } catch (BadPaddingException wrongPassword) {
            throw wrongPassword;
        } catch (GeneralSecurityException | IOException unknown) {
            throw new NoSuchAlgorithmException(
                    "it is encrypted with '" + content.algorithmName() + "', which this Java does not read", unknown);
        }
        return of(decrypted);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Namespaces;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The algorithms of one suite, computed by the JDK's providers. It keeps the objects of the JDK, which are expensive to make, and lends each to one
 * computation at a time. Safe for use by several threads.
 */
public final class CipherSuite {
    private final String digestName;
    private final String hmacName;
    private final String rsaName;
    private final String keyName;
    private final String cipherName;
    private final int blockBytes;
    private final Lent<MessageDigest> digests = new Lent<>();
    private final Lent<Mac> hmacs = new Lent<>();
    // Each direction of a session has its key, which a cipher need not prepare again.
    private final Lent<Cipher> encryptions = new Lent<>();
    private final Lent<Cipher> decryptions = new Lent<>();

    public CipherSuite(AlgorithmSuite suite) {
        boolean sha256 = suite.digestUri().equals(Namespaces.ENCRYPTION + "sha256");
        this.digestName = sha256 ? "SHA-256" : "SHA-1";
        this.hmacName = sha256 ? "HmacSHA256" : "HmacSHA1";
        this.rsaName = sha256 ? "SHA256withRSA" : "SHA1withRSA";
        this.keyName = suite.encryptionUri().equals(Namespaces.ENCRYPTION + "tripledes-cbc") ? "DESede" : "AES";
        this.cipherName = keyName + "/CBC/NoPadding";
        this.blockBytes = suite.blockBytes();
    }

    /** Returns the number of bytes of a digest, and of an HMAC. */
    public int digestBytes() {
        return digestName.equals("SHA-1") ? 20 : 32;
    }

    /** Returns the number of bytes of a block, and of a vector. */
    public int blockBytes() {
        return blockBytes;
    }

    /** Returns the digest of some octets. */
    public byte[] digest(OctetSource octets) {
        try {
            MessageDigest lent = digests.take();
            MessageDigest digest = lent == null ? MessageDigest.getInstance(digestName) : lent;
            octets.writeTo(digest::update);
            byte[] value = digest.digest();
            // Not after an exception, which leaves octets in it.
            digests.giveBack(digest);
            return value;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has the digest " + digestName, impossible);
        }
    }

    /** Returns the HMAC of some octets. */
    public byte[] hmac(byte[] key, OctetSource octets) {
        try {
            Mac lent = hmacs.take();
            Mac hmac = lent == null ? Mac.getInstance(hmacName) : lent;
            hmac.init(new SecretKeySpec(key, hmacName));
            octets.writeTo(hmac::update);
            byte[] value = hmac.doFinal();
            hmacs.giveBack(hmac);
            return value;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has " + hmacName, impossible);
        }
    }

    /** Returns whether an RSA signature of some octets is valid. */
    public boolean verify(PublicKey key, OctetSource octets, byte[] signature) {
        try {
            Signature rsa = Signature.getInstance(rsaName);
            rsa.initVerify(key);
            octets.writeTo(updating(rsa));
            return rsa.verify(signature);
        } catch (SignatureException noSignature) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK verifies with an RSA key that was accepted", impossible);
        }
    }

    /** Signs some octets with an RSA key, which may belong to another provider than the JDK's: the name of the algorithm finds it. */
    public byte[] sign(PrivateKey key, OctetSource octets) {
        try {
            Signature rsa = Signature.getInstance(rsaName);
            rsa.initSign(key);
            octets.writeTo(updating(rsa));
            return rsa.sign();
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException(
                    "The private key does not sign with " + rsaName
                            + " (expected an RSA key that this process may use). Check the key store and its provider.",
                    refused);
        }
    }

    private static OctetSink updating(Signature rsa) {
        return (octets, offset, length) -> {
            try {
                rsa.update(octets, offset, length);
            } catch (SignatureException impossible) {
                throw new IllegalStateException("A signature object that was initialized takes octets", impossible);
            }
        };
    }

    /**
     * Decrypts in CBC mode, and leaves the padding where it is.
     *
     * @param octets the vector, then whole blocks
     */
    public byte[] decrypt(byte[] octets, byte[] key) {
        try {
            Cipher cipher = cipher(decryptions.take());
            cipher.init(
                    Cipher.DECRYPT_MODE, new SecretKeySpec(key, keyName), new IvParameterSpec(octets, 0, blockBytes));
            byte[] plaintext = cipher.doFinal(octets, blockBytes, octets.length - blockBytes);
            decryptions.giveBack(cipher);
            return plaintext;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK decrypts whole blocks with " + cipherName, impossible);
        }
    }

    /** Returns the number of octets that {@link #encrypt} makes of a number of octets. */
    public int encryptedBytes(int length) {
        return 2 * blockBytes + length - length % blockBytes;
    }

    /**
     * Encrypts in CBC mode: a random vector, then whole blocks. The last octet of the padding tells its length (XML Encryption, section 5.2).
     *
     * @param length how many of the octets to encrypt, from the first one
     * @param to another array, which has room for the result
     * @param start where the result starts in it
     */
    public void encrypt(byte[] key, byte[] octets, int length, SecureRandom random, byte[] to, int start) {
        byte[] vector = new byte[blockBytes];
        random.nextBytes(vector);
        System.arraycopy(vector, 0, to, start, blockBytes);
        int whole = length - length % blockBytes;
        byte[] last = Arrays.copyOfRange(octets, whole, whole + blockBytes);
        Arrays.fill(last, length - whole, blockBytes, (byte) 0);
        last[blockBytes - 1] = (byte) (blockBytes - (length - whole));
        try {
            Cipher cipher = cipher(encryptions.take());
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, keyName), new IvParameterSpec(vector));
            cipher.update(octets, 0, whole, to, start + blockBytes);
            cipher.doFinal(last, 0, blockBytes, to, start + blockBytes + whole);
            encryptions.giveBack(cipher);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK encrypts whole blocks with " + cipherName, impossible);
        }
    }

    private Cipher cipher(@Nullable Cipher lent) throws GeneralSecurityException {
        return lent == null ? Cipher.getInstance(cipherName) : lent;
    }
}

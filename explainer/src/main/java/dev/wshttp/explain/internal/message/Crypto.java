// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The algorithms of WCF's suites by their URIs, for looking at messages. Their time may depend on secrets, because no peer gets an answer. */
final class Crypto {
    private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";

    private Crypto() {}

    /** Returns the octets of base64 text; empty if it is none. */
    static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text.replaceAll("\\s", "")));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    static byte[] sha1(byte[] octets) {
        return digest(Ns.SIGNATURE + "sha1", octets).orElseThrow();
    }

    /** Returns a digest; empty if the algorithm is none of these. */
    static Optional<byte[]> digest(String uri, byte[] octets) {
        String name =
                uri.equals(Ns.SIGNATURE + "sha1") ? "SHA-1" : uri.equals(Ns.ENCRYPTION + "sha256") ? "SHA-256" : "";
        try {
            return name.isEmpty()
                    ? Optional.empty()
                    : Optional.of(MessageDigest.getInstance(name).digest(octets));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has " + name, impossible);
        }
    }

    /** Returns an HMAC; empty if the algorithm is none of these. */
    static Optional<byte[]> hmac(String uri, byte[] key, byte[] octets) {
        String name = uri.equals(Ns.SIGNATURE + "hmac-sha1")
                ? "HmacSHA1"
                : uri.equals(MORE + "hmac-sha256") ? "HmacSHA256" : "";
        return name.isEmpty() || key.length == 0
                ? Optional.empty()
                : Optional.of(mac(name, key).doFinal(octets));
    }

    private static Mac mac(String name, byte[] key) {
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key, name));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has " + name, impossible);
        }
    }

    /** Returns whether an RSA signature is valid; empty if the algorithm is none of these. */
    static Optional<Boolean> verify(String uri, PublicKey key, byte[] octets, byte[] value) {
        String name = uri.equals(Ns.SIGNATURE + "rsa-sha1")
                ? "SHA1withRSA"
                : uri.equals(MORE + "rsa-sha256") ? "SHA256withRSA" : "";
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            Signature signature = Signature.getInstance(name);
            signature.initVerify(key);
            signature.update(octets);
            return Optional.of(signature.verify(value));
        } catch (GeneralSecurityException noSignature) {
            return Optional.of(false);
        }
    }

    /** {@code P_SHA1} of RFC 2246, section 5. */
    static byte[] pSha1(byte[] secret, byte[] seed, int bytes) {
        Mac mac = mac("HmacSHA1", secret);
        byte[] output = new byte[bytes];
        byte[] a = seed;
        for (int done = 0; done < bytes; done += mac.getMacLength()) {
            a = mac.doFinal(a);
            mac.update(a);
            byte[] block = mac.doFinal(seed);
            System.arraycopy(block, 0, output, done, Math.min(block.length, bytes - done));
        }
        return output;
    }

    /** Returns what was encrypted (XML Encryption, section 5.2); empty if key and octets do not fit, or the algorithm is none of these. */
    static Optional<byte[]> decrypt(String uri, byte[] key, byte[] octets) {
        boolean tripleDes = uri.equals(Ns.ENCRYPTION + "tripledes-cbc");
        boolean aes = uri.startsWith(Ns.ENCRYPTION + "aes") && uri.endsWith("-cbc");
        int block = tripleDes ? 8 : 16;
        if (!(tripleDes || aes) || key.length == 0 || octets.length < 2 * block || octets.length % block != 0) {
            return Optional.empty();
        }
        String name = tripleDes ? "DESede" : "AES";
        try {
            Cipher cipher = Cipher.getInstance(name + "/CBC/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, name), new IvParameterSpec(octets, 0, block));
            byte[] padded = cipher.doFinal(octets, block, octets.length - block);
            int padding = padded[padded.length - 1];
            return padding < 1 || padding > block
                    ? Optional.empty()
                    : Optional.of(Arrays.copyOf(padded, padded.length - padding));
        } catch (GeneralSecurityException otherKey) {
            return Optional.empty();
        }
    }

    /** Returns the secret that was encrypted for a private key; empty if it was not for this one. */
    static Optional<byte[]> unwrap(String uri, PrivateKey key, byte[] octets) {
        String padding = uri.equals(Ns.ENCRYPTION + "rsa-oaep-mgf1p")
                ? "OAEPWithSHA-1AndMGF1Padding"
                : uri.equals(Ns.ENCRYPTION + "rsa-1_5") ? "PKCS1Padding" : "";
        if (padding.isEmpty()) {
            return Optional.empty();
        }
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/" + padding);
            cipher.init(Cipher.DECRYPT_MODE, key);
            return Optional.of(cipher.doFinal(octets)).filter(secret -> secret.length > 0);
        } catch (GeneralSecurityException otherKey) {
            return Optional.empty();
        }
    }
}

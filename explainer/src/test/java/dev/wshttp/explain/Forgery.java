// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.explain.internal.xml.CanonicalForm;
import dev.wshttp.explain.internal.xml.Element;
import dev.wshttp.explain.internal.xml.Scanner;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Signs messages as an attacker does who has a key of its own, or as one of the recorded sides. */
final class Forgery {
    private static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";
    private static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";

    private Forgery() {}

    /** Makes the value of a signature over the canonical SignedInfo. */
    @FunctionalInterface
    interface Signer {
        byte[] sign(byte[] octets) throws GeneralSecurityException;
    }

    static Signer hmac(byte[] key) {
        return octets -> mac(key).doFinal(octets);
    }

    private static Mac mac(byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key, "HmacSHA1"));
        return mac;
    }

    /** The private key of a certificate of the recordings, such as {@code evil}. */
    static Signer rsa(String name) throws IOException, GeneralSecurityException {
        String pem = Files.readString(Captures.certificate(name + ".key"), ISO_8859_1);
        byte[] octets = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(octets));
        return data -> {
            Signature signature = Signature.getInstance("SHA1withRSA");
            signature.initSign(key);
            signature.update(data);
            return signature.sign();
        };
    }

    /** The key of a DerivedKeyToken, with WCF's label. */
    static byte[] derived(byte[] secret, String nonce, int length) throws GeneralSecurityException {
        byte[] label = "WS-SecureConversationWS-SecureConversation".getBytes(UTF_8);
        byte[] octets = Base64.getDecoder().decode(nonce);
        byte[] seed = Arrays.copyOf(label, label.length + octets.length);
        System.arraycopy(octets, 0, seed, label.length, octets.length);
        return pSha1(secret, seed, length);
    }

    /** {@code P_SHA1} of at most 40 octets. */
    static byte[] pSha1(byte[] secret, byte[] seed, int length) throws GeneralSecurityException {
        byte[] a = mac(secret).doFinal(seed);
        byte[] output = new byte[40];
        for (int done = 0; done < output.length; done += 20) {
            Mac mac = mac(secret);
            mac.update(a);
            System.arraycopy(mac.doFinal(seed), 0, output, done, 20);
            a = mac(secret).doFinal(a);
        }
        return Arrays.copyOf(output, length);
    }

    /**
     * Returns the message with a signature in place of {@code marker}.
     *
     * @param attributes of the Signature, each after a blank
     * @param method the name of the algorithm in XML Signature
     * @param ids what it covers
     */
    static String sign(
            String message,
            String marker,
            String attributes,
            String method,
            List<String> ids,
            String keyInfo,
            Signer signer)
            throws GeneralSecurityException {
        Element root = Scanner.document(message.replace(marker, "").getBytes(UTF_8));
        var info = new StringBuilder("<SignedInfo xmlns=\"" + DSIG + "\"><CanonicalizationMethod Algorithm=\""
                + EXCLUSIVE + "\"></CanonicalizationMethod><SignatureMethod Algorithm=\"" + DSIG + method
                + "\"></SignatureMethod>");
        for (String id : ids) {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(form(withId(root, id)));
            info.append("<Reference URI=\"#" + id + "\"><Transforms><Transform Algorithm=\"" + EXCLUSIVE
                    + "\"></Transform></Transforms><DigestMethod Algorithm=\"" + DSIG
                    + "sha1\"></DigestMethod><DigestValue>" + base64(digest) + "</DigestValue></Reference>");
        }
        info.append("</SignedInfo>");
        byte[] value = signer.sign(info.toString().getBytes(UTF_8));
        return message.replace(
                marker,
                "<Signature xmlns=\"" + DSIG + "\"" + attributes + ">"
                        + info.toString().replace(" xmlns=\"" + DSIG + "\"", "") + "<SignatureValue>" + base64(value)
                        + "</SignatureValue><KeyInfo>" + keyInfo + "</KeyInfo></Signature>");
    }

    /** Returns the EncryptedData of content, for a key of 32 octets. */
    static String encrypt(String content, byte[] key, String keyInfo) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        byte[] initial = new byte[16];
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(initial));
        byte[] encrypted = cipher.doFinal(content.getBytes(UTF_8));
        byte[] octets = Arrays.copyOf(initial, initial.length + encrypted.length);
        System.arraycopy(encrypted, 0, octets, initial.length, encrypted.length);
        return "<e:EncryptedData xmlns:e=\"http://www.w3.org/2001/04/xmlenc#\"><e:EncryptionMethod"
                + " Algorithm=\"http://www.w3.org/2001/04/xmlenc#aes256-cbc\"/><KeyInfo xmlns=\"" + DSIG + "\">"
                + keyInfo
                + "</KeyInfo><e:CipherData><e:CipherValue>" + base64(octets)
                + "</e:CipherValue></e:CipherData></e:EncryptedData>";
    }

    private static byte[] form(Element element) {
        return CanonicalForm.of(element, List.of(), new CanonicalForm.Budget(1 << 20));
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static Element withId(Element root, String id) {
        var found = new ArrayList<>(root.all());
        found.removeIf(each -> each.attributes().stream()
                .noneMatch(attribute ->
                        attribute.localName().equals("Id") && attribute.value().equals(id)));
        return Optional.of(found)
                .filter(one -> one.size() == 1)
                .map(one -> one.get(0))
                .orElseThrow(() -> new IllegalStateException("not one element has the id " + id));
    }
}

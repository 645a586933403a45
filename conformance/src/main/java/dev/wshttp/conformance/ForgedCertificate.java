// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import dev.wshttp.security.credential.X509Credential;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A certificate that says all that a genuine one says, and which no authority issued: its key is another one, and so is the key that signed it. The kit shows it to
 * see whether the service verifies certificates.
 */
final class ForgedCertificate {
    private static final int SEQUENCE = 0x30;
    private static final int BIT_STRING = 0x03;
    private static final int VERSION_TAG = 0xA0;
    private static final int KEY_BITS = 2048;
    /** RFC 5280, section 4.1: serial number, signature, issuer, validity and subject come before the key, and the version if there is one. */
    private static final int FIELDS_BEFORE_KEY = 5;

    private ForgedCertificate() {}

    /** @throws KitFailure if the certificate is signed with something else than RSA */
    static X509Credential like(X509Certificate genuine) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            KeyPair pair = generator.generateKeyPair();
            return X509Credential.of(pair.getPrivate(), List.of(forged(genuine, pair)));
        } catch (GeneralSecurityException unusual) {
            throw new KitFailure(
                    ExitCode.CONFIGURATION,
                    "Cannot forge a certificate like the client's, which is signed with '" + genuine.getSigAlgName()
                            + "' (expected RSA). Use a client certificate of an RSA authority.",
                    unusual);
        }
    }

    private static X509Certificate forged(X509Certificate genuine, KeyPair pair) throws GeneralSecurityException {
        byte[] content = withKey(genuine.getTBSCertificate(), pair.getPublic().getEncoded());
        Signature signature = Signature.getInstance(genuine.getSigAlgName());
        signature.initSign(pair.getPrivate());
        signature.update(content);
        byte[] algorithm = values(values(genuine.getEncoded()).get(0), 1);
        byte[] value = tagged(BIT_STRING, join(List.of(new byte[1], signature.sign())));
        byte[] certificate = tagged(SEQUENCE, join(List.of(content, algorithm, value)));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
    }

    private static byte[] withKey(byte[] content, byte[] key) {
        var fields = new ArrayList<>(values(contentOf(content)));
        boolean hasVersion = (fields.get(0)[0] & 0xFF) == VERSION_TAG;
        fields.set(hasVersion ? FIELDS_BEFORE_KEY + 1 : FIELDS_BEFORE_KEY, key);
        return tagged(SEQUENCE, join(fields));
    }

    private static byte[] values(byte[] sequence, int index) {
        return values(contentOf(sequence)).get(index);
    }

    /** The DER values (X.690, section 8.1) that stand after each other. */
    private static List<byte[]> values(byte[] der) {
        var values = new ArrayList<byte[]>();
        for (int at = 0; at < der.length; ) {
            int end = at + headerBytes(der, at) + length(der, at);
            values.add(Arrays.copyOfRange(der, at, end));
            at = end;
        }
        return values;
    }

    private static byte[] contentOf(byte[] value) {
        return Arrays.copyOfRange(value, headerBytes(value, 0), value.length);
    }

    private static int headerBytes(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return first < 0x80 ? 2 : 2 + (first & 0x7F);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7F); i++) {
            length = (length << Byte.SIZE) | (der[at + 2 + i] & 0xFF);
        }
        return length;
    }

    private static byte[] tagged(int tag, byte[] content) {
        var der = new ByteArrayOutputStream();
        der.write(tag);
        if (content.length < 0x80) {
            der.write(content.length);
        } else {
            int bytes = content.length > 0xFFFF ? 3 : content.length > 0xFF ? 2 : 1;
            der.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                der.write(content.length >> (Byte.SIZE * i));
            }
        }
        der.writeBytes(content);
        return der.toByteArray();
    }

    private static byte[] join(List<byte[]> parts) {
        var all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }
}

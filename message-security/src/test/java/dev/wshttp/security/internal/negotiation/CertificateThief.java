// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A TLS 1.2 client by hand, with the certificate of another client and without its key: all that it says is right, and it does not say
 * CertificateVerify (RFC 5246, section 7.4.8). No library would help with this.
 */
final class CertificateThief {
    private static final int ECDHE_RSA_AES128_GCM_SHA256 = 0xC02F;
    private static final int POINT_BYTES = 65;

    private final X509Certificate stolen;
    private final byte[] random = new byte[32];

    CertificateThief(X509Certificate stolen) {
        this.stolen = stolen;
        new SecureRandom().nextBytes(random);
    }

    /** Begins a handshake with a service; what is returned would end it. */
    byte[] secondFlight(TlsHandshake service) {
        try {
            byte[] hello = hello();
            byte[] challenge = messages(service.answer(record(22, hello)));
            return secondFlight(hello, challenge);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The flight that begins a handshake. */
    byte[] firstFlight() {
        return record(22, hello());
    }

    /** The flight that would end the handshake that this one answered. */
    byte[] secondFlight(byte[] answer) {
        try {
            return secondFlight(hello(), messages(answer));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] hello() {
        byte[] extensions = join(
                octets(0, 10, 0, 4, 0, 2, 0, 23), // secp256r1
                octets(0, 11, 0, 2, 1, 0), // uncompressed points
                octets(0, 13, 0, 6, 0, 4, 8, 4, 4, 1), // RSA with SHA-256
                octets(0xFF, 1, 0, 1, 0)); // no renegotiation
        return message(
                1,
                join(
                        octets(3, 3),
                        random,
                        octets(0),
                        octets(0, 2),
                        number(ECDHE_RSA_AES128_GCM_SHA256, 2),
                        octets(1, 0),
                        number(extensions.length, 2),
                        extensions));
    }

    private byte[] secondFlight(byte[] hello, byte[] challenge) throws GeneralSecurityException {
        byte[] serverRandom = Arrays.copyOfRange(content(challenge, 2), 2, 34);
        byte[] serverPoint = Arrays.copyOfRange(content(challenge, 12), 4, 4 + POINT_BYTES);
        KeyPair own = ellipticKeys();
        byte[] master = prf(agreed(own, serverPoint), "master secret", join(random, serverRandom), 48);
        byte[] keys = prf(master, "key expansion", join(serverRandom, random), 40);

        byte[] der = stolen.getEncoded();
        byte[] certificate = message(11, join(number(der.length + 3, 3), number(der.length, 3), der));
        byte[] keyExchange = message(16, join(octets(POINT_BYTES), point((ECPublicKey) own.getPublic())));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(join(hello, challenge, certificate, keyExchange));
        byte[] finished = message(20, prf(master, "client finished", hash, 12));
        return join(
                record(22, certificate),
                record(22, keyExchange),
                record(20, octets(1)),
                record(22, encrypted(finished, Arrays.copyOf(keys, 16), Arrays.copyOfRange(keys, 32, 36))));
    }

    private static KeyPair ellipticKeys() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static byte[] agreed(KeyPair own, byte[] serverPoint) throws GeneralSecurityException {
        var point = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(serverPoint, 1, 33)),
                new BigInteger(1, Arrays.copyOfRange(serverPoint, 33, POINT_BYTES)));
        var agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(own.getPrivate());
        var parameters = ((ECPublicKey) own.getPublic()).getParams();
        agreement.doPhase(KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, parameters)), true);
        return agreement.generateSecret();
    }

    private static byte[] point(ECPublicKey key) {
        return join(
                octets(4),
                coordinate(key.getW().getAffineX()),
                coordinate(key.getW().getAffineY()));
    }

    private static byte[] coordinate(BigInteger value) {
        byte[] found = value.toByteArray();
        byte[] coordinate = new byte[32];
        int length = Math.min(found.length, coordinate.length);
        System.arraycopy(found, found.length - length, coordinate, coordinate.length - length, length);
        return coordinate;
    }

    private static byte[] encrypted(byte[] message, byte[] key, byte[] salt) throws GeneralSecurityException {
        byte[] explicit = new byte[8];
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, join(salt, explicit)));
        cipher.updateAAD(join(new byte[8], octets(22, 3, 3), number(message.length, 2)));
        return join(explicit, cipher.doFinal(message));
    }

    /** RFC 5246, section 5. */
    private static byte[] prf(byte[] secret, String label, byte[] seed, int bytes) throws GeneralSecurityException {
        var hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(secret, "HmacSHA256"));
        byte[] labelled = join(label.getBytes(StandardCharsets.US_ASCII), seed);
        byte[] a = labelled;
        var output = new ByteArrayOutputStream();
        while (output.size() < bytes) {
            a = hmac.doFinal(a);
            output.writeBytes(hmac.doFinal(join(a, labelled)));
        }
        return Arrays.copyOf(output.toByteArray(), bytes);
    }

    /** The handshake messages in the records of a flight. */
    private static byte[] messages(byte[] flight) {
        return records(flight).stream()
                .map(record -> Arrays.copyOfRange(record, 5, record.length))
                .reduce(new byte[0], (before, after) -> join(before, after));
    }

    /** Returns the records of a flight. */
    static List<byte[]> records(byte[] flight) {
        var records = new ArrayList<byte[]>();
        for (int at = 0; at < flight.length; ) {
            int end = at + 5 + ((flight[at + 3] & 0xFF) << 8) + (flight[at + 4] & 0xFF);
            records.add(Arrays.copyOfRange(flight, at, end));
            at = end;
        }
        return records;
    }

    /** The content of the first message of a type. */
    private static byte[] content(byte[] messages, int type) {
        for (int at = 0; at < messages.length; ) {
            int length =
                    ((messages[at + 1] & 0xFF) << 16) + ((messages[at + 2] & 0xFF) << 8) + (messages[at + 3] & 0xFF);
            if (messages[at] == type) {
                return Arrays.copyOfRange(messages, at + 4, at + 4 + length);
            }
            at += 4 + length;
        }
        throw new IllegalStateException("no message of type " + type);
    }

    private static byte[] message(int type, byte[] content) {
        return join(octets(type), number(content.length, 3), content);
    }

    private static byte[] record(int type, byte[] content) {
        return join(octets(type, 3, 3), number(content.length, 2), content);
    }

    private static byte[] number(int value, int bytes) {
        byte[] octets = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            octets[i] = (byte) (value >> (8 * (bytes - 1 - i)));
        }
        return octets;
    }

    private static byte[] octets(int... values) {
        byte[] octets = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            octets[i] = (byte) values[i];
        }
        return octets;
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.instances;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a service has to know of one key of a context: all that another instance needs to go on with it.
 *
 * @param secret the key; belongs to this record, {@link #wipe} overwrites it
 * @param owner the certificate of the client that the context is for
 */
public record ContextState(byte[] secret, X509Certificate owner, Instant created, Instant expires) {
    private static final int VERSION = 1;

    // The size of a sealed state tells the size of the certificate, in steps of this many octets. Certificates are no
    // secret: they are sent in clear when a
    // context is made.
    private static final int STEP_BYTES = 512;
    private static final int LEAST_BYTES = 3 * STEP_BYTES;

    // What sealing adds, so that a state of one of these sizes becomes a cookie of at most as many steps.
    private static final int SEAL_BYTES = 64;

    private static final int MOST_SECRET_BYTES = 256;
    private static final int MOST_OWNER_BYTES = 16_384;

    /**
     * Returns whether a service with the present settings would have made this state.
     *
     * @param longest for how long it lets a key live
     * @param latest the latest time that the clock of an instance may show now
     */
    public boolean isPlausible(Duration longest, Instant latest) {
        return !created.isAfter(latest) && !expires.isAfter(created.plus(longest));
    }

    /**
     * Returns the octets of the state, with as many zeros behind them as hide how many there are.
     *
     * @throws MessageSecurityException with {@link SecurityFault#TOKEN_REQUEST_INVALID} if the certificate is too large
     */
    byte[] encoded() {
        var octets = new ByteArrayOutputStream(LEAST_BYTES);
        try (var out = new DataOutputStream(octets)) {
            out.writeByte(VERSION);
            out.writeLong(created.toEpochMilli());
            out.writeLong(expires.toEpochMilli());
            out.writeShort(secret.length);
            out.write(secret);
            byte[] certificate = owner.getEncoded();
            requireRoom(certificate.length);
            out.writeShort(certificate.length);
            out.write(certificate);
        } catch (IOException | CertificateException impossible) {
            throw new IllegalStateException("A certificate that was received has an encoding", impossible);
        }
        byte[] exact = octets.toByteArray();
        byte[] padded = Arrays.copyOf(exact, padded(exact.length));
        Arrays.fill(exact, (byte) 0);
        return padded;
    }

    private void requireRoom(int certificateBytes) {
        if (certificateBytes > MOST_OWNER_BYTES) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "The certificate of '" + owner.getSubjectX500Principal() + "' has '" + certificateBytes
                            + "' bytes (expected at most '" + MOST_OWNER_BYTES
                            + "', because it becomes a part of each token). Issue a smaller one.");
        }
    }

    private static int padded(int bytes) {
        int steps = (bytes + SEAL_BYTES + STEP_BYTES - 1) / STEP_BYTES;
        return Math.max(LEAST_BYTES, steps * STEP_BYTES) - SEAL_BYTES;
    }

    /** Reads the octets of a state; empty if they are of another version. Only for octets that a service with the same key has sealed. */
    static Optional<ContextState> decode(byte[] octets) {
        try (var in = new DataInputStream(new ByteArrayInputStream(octets))) {
            if (in.readUnsignedByte() != VERSION) {
                return Optional.empty();
            }
            Instant created = Instant.ofEpochMilli(in.readLong());
            Instant expires = Instant.ofEpochMilli(in.readLong());
            byte[] secret = octets(in, MOST_SECRET_BYTES);
            X509Certificate owner = certificate(octets(in, MOST_OWNER_BYTES));
            return Optional.of(new ContextState(secret, owner, created, expires));
        } catch (IOException | CertificateException damaged) {
            return Optional.empty();
        }
    }

    private static byte[] octets(DataInputStream in, int most) throws IOException {
        int length = in.readUnsignedShort();
        if (length > most) {
            throw new IOException(length + " octets (expected at most " + most + ")");
        }
        byte[] octets = new byte[length];
        in.readFully(octets);
        return octets;
    }

    // The JDK's factory knows the certificates that it read last, and then parses nothing.
    private static X509Certificate certificate(byte[] encoded) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    /** Overwrites the key. */
    public void wipe() {
        Arrays.fill(secret, (byte) 0);
    }

    @Override
    public String toString() {
        return "ContextState[" + owner.getSubjectX500Principal() + ", until " + expires + "]";
    }
}

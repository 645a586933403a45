// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.X509Credential;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;

/**
 * One side of a TLS 1.2 handshake (RFC 5246) by flights of records, whoever carries them, and one record of application data after it.
 * For one thread at a time.
 */
final class TlsHandshake {
    private static final String TLS_1_2 = "TLSv1.2";
    private static final byte[] NOTHING = {};

    private static final int RECORD_HEADER_BYTES = 5;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int CERTIFICATE_MESSAGE = 11;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;

    private final SSLEngine engine;

    private TlsHandshake(SSLEngine engine) {
        this.engine = engine;
    }

    /**
     * The client's side.
     *
     * @param judge of the service's certificate, before the client shows its own; it throws {@link MessageSecurityException}
     */
    static TlsHandshake ofClient(X509Credential own, Consumer<X509Certificate> judge, SecureRandom random) {
        SSLEngine engine = newContext(own, judge, random).createSSLEngine();
        engine.setUseClientMode(true);
        return over(engine);
    }

    /**
     * The service's side, which asks for the client's certificate.
     *
     * @param judge of the client's certificate; it throws {@link MessageSecurityException}
     */
    static TlsHandshake ofService(X509Credential own, Consumer<X509Certificate> judge, SecureRandom random) {
        SSLEngine engine = newContext(own, judge, random).createSSLEngine();
        engine.setUseClientMode(false);
        // Not merely wanted: an engine that could do without would take a certificate without its proof for none.
        engine.setNeedClientAuth(true);
        engine.setEnabledCipherSuites(suitesFor(own.certificate(), engine.getEnabledCipherSuites()));
        return over(engine);
    }

    // A context of its own for each handshake: nothing can be resumed, so every handshake shows both certificates.
    private static SSLContext newContext(X509Credential own, Consumer<X509Certificate> judge, SecureRandom random) {
        try {
            SSLContext context = SSLContext.getInstance(TLS_1_2);
            context.init(
                    new KeyManager[] {new OwnCertificate(own)},
                    new TrustManager[] {new JudgedCertificate(judge)},
                    random);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has TLS 1.2", impossible);
        }
    }

    /** The key exchanges that the certificate's key usage permits (RFC 5246, section 7.4.2). */
    private static String[] suitesFor(X509Certificate own, String[] enabled) {
        boolean[] usage = own.getKeyUsage();
        return usage == null
                ? enabled
                : Arrays.stream(enabled)
                        .filter(suite -> usage[suite.startsWith("TLS_RSA_") ? KEY_ENCIPHERMENT : DIGITAL_SIGNATURE])
                        .toArray(String[]::new);
    }

    /** Either side, with an engine that knows its certificates and its mode. */
    static TlsHandshake over(SSLEngine engine) {
        try {
            engine.setEnabledProtocols(new String[] {TLS_1_2});
            engine.beginHandshake();
            return new TlsHandshake(engine);
        } catch (SSLException | IllegalArgumentException refused) {
            throw failed(refused);
        }
    }

    /** The client's first flight. */
    byte[] firstFlight() {
        return answer(NOTHING);
    }

    /**
     * Takes a flight of the other side, which consists of whole records.
     *
     * @return this side's next flight; empty if it has nothing to say
     * @throws MessageSecurityException with {@link SecurityFault#NEGOTIATION_FAILED}, or as the judge of certificates
     */
    byte[] answer(byte[] flight) {
        requireHandshakeOnly(flight);
        requireVersion(flight);
        if (!engine.getUseClientMode()) {
            requireCertificate(flight);
        }
        ByteBuffer in = ByteBuffer.wrap(flight);
        var out = new ByteArrayOutputStream();
        try {
            for (HandshakeStatus status = status(); !isOver(status, in); status = status()) {
                switch (status) {
                    case NEED_TASK -> runTasks();
                    case NEED_WRAP -> write(NOTHING, out);
                    default -> read(in);
                }
            }
        } catch (SSLException broken) {
            throw failed(broken);
        }
        if (in.hasRemaining()) {
            throw failed(new SSLException(in.remaining() + " bytes after the end of the handshake"));
        }
        return out.toByteArray();
    }

    private HandshakeStatus status() {
        return engine.getHandshakeStatus();
    }

    private static boolean isOver(HandshakeStatus status, ByteBuffer in) {
        return switch (status) {
            case NOT_HANDSHAKING, FINISHED -> true;
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> !in.hasRemaining();
            default -> false;
        };
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private void write(byte[] data, ByteArrayOutputStream out) throws SSLException {
        ByteBuffer records = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        requireOpen(engine.wrap(ByteBuffer.wrap(data), records));
        out.write(records.array(), 0, records.position());
    }

    private byte[] read(ByteBuffer in) throws SSLException {
        ByteBuffer data = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        SSLEngineResult result = engine.unwrap(in, data);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            throw new SSLException("a record that is cut off");
        }
        requireOpen(result);
        return Arrays.copyOf(data.array(), data.position());
    }

    private static void requireOpen(SSLEngineResult result) throws SSLException {
        if (result.getStatus() != SSLEngineResult.Status.OK) {
            throw new SSLException("the other side ended it (" + result.getStatus() + ")");
        }
    }

    /** Whether both sides have said everything, and said the same. */
    boolean isFinished() {
        return status() == HandshakeStatus.NOT_HANDSHAKING;
    }

    /**
     * The certificate whose key the other side proved to have, and which the judge accepted.
     *
     * @throws MessageSecurityException with {@link SecurityFault#NEGOTIATION_FAILED} if it showed none
     */
    X509Certificate peerCertificate() {
        try {
            return (X509Certificate) engine.getSession().getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException none) {
            throw failed(none);
        }
    }

    /** Version and cipher suite, for the log. */
    String description() {
        return engine.getSession().getProtocol() + ", " + engine.getSession().getCipherSuite();
    }

    /** Encrypts a secret into one record, after the handshake. */
    byte[] encrypt(byte[] secret) {
        var record = new ByteArrayOutputStream();
        try {
            write(secret, record);
        } catch (SSLException broken) {
            throw failed(broken);
        }
        if (lengthOf(record.toByteArray(), 0) != record.size()) {
            throw new IllegalStateException("The engine split a secret, and WCF reads one record only");
        }
        return record.toByteArray();
    }

    /**
     * Decrypts the one record that follows the handshake.
     *
     * @throws MessageSecurityException with {@link SecurityFault#NEGOTIATION_FAILED} if it is not exactly one
     */
    byte[] decrypt(byte[] record) {
        ByteBuffer in = ByteBuffer.wrap(record);
        try {
            if (record.length == 0 || record[0] != APPLICATION_DATA) {
                throw new SSLException("no application data");
            }
            byte[] secret = read(in);
            if (in.hasRemaining() || !isFinished()) {
                throw new SSLException("more than one record for the key of the token");
            }
            return secret;
        } catch (SSLException broken) {
            throw failed(broken);
        }
    }

    /**
     * Flights are made of handshake messages. Nobody sends an alert in one: WCF answers with a fault instead, and an engine may take the
     * alert {@code no_certificate} (41) for the end of what it demands of a client.
     */
    private static void requireHandshakeOnly(byte[] flight) {
        for (int at = 0; at < flight.length; at += lengthOf(flight, at)) {
            if (flight[at] == ALERT) {
                String description = flight.length > at + RECORD_HEADER_BYTES + 1
                        ? String.valueOf(flight[at + RECORD_HEADER_BYTES + 1])
                        : "";
                throw failed(new SSLException("the other side sent the TLS alert " + description));
            }
            if (flight[at] != HANDSHAKE && flight[at] != CHANGE_CIPHER_SPEC) {
                throw failed(new SSLException("a record of type " + flight[at] + " in a handshake"));
            }
            if (lengthOf(flight, at) > flight.length - at) {
                throw failed(new SSLException("a record that is cut off"));
            }
        }
    }

    /** The length of the record at a position, with its header. */
    private static int lengthOf(byte[] flight, int at) {
        return flight.length - at < RECORD_HEADER_BYTES
                ? RECORD_HEADER_BYTES
                : RECORD_HEADER_BYTES + ((flight[at + 3] & 0xFF) << Byte.SIZE) + (flight[at + 4] & 0xFF);
    }

    /** An empty list in the Certificate message (RFC 5246, section 7.4.6), which comes first in a client's second flight. */
    private static void requireCertificate(byte[] flight) {
        int list = RECORD_HEADER_BYTES + 4;
        boolean isCertificate = flight.length > list + 2 && flight[RECORD_HEADER_BYTES] == CERTIFICATE_MESSAGE;
        if (isCertificate && flight[list] == 0 && flight[list + 1] == 0 && flight[list + 2] == 0) {
            throw new MessageSecurityException(
                    SecurityFault.CLIENT_CERTIFICATE_MISSING,
                    "The client showed no certificate in the TLS handshake (expected one of a trusted authority). Set its clientCertificate,"
                            + " and see that it may use the private key.");
        }
    }

    /** The JDK's words for it do not say what to do. */
    private static void requireVersion(byte[] flight) {
        int version = RECORD_HEADER_BYTES + 4;
        boolean isHello = flight.length > version + 1
                && flight[0] == HANDSHAKE
                && (flight[RECORD_HEADER_BYTES] == 1 || flight[RECORD_HEADER_BYTES] == 2);
        if (isHello && flight[version] == 3 && flight[version + 1] < 3) {
            throw new MessageSecurityException(
                    SecurityFault.NEGOTIATION_FAILED,
                    "The other side of the negotiation knows no newer TLS than 1."
                            + Math.max(0, flight[version + 1] - 1)
                            + " (expected TLS 1.2). WCF takes the newest of .NET where the application targets .NET Framework 4.7 or"
                            + " later: retarget it, or set the switch Switch.System.ServiceModel.DontEnableSystemDefaultTlsVersions to"
                            + " false in its configuration.");
        }
    }

    private static MessageSecurityException failed(Exception broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof MessageSecurityException refused) {
                return new MessageSecurityException(refused.fault(), String.valueOf(refused.getMessage()), broken);
            }
        }
        return new MessageSecurityException(
                SecurityFault.NEGOTIATION_FAILED,
                "The TLS handshake of the negotiation broke off: '" + broken.getMessage()
                        + "' (expected TLS 1.2 with both certificates). Compare TLS versions and cipher suites of both sides, and see that key"
                        + " usage of the certificates has digitalSignature; where all that is right, somebody changes messages on their way.",
                broken);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.X509Credential;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
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
 * One side of a TLS 1.2 handshake (RFC 5246). The caller carries the flights of records, and one record of application data after the handshake. Not
 * safe for use by several threads.
 */
final class TlsHandshake {
    private static final String TLS_1_2 = "TLSv1.2";
    private static final byte[] NOTHING = {};

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;

    private final SSLEngine engine;

    private TlsHandshake(SSLEngine engine) {
        this.engine = engine;
    }

    /**
     * Returns the client's side.
     *
     * @param judge judges the service's certificate, which comes first and with the others that the service showed, before the client shows its own; it throws {@link MessageSecurityException}
     */
    static TlsHandshake ofClient(X509Credential own, Consumer<List<X509Certificate>> judge, SecureRandom random) {
        SSLEngine engine = newContext(own, judge, random).createSSLEngine();
        engine.setUseClientMode(true);
        return over(engine);
    }

    /**
     * Returns the service's side, which requires a certificate of the client.
     *
     * @param judge judges the client's certificate, which comes first and with the others that the client showed; it throws {@link MessageSecurityException}
     */
    static TlsHandshake ofService(X509Credential own, Consumer<List<X509Certificate>> judge, SecureRandom random) {
        SSLEngine engine = newContext(own, judge, random).createSSLEngine();
        engine.setUseClientMode(false);
        // Needed, not wanted: an engine that merely wants a certificate accepts one without the proof of its key.
        engine.setNeedClientAuth(true);
        engine.setEnabledCipherSuites(suitesFor(own.certificate(), engine.getEnabledCipherSuites()));
        return over(engine);
    }

    // Each handshake has a context of its own: nothing can be resumed, so each handshake shows both certificates.
    private static SSLContext newContext(
            X509Credential own, Consumer<List<X509Certificate>> judge, SecureRandom random) {
        try {
            SSLContext context = SSLContext.getInstance(TLS_1_2);
            context.init(
                    new KeyManager[] {new CredentialKeyManager(own)},
                    new TrustManager[] {new DelegatingTrustManager(judge)},
                    random);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has TLS 1.2", impossible);
        }
    }

    /** Returns the cipher suites whose key exchange the certificate's key usage permits (RFC 5246, section 7.4.2). */
    private static String[] suitesFor(X509Certificate own, String[] enabled) {
        boolean[] usage = own.getKeyUsage();
        return usage == null
                ? enabled
                : Arrays.stream(enabled)
                        .filter(suite -> usage[suite.startsWith("TLS_RSA_") ? KEY_ENCIPHERMENT : DIGITAL_SIGNATURE])
                        .toArray(String[]::new);
    }

    /** Returns either side, over an engine that knows its certificates and its mode. */
    static TlsHandshake over(SSLEngine engine) {
        try {
            engine.setEnabledProtocols(new String[] {TLS_1_2});
            engine.beginHandshake();
            return new TlsHandshake(engine);
        } catch (SSLException | IllegalArgumentException refused) {
            throw failed(refused);
        }
    }

    /** Returns the client's first flight. */
    byte[] firstFlight() {
        return answer(NOTHING);
    }

    /**
     * Takes a flight of the other side, which consists of whole records.
     *
     * @return this side's next flight; empty if it has none
     * @throws MessageSecurityException with {@link SecurityFault#NEGOTIATION_FAILED}, or as the judge of certificates
     */
    byte[] answer(byte[] flight) {
        ByteBuffer in = ByteBuffer.wrap(flight);
        var out = new ByteArrayOutputStream();
        try {
            require(new TlsFlight(flight));
            proceed(in, out);
        } catch (SSLException broken) {
            throw failed(broken);
        }
        if (in.hasRemaining()) {
            throw failed(new SSLException(in.remaining() + " bytes after the end of the handshake"));
        }
        return out.toByteArray();
    }

    private void proceed(ByteBuffer in, ByteArrayOutputStream out) throws SSLException {
        try {
            for (HandshakeStatus status = status(); !isOver(status, in); status = status()) {
                switch (status) {
                    case NEED_TASK -> runTasks();
                    case NEED_WRAP -> write(NOTHING, out);
                    default -> read(in);
                }
            }
        } catch (RuntimeException unforeseen) {
            throw unreadable(unforeseen);
        }
    }

    /** The JDK's engine has no other answer to some octets of the other side, such as a HelloRequest of a client. */
    private static SSLException unreadable(RuntimeException unforeseen) {
        return new SSLException("octets that the TLS engine cannot read: " + unforeseen, unforeseen);
    }

    private void require(TlsFlight flight) throws SSLException {
        flight.requireHandshake();
        flight.requireVersion();
        if (!engine.getUseClientMode()) {
            flight.requireCertificate();
        }
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

    /** Returns whether the handshake is complete. */
    boolean isFinished() {
        return status() == HandshakeStatus.NOT_HANDSHAKING;
    }

    /**
     * Returns the certificate of the other side. The judge accepted it, and the handshake proved its key.
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

    /** Returns version and cipher suite, for the log. */
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
        if (!new TlsFlight(record.toByteArray()).isApplicationData()) {
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
        try {
            if (!new TlsFlight(record).isApplicationData()) {
                throw new SSLException("something else than one record with the key of the token");
            }
            byte[] secret = read(ByteBuffer.wrap(record));
            if (!isFinished()) {
                throw new SSLException("another handshake in place of the key of the token");
            }
            return secret;
        } catch (SSLException broken) {
            throw failed(broken);
        } catch (RuntimeException unforeseen) {
            throw failed(unreadable(unforeseen));
        }
    }

    /**
     * Returns the refusal that a failure means.
     *
     * @throws RuntimeException that of this side's private key or judge, if one of them failed: the other side is not to blame
     */
    private static MessageSecurityException failed(Exception broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof MessageSecurityException refused) {
                return new MessageSecurityException(refused.fault(), String.valueOf(refused.getMessage()), broken);
            }
            if (cause instanceof ProviderException ofKey) {
                throw ofKey;
            }
            if (cause instanceof DelegatingTrustManager.FailedJudge failed) {
                throw failed.reason();
            }
        }
        return new MessageSecurityException(
                SecurityFault.NEGOTIATION_FAILED,
                "The TLS handshake of the negotiation failed: '" + broken.getMessage()
                        + "' (expected TLS 1.2 with both certificates). Compare TLS versions and cipher suites of both sides, and see that key"
                        + " usage of the certificates has digitalSignature; if all that is right, an attacker changes messages on their way.",
                broken);
    }
}

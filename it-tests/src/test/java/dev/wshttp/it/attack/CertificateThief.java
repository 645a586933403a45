// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.attack;

import dev.wshttp.certs.TestCredential;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** One side of a TLS handshake that shows a stolen certificate, without the key of it, and accepts all certificates. */
public final class CertificateThief {
    private final SSLEngine engine;

    private CertificateThief(SSLEngine engine) {
        this.engine = engine;
    }

    public static CertificateThief asClient(TestCredential stolen, PrivateKey own) {
        return of(stolen, own, true);
    }

    public static CertificateThief asService(TestCredential stolen, PrivateKey own) {
        return of(stolen, own, false);
    }

    private static CertificateThief of(TestCredential stolen, PrivateKey own, boolean client) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.2");
            context.init(new KeyManager[] {new Keys(stolen, own)}, new TrustManager[] {new AcceptsAll()}, null);
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(client);
            engine.beginHandshake();
            return new CertificateThief(engine);
        } catch (GeneralSecurityException | SSLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Takes a flight of the other side, and makes the next of this one. */
    public byte[] answer(byte[] flight) {
        ByteBuffer in = ByteBuffer.wrap(flight);
        var out = new ByteArrayOutputStream();
        try {
            while (step(in, out)) {
                runTasks();
            }
            return out.toByteArray();
        } catch (SSLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private boolean step(ByteBuffer in, ByteArrayOutputStream out) throws SSLException {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_WRAP) {
            ByteBuffer records = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), records);
            out.write(records.array(), 0, records.position());
            return true;
        }
        if (status == HandshakeStatus.NEED_UNWRAP && in.hasRemaining()) {
            engine.unwrap(in, ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
            return true;
        }
        return status == HandshakeStatus.NEED_TASK;
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** The certificate of one, and the key of another. */
    private static final class Keys extends X509ExtendedKeyManager {
        private static final String ALIAS = "stolen";

        private final TestCredential stolen;
        private final PrivateKey own;

        Keys(TestCredential stolen, PrivateKey own) {
            this.stolen = stolen;
            this.own = own;
        }

        private static @Nullable String alias(String... keyTypes) {
            return java.util.List.of(keyTypes).contains("RSA") ? ALIAS : null;
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
            return alias(keyTypes);
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
            return alias(keyType);
        }

        @Override
        public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
            return alias(keyTypes);
        }

        @Override
        public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
            return alias(keyType);
        }

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return stolen.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return own;
        }
    }

    private static final class AcceptsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

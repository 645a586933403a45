// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.credential.X509Credential;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;

/** Engines of either side that differ from ours: what another TLS library, or an attacker, may bring. */
final class TlsSide {
    private TlsSide() {}

    /** What a client remembers of its handshakes, and so may resume; without a certificate if none is given. */
    static SSLContext context(Optional<X509Credential> own, Consumer<List<X509Certificate>> judge) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.2");
            KeyManager[] keys = own.map(credential -> new KeyManager[] {new CredentialKeyManager(credential)})
                    .orElse(null);
            context.init(keys, new TrustManager[] {new DelegatingTrustManager(judge)}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A context that believes everybody. */
    static SSLContext credulous(X509Credential own) {
        return context(Optional.of(own), certificate -> {});
    }

    static TlsHandshake client(SSLContext context, String... suites) {
        // With a name and a port, the JDK remembers the session and offers to resume it.
        SSLEngine engine = context.createSSLEngine("contoso.com", 443);
        engine.setUseClientMode(true);
        if (suites.length > 0) {
            engine.setEnabledCipherSuites(suites);
        }
        return TlsHandshake.over(engine);
    }

    static TlsHandshake service(SSLContext context, boolean asksForCertificate) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setWantClientAuth(asksForCertificate);
        return TlsHandshake.over(engine);
    }
}

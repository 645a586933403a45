// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.MessageSecurityException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Passes the certificates of a TLS handshake, that of the other side first, to the rules of this library; the JVM's trust store and its rules are not used. */
final class DelegatingTrustManager extends X509ExtendedTrustManager {
    private final Consumer<List<X509Certificate>> judge;

    DelegatingTrustManager(Consumer<List<X509Certificate>> judge) {
        this.judge = judge;
    }

    /** The judge failed, which says nothing of the certificates. */
    static final class FailedJudge extends CertificateException {
        private static final long serialVersionUID = 1;

        private final RuntimeException reason;

        private FailedJudge(RuntimeException reason) {
            super(reason);
            this.reason = reason;
        }

        RuntimeException reason() {
            return reason;
        }
    }

    private void require(X509Certificate[] chain) throws CertificateException {
        try {
            judge.accept(List.of(chain));
        } catch (MessageSecurityException refused) {
            throw new CertificateException(refused.getMessage(), refused);
        } catch (RuntimeException unforeseen) {
            throw new FailedJudge(unforeseen);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        require(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        require(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        require(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        require(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        require(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        require(chain);
    }

    /** Returns none, so that a client shows the certificate that it is configured with. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}

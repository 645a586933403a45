// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import dev.wshttp.security.HttpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Finds out whether a server expects TLS at a port, for an explanation. Trusts no server and sends nothing after the beginning of a handshake. */
final class TlsProbe {
    private static final int LONGEST_MILLISECONDS = 3_000;

    private TlsProbe() {}

    /** Returns whether the server shows a certificate by TLS; false if it cannot be asked. */
    static boolean speaksTls(URI address) {
        var place = HttpAddress.of(address);
        var judge = new RefusesAll();
        try (var socket = new Socket()) {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {judge}, new SecureRandom());
            socket.connect(new InetSocketAddress(place.host(), place.port()), LONGEST_MILLISECONDS);
            socket.setSoTimeout(LONGEST_MILLISECONDS);
            try (var tls =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, place.host(), place.port(), true)) {
                tls.startHandshake();
            }
        } catch (IOException | GeneralSecurityException refused) {
            return judge.wasAsked.get();
        }
        return judge.wasAsked.get();
    }

    /** Accepts no certificate, and remembers that there was one. */
    private static final class RefusesAll implements X509TrustManager {
        private final AtomicBoolean wasAsked = new AtomicBoolean();

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authentication) throws CertificateException {
            throw new CertificateException("this is a probe");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authentication) throws CertificateException {
            wasAsked.set(true);
            throw new CertificateException("this is a probe");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.exchange;

import dev.wshttp.security.internal.wss.Protection;
import java.security.cert.X509Certificate;

/** A protocol that can open and renew sessions (WCF: the bootstrap binding). Implementations are safe for use by several threads. */
public interface BootstrapProtocol extends ClientProtocol {
    /**
     * Returns how to protect a request that opens or renews a session. May exchange messages with the service first.
     *
     * @throws dev.wshttp.security.MessageSecurityException as {@link #protection(Peer)}
     */
    Opening opening(Peer peer);

    /** Returns the client's own certificate as it is now, by which the next opening proves the client. */
    X509Certificate client();

    @Override
    default Protection protection(Peer peer) {
        return opening(peer).protection();
    }

    /**
     * The protection of one request that opens or renews a session.
     *
     * @param service the trusted certificate by which the service proved itself, or has to prove itself
     * @param client the client's own certificate, by which it proves itself
     */
    record Opening(Protection protection, X509Certificate service, X509Certificate client) {}
}

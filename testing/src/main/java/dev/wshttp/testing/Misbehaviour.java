// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

/**
 * One thing that a service or a client of {@link WsHttpTest} does wrong, while everything else is right. The other side has to notice it, or, after
 * {@link #FORGOTTEN_SESSION}, to go on.
 */
public enum Misbehaviour {
    /** Proves itself with a certificate that another authority of the same name issued, for the right names. */
    UNTRUSTED_CERTIFICATE,
    /** Proves itself with a certificate that expired an hour ago. */
    EXPIRED_CERTIFICATE,
    /** Proves itself with a certificate that the revocation list {@code ca.crl} names. */
    REVOKED_CERTIFICATE,
    /** A service that proves itself with the certificate of another service, {@code Fabrikam.com}, of the same authority. */
    OTHER_SERVICE,
    /** Has a clock that is half an hour behind, so that its messages are out of date when they arrive. */
    EXPIRED_TIMESTAMP,
    /** Changes a character in the body of each call (of a client) or of each answer to a call (of a service). */
    TAMPERED_BODY,
    /** A client that sends each call twice; its own call gets the second answer. A service that answers every call with its first answer. */
    REPLAY,
    /** A service that refuses to open a session, with an unsecured fault. Needs a binding with sessions. */
    REFUSED_SESSION,
    /** A service that forgets all its sessions and negotiated tokens after each call, as a service does that is started anew. */
    FORGOTTEN_SESSION,
    /** A service that answers each call with an unsecured fault, as one does that does not accept the security of a message. */
    UNSECURED_FAULT;

    /** Returns whether only a service can do it. */
    boolean isOfServicesOnly() {
        return switch (this) {
            case OTHER_SERVICE, REFUSED_SESSION, FORGOTTEN_SESSION, UNSECURED_FAULT -> true;
            default -> false;
        };
    }
}

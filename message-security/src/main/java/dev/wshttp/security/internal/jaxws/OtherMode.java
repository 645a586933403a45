// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static dev.wshttp.security.SecurityFault.ACTION_UNKNOWN;
import static dev.wshttp.security.SecurityFault.CONTEXT_NOT_RECOGNIZED;
import static dev.wshttp.security.SecurityFault.SECURITY_HEADER_MISSING;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.negotiation.NegotiationService;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.ReceivedMessage;

/**
 * Recognizes the request of a client in another mode than this endpoint's, or of one without message security.
 *
 * @param negotiates whether this endpoint does
 * @param hasSessions whether this endpoint has them
 */
record OtherMode(boolean negotiates, boolean hasSessions) {
    private static final String REMEDY =
            "Set negotiateServiceCredential and establishSecurityContext to the same values on both sides.";

    /**
     * Requires a message with security.
     *
     * @throws MessageSecurityException saying what the client is
     */
    void requireSecurity(ReceivedMessage message) {
        if (message.isSecured()) {
            return;
        }
        if (!negotiates && NegotiationService.isLeg(message)) {
            throw new MessageSecurityException(
                    hasSessions ? CONTEXT_NOT_RECOGNIZED : ACTION_UNKNOWN,
                    "The client wants to negotiate (action '"
                            + message.addressing().action()
                            + "'; expected no negotiation, because negotiateServiceCredential is 'false' here). "
                            + REMEDY);
        }
        throw withoutSecurity();
    }

    /** Returns the refusal of a message in clear. */
    static MessageSecurityException withoutSecurity() {
        return new MessageSecurityException(
                SECURITY_HEADER_MISSING,
                "The message has no security header, so it is in clear (expected a message secured as this binding requires). Configure"
                        + " WSHttpBinding with SecurityMode.Message and client certificates on the other side; a port of Java needs"
                        + " MessageSecurityFeature.forClient.");
    }

    /**
     * Requires that the client does not ask for a session where there is none.
     *
     * @throws MessageSecurityException saying so
     */
    void requireNoSession(ReceivedMessage message) {
        if (!hasSessions
                && SessionAction.ofRequest(message.addressing().action()).isPresent()) {
            throw new MessageSecurityException(
                    ACTION_UNKNOWN,
                    "The client wants a session (action '"
                            + message.addressing().action()
                            + "'; expected calls, because establishSecurityContext is 'false' here). " + REMEDY);
        }
    }

    /** Returns the reason that the client is told. Interop: where WCF has sessions, it answers a call in clear as one without a context. */
    SecurityFault told(SecurityFault fault, Addressing claimed) {
        boolean asksForSession = SessionAction.ISSUE.request().equals(claimed.action());
        return fault == SECURITY_HEADER_MISSING && hasSessions && !asksForSession ? CONTEXT_NOT_RECOGNIZED : fault;
    }
}

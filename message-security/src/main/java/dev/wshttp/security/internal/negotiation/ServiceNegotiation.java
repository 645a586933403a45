// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.trust.BinaryExchange;

/** One negotiation of a service, while it is under way. Not safe for use by several threads. */
final class ServiceNegotiation {
    // Two are normal. The limit ends a negotiation with a client that goes on for ever.
    private static final int MOST_LEGS = 10;

    private final String context;
    private final TlsHandshake handshake;
    private final Transcript transcript;
    private int legs;

    /**
     * @param context by which the client names the negotiation
     * @param mostMessageBytes how large a message may be
     */
    ServiceNegotiation(String context, TlsHandshake handshake, int mostMessageBytes) {
        this.context = context;
        this.handshake = handshake;
        this.transcript = new Transcript(mostMessageBytes);
    }

    String context() {
        return context;
    }

    TlsHandshake handshake() {
        return handshake;
    }

    Transcript transcript() {
        return transcript;
    }

    /**
     * Requires that a leg that did not end the handshake brought it forward.
     *
     * @throws MessageSecurityException with {@link SecurityFault#NEGOTIATION_FAILED} if it did not, or there were too many legs
     */
    void requireProgress(BinaryExchange received, BinaryExchange answer) {
        legs++;
        boolean silent = received.octets().length == 0 && answer.octets().length == 0;
        if (silent || legs >= MOST_LEGS) {
            throw new MessageSecurityException(
                    SecurityFault.NEGOTIATION_FAILED,
                    "A negotiation makes no progress: after '" + legs
                            + "' legs the handshake is not over (expected 2, each with a flight of TLS, and '"
                            + MOST_LEGS
                            + "' at most). The client is cut off, or breaks the protocol.");
        }
    }
}

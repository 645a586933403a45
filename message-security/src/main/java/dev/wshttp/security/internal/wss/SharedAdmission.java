// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.instances.SharedMemory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * Lets each message pass once at all instances of a service together, and none under a context that one of them ended. One round trip a message. Safe for use
 * by several threads.
 */
final class SharedAdmission {
    // Each instance is at most a minute from the clock of the memory, by which entries end.
    private static final Duration CLOCKS_APART = Duration.ofMinutes(2);

    private final SharedMemory memory;
    private final Duration keep;

    /** @param replayWindow for how long after its acceptance the timestamp of a message may pass */
    SharedAdmission(SharedMemory memory, Duration replayWindow) {
        this.memory = memory;
        this.keep = replayWindow.plus(CLOCKS_APART);
    }

    /**
     * Takes note of a message that is proved.
     *
     * @param signatureValue base64 of its primary signature value, without white space
     * @return since when the memory is complete, with a margin; an older message may be a copy of one that it forgot
     * @throws MessageSecurityException with {@link SecurityFault#MESSAGE_REPLAYED}, {@link SecurityFault#CONTEXT_NOT_RECOGNIZED} or
     *     {@link SecurityFault#SHARED_MEMORY_UNAVAILABLE}
     */
    Instant require(String signatureValue, MessageKey key) {
        String context = key instanceof MessageKey.OfContext known
                ? known.context().token().identifier()
                : "";
        switch (memory.admit(signatureValue.getBytes(StandardCharsets.US_ASCII), keep, context)) {
            case ADMITTED -> {}
            case SEEN ->
                throw new MessageSecurityException(
                        SecurityFault.MESSAGE_REPLAYED,
                        "An instance of this service accepted a message with this signature before (expected each message once). It was sent"
                                + " again: if by a balancer, a proxy or a retry, let the sender make a new message instead.");
            case CONTEXT_ENDED ->
                throw new MessageSecurityException(
                        SecurityFault.CONTEXT_NOT_RECOGNIZED,
                        "The message is under the context '" + context
                                + "' (expected one that is alive). An instance of this service ended it: its client cancelled the session, or"
                                + " opened a session by the negotiated token before.");
        }
        Instant complete = memory.completeSince();
        return complete.equals(Instant.MIN) ? complete : complete.plus(SharedMemory.MARGIN);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.events.WireListener;
import dev.wshttp.security.events.WireMessage;
import dev.wshttp.security.events.WireMessage.Direction;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what one port or endpoint sends and receives. Without listeners it copies nothing and asks no clock. Safe for use by several threads.
 */
final class WireObserver {
    static final byte[] NOT_READ = {};

    private static final Logger LOG = LoggerFactory.getLogger(WireObserver.class);

    private final List<WireListener> listeners;
    private final Clock clock;

    /** @param clock tells when a message passed */
    WireObserver(List<WireListener> listeners, Clock clock) {
        this.listeners = listeners;
        this.clock = clock;
    }

    void sent(String contentType, byte[] octets) {
        passed(Direction.SENT, contentType, octets);
    }

    void received(@Nullable String contentType, byte[] octets) {
        passed(Direction.RECEIVED, contentType, octets);
    }

    private void passed(Direction direction, @Nullable String contentType, byte[] octets) {
        if (!listeners.isEmpty()) {
            var message =
                    new WireMessage(direction, clock.instant(), Objects.requireNonNullElse(contentType, ""), octets);
            tell(listener -> listener.passed(message));
        }
    }

    /** @param requestId that of the request which was verified, or whose reply was */
    void accepted(Optional<String> requestId) {
        if (!listeners.isEmpty()) {
            tell(listener -> listener.accepted(requestId));
        }
    }

    /** @param requestId that of the request which was refused, or whose reply was */
    void refused(Optional<String> requestId, SecurityFault reason) {
        if (!listeners.isEmpty()) {
            tell(listener -> listener.refused(requestId, reason));
        }
    }

    /** Tells of a reply that a client refused, by the request that it names. */
    void refused(MessageSecurityException reason) {
        refused(reason.messageId(), reason.fault());
    }

    // A message must not fail because it is watched.
    private void tell(Consumer<WireListener> fact) {
        for (WireListener listener : listeners) {
            try {
                fact.accept(listener);
            } catch (RuntimeException failed) {
                LOG.error("The listener {} failed", listener.getClass().getName(), failed);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.events.AnswerKind;
import dev.wshttp.security.events.EndpointStatus;
import dev.wshttp.security.events.ObservedRequest;
import dev.wshttp.security.events.SecurityListener;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the listeners of an endpoint what happens to its requests. Safe for use by several threads. */
final class ServiceObserver {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceObserver.class);

    private final List<SecurityListener> listeners;
    private final WireObserver wire;
    private final CallerNames names = new CallerNames();

    /** @param wire hears of requests, too, whether they were accepted */
    ServiceObserver(List<SecurityListener> listeners, WireObserver wire) {
        this.listeners = listeners;
        this.wire = wire;
    }

    WireObserver wire() {
        return wire;
    }

    /** Returns the names of callers for the log. */
    CallerNames names() {
        return names;
    }

    /** @throws RuntimeException of a listener */
    void started(EndpointStatus endpoint) {
        listeners.forEach(listener -> listener.started(endpoint));
    }

    void ended(EndpointStatus endpoint) {
        tell(listener -> listener.ended(endpoint));
    }

    /** @throws MessageSecurityException as {@link #accepted} */
    void authenticated(ObservedRequest call) {
        ask(listener -> listener.authenticated(call));
    }

    /** @throws MessageSecurityException with {@link SecurityFault#INTERNAL_ERROR} if a listener refuses */
    void accepted(ObservedRequest request, Duration time) {
        ask(listener -> listener.accepted(request, time));
        wire.accepted(request.messageId());
    }

    private void ask(Consumer<SecurityListener> fact) {
        for (SecurityListener listener : listeners) {
            try {
                fact.accept(listener);
            } catch (RuntimeException objection) {
                throw new MessageSecurityException(
                        SecurityFault.INTERNAL_ERROR,
                        "The listener '" + listener.getClass().getName()
                                + "' did not take note of a verified request (expected that it does): "
                                + objection.getMessage() + ". Correct what it says.",
                        objection);
            }
        }
    }

    void refused(ObservedRequest request, MessageSecurityException reason) {
        RefusalLog.write(request, reason);
        wire.refused(request.messageId(), reason.fault());
        if (!listeners.isEmpty()) {
            tell(listener -> listener.refused(request, reason));
        }
    }

    void answered(ObservedRequest request, AnswerKind answer, Duration time) {
        if (!listeners.isEmpty()) {
            tell(listener -> listener.answered(request, answer, time));
        }
    }

    // What is told has happened already, so a listener cannot stop it, and must not stop another listener.
    private void tell(Consumer<SecurityListener> fact) {
        for (SecurityListener listener : listeners) {
            try {
                fact.accept(listener);
            } catch (RuntimeException failed) {
                LOG.error("The listener {} failed", listener.getClass().getName(), failed);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.events.AnswerKind;
import dev.wshttp.security.events.EndpointStatus;
import dev.wshttp.security.events.ObservedRequest;
import dev.wshttp.security.events.RequestKind;
import dev.wshttp.security.events.SecurityListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a listener hears. */
final class KeptEvents implements SecurityListener {
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<EndpointStatus> endpoints = new CopyOnWriteArrayList<>();

    /** @param what {@code accepted}, the fault, or the kind of the answer */
    record Event(RequestKind kind, String what, ObservedRequest request, Duration time) {
        @Override
        public String toString() {
            return kind + " " + what;
        }
    }

    @Override
    public void started(EndpointStatus endpoint) {
        endpoints.add(endpoint);
    }

    @Override
    public void ended(EndpointStatus endpoint) {
        endpoints.remove(endpoint);
    }

    @Override
    public void accepted(ObservedRequest request, Duration time) {
        events.add(new Event(request.kind(), "accepted", request, time));
    }

    @Override
    public void refused(ObservedRequest request, MessageSecurityException reason) {
        events.add(new Event(request.kind(), reason.fault().name(), request, Duration.ZERO));
    }

    @Override
    public void answered(ObservedRequest request, AnswerKind answer, Duration time) {
        events.add(new Event(request.kind(), answer.name(), request, time));
    }

    /** Returns kind and what of each event, in their order. */
    List<String> told() {
        return events.stream().map(Event::toString).toList();
    }

    List<Event> events() {
        return events;
    }

    /** Returns the requests that were refused for this reason. */
    List<ObservedRequest> refused(SecurityFault fault) {
        return events.stream()
                .filter(event -> event.what.equals(fault.name()))
                .map(Event::request)
                .toList();
    }

    /** Returns the endpoints that were made and have not ended. */
    List<EndpointStatus> endpoints() {
        return endpoints;
    }
}

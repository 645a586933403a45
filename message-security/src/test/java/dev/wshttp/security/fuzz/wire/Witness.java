// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.wire;

import dev.wshttp.security.fuzz.View;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import jakarta.xml.ws.handler.MessageContext;
import jakarta.xml.ws.handler.soap.SOAPHandler;
import jakarta.xml.ws.handler.soap.SOAPMessageContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.namespace.QName;

/** Takes down what the application of one side sees. Safe for use by several threads, which have to take turns. */
final class Witness implements SOAPHandler<SOAPMessageContext> {
    private final List<Sighting> sightings = new ArrayList<>();
    private View received = new View(List.of(), List.of());

    /**
     * What an operation of the service saw.
     *
     * @param envelope what the handlers saw before it
     * @param call operation, arguments and caller
     */
    record Sighting(View envelope, String call) {}

    @Override
    public synchronized boolean handleMessage(SOAPMessageContext context) {
        if (!Boolean.TRUE.equals(context.get(MessageContext.MESSAGE_OUTBOUND_PROPERTY))) {
            received = view(context.getMessage());
        }
        return true;
    }

    @Override
    public boolean handleFault(SOAPMessageContext context) {
        return handleMessage(context);
    }

    private static View view(SOAPMessage message) {
        try {
            return View.of(message.getSOAPPart().getEnvelope());
        } catch (SOAPException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @Override
    public void close(MessageContext context) {}

    @Override
    public Set<QName> getHeaders() {
        return Set.of();
    }

    /** Takes down a call of an operation. */
    synchronized void saw(String call, String principal) {
        sightings.add(new Sighting(received, call.endsWith(" by " + principal) ? call : call + " or " + principal));
    }

    /** What the operations saw since this was asked last. */
    synchronized List<Sighting> sightings() {
        var seen = List.copyOf(sightings);
        sightings.clear();
        return seen;
    }

    /** The envelope that was received last. */
    synchronized View received() {
        return received;
    }

    /** Forgets the envelope that was received last. */
    synchronized void forget() {
        received = new View(List.of(), List.of());
    }
}

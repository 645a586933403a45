// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.events.ObservedRequest;
import dev.wshttp.security.events.SecurityListener;
import dev.wshttp.testing.CapturedMessage.Kind;
import dev.wshttp.testing.http.HttpRelay;
import dev.wshttp.testing.http.HttpRelay.Exchange;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.handler.Handler;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A service for the client that is tested, on a free port of this machine. {@link WsHttpTest#service} starts one, and it ends with the test. Safe for use by
 * several threads.
 */
public final class TestService {
    private final MessageCapture capture = new MessageCapture(Kind.REPLY);
    private final List<SecurityFault> refusals = new CopyOnWriteArrayList<>();
    private final PublishedEndpoint endpoint;
    private final Wire wire;

    /**
     * Starts the service.
     *
     * @param security returns what secures it at an address
     */
    TestService(Object implementation, Function<URI, MessageSecurityFeature> security, Optional<Misbehaviour> way) {
        Contract contract = Contract.of(implementation);
        this.endpoint = new PublishedEndpoint(() -> endpoint(contract, implementation, security));
        this.wire = Wire.ofService(HttpRelay.forwardingTo(endpoint::address), way, endpoint::publish);
        publish();
    }

    private void publish() {
        try {
            endpoint.publish();
        } catch (RuntimeException refused) {
            close();
            throw refused;
        }
    }

    @SuppressWarnings("rawtypes") // as JAX-WS has it
    private Endpoint endpoint(
            Contract contract, Object implementation, Function<URI, MessageSecurityFeature> security) {
        Endpoint made =
                contract.endpoint(implementation, security.apply(wire.address()).withListener(new Refusals(refusals)));
        List<Handler> handlers = new ArrayList<>(made.getBinding().getHandlerChain());
        handlers.add(capture);
        made.getBinding().setHandlerChain(handlers);
        return made;
    }

    /** Returns where the service is, and what messages for it have to say. Its WSDL is there at {@code ?wsdl}. */
    public URI address() {
        return wire.address();
    }

    /**
     * Returns the messages of calls that the service accepted, and its answers, decrypted, in their order. Of an implementation with {@code @HandlerChain}, whose
     * handlers take the place of the one that keeps them, there are none.
     */
    public List<CapturedMessage> messages() {
        return capture.messages();
    }

    /** Returns all that the network saw, the messages that open a session too, in its order. */
    public List<Exchange> wire() {
        return wire.exchanges();
    }

    /** Returns why the service refused messages, in the order of these. */
    public List<SecurityFault> refusals() {
        return List.copyOf(refusals);
    }

    void close() {
        wire.close();
        endpoint.close();
    }

    private record Refusals(List<SecurityFault> refusals) implements SecurityListener {
        @Override
        public void refused(ObservedRequest request, MessageSecurityException reason) {
            refusals.add(reason.fault());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import dev.wshttp.security.MessageSecurity;
import dev.wshttp.testing.CapturedMessage.Kind;
import dev.wshttp.testing.http.HttpRelay.Exchange;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.WebServiceException;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A client for the service that is tested. {@link WsHttpTest#client} makes one, and it ends with the test. Safe for use by several threads.
 *
 * @param <T> the service endpoint interface
 */
public final class TestClient<T> {
    private final MessageCapture capture = new MessageCapture(Kind.REQUEST);
    private final Wire wire;
    private final T port;

    /**
     * Makes the client.
     *
     * @param via where the service is
     * @param making makes its port
     */
    TestClient(Supplier<T> making, URI via, Optional<Misbehaviour> way) {
        this.port = MessageSecurity.requireSecured(making.get());
        this.wire = Wire.ofClient(via, way);
        var provider = (BindingProvider) port;
        provider.getRequestContext()
                .put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, wire.address().toString());
        provider.getBinding().setHandlerChain(List.of(capture));
    }

    /** Returns what calls the service. */
    public T port() {
        return port;
    }

    /** Returns the messages of calls, and the answers that the client accepted, decrypted, in their order. */
    public List<CapturedMessage> messages() {
        return capture.messages();
    }

    /** Returns all that the network saw, the messages that open a session too, in its order. */
    public List<Exchange> wire() {
        return wire.exchanges();
    }

    void close() {
        try {
            ((Closeable) port).close();
        } catch (IOException | WebServiceException gone) {
            // The service may have ended before, or does not know the session: there is nothing to end then.
        }
        wire.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import dev.wshttp.testing.http.HttpRelay;
import dev.wshttp.testing.http.HttpRelay.Answer;
import dev.wshttp.testing.http.HttpRelay.Reply;
import dev.wshttp.testing.http.HttpRelay.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before a service, passes everything on, keeps a copy, and can send a request once more. */
public final class Recorder implements AutoCloseable {
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final Answer service;
    private final HttpRelay relay;

    private Recorder(Answer service) {
        this.service = service;
        this.relay = HttpRelay.open("/Calculator", this::pass);
    }

    /** Starts to record. */
    public static Recorder of(URI service) {
        return new Recorder(HttpRelay.forwardingTo(service));
    }

    /** Passes a request on and keeps a copy. */
    public Reply pass(Request request) throws IOException {
        Reply reply = service.to(request);
        exchanges.add(new Exchange(request, reply));
        return reply;
    }

    /** Returns where to connect to. */
    public URI address() {
        return relay.address();
    }

    /** Returns what has been said until now. */
    public List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** Forgets what has been said. */
    public void clear() {
        exchanges.clear();
    }

    /** Sends the request of an exchange to the service again. */
    public Exchange again(Exchange exchange) throws IOException {
        return new Exchange(exchange.request(), service.to(exchange.request()));
    }

    @Override
    public void close() {
        relay.close();
    }

    /** A request and its reply. */
    public record Exchange(Request request, Reply reply) {
        /** Returns the envelope that was sent. */
        public String sent() {
            return new String(request.body(), StandardCharsets.UTF_8);
        }

        /** Returns the envelope that came back. */
        public String received() {
            return new String(reply.body(), StandardCharsets.UTF_8);
        }
    }
}

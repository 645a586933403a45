// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import dev.wshttp.it.wire.HttpRelay;
import dev.wshttp.it.wire.HttpRelay.Answer;
import dev.wshttp.it.wire.HttpRelay.Reply;
import dev.wshttp.it.wire.HttpRelay.Request;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** Stands between a client and a service, keeps every message and changes those that it wants to. */
final class ManInTheMiddle implements AutoCloseable {
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final HttpRelay relay;

    private ManInTheMiddle(Answer answer) {
        this.relay = HttpRelay.open(request -> {
            Reply reply = answer.to(request);
            exchanges.add(new Exchange(request, reply));
            return reply;
        });
    }

    /** Passes everything on as it is. */
    static ManInTheMiddle listening(URI service) {
        return new ManInTheMiddle(HttpRelay.forwardingTo(service));
    }

    /** Changes the service's replies. */
    static ManInTheMiddle changingReplies(URI service, UnaryOperator<Envelope> change) {
        Answer genuine = HttpRelay.forwardingTo(service);
        return new ManInTheMiddle(request -> {
            Reply reply = genuine.to(request);
            return reply.with(change.apply(Envelope.parse(reply.body())).octets());
        });
    }

    /** Answers by itself, with what the service would have said at hand. */
    static ManInTheMiddle answering(Answer answer) {
        return new ManInTheMiddle(answer);
    }

    /** Where the client is made to connect to. */
    URI address() {
        return relay.address();
    }

    /** What passed, in its order. */
    List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    @Override
    public void close() {
        relay.close();
    }

    /** A request and its answer. */
    record Exchange(Request request, Reply reply) {}
}

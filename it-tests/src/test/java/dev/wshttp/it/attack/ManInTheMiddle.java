// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.attack;

import dev.wshttp.it.wire.Envelope;
import dev.wshttp.testing.http.HttpRelay;
import dev.wshttp.testing.http.HttpRelay.Answer;
import dev.wshttp.testing.http.HttpRelay.Reply;
import dev.wshttp.testing.http.HttpRelay.Request;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Stands between a client and a service, keeps every message and changes those that the test selects. */
public final class ManInTheMiddle implements AutoCloseable {
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final HttpRelay relay;

    private ManInTheMiddle(Answer answer) {
        this.relay = HttpRelay.open("/Calculator", request -> {
            Reply reply = answer.to(request);
            exchanges.add(new Exchange(request, reply));
            return reply;
        });
    }

    /** Passes everything on as it is. */
    public static ManInTheMiddle listening(URI service) {
        return new ManInTheMiddle(HttpRelay.forwardingTo(service));
    }

    /** Changes the service's replies to calls. */
    public static ManInTheMiddle changingReplies(URI service, UnaryOperator<Envelope> change) {
        return changingReplies(service, Envelope::isCall, change);
    }

    /** Changes the service's replies to some requests. */
    public static ManInTheMiddle changingReplies(URI service, Predicate<Envelope> of, UnaryOperator<Envelope> change) {
        Answer genuine = HttpRelay.forwardingTo(service);
        return answering(service, of, request -> {
            Reply reply = genuine.to(request);
            return reply.with(change.apply(Envelope.parse(reply.body())).octets());
        });
    }

    /** Answers calls by itself; what comes before them passes. */
    public static ManInTheMiddle answeringCalls(URI service, Answer answer) {
        return answering(service, Envelope::isCall, answer);
    }

    private static ManInTheMiddle answering(URI service, Predicate<Envelope> which, Answer answer) {
        Answer genuine = HttpRelay.forwardingTo(service);
        return new ManInTheMiddle(
                request -> (which.test(Envelope.parse(request.body())) ? answer : genuine).to(request));
    }

    /** Answers by itself, with what the service would have said at hand. */
    public static ManInTheMiddle answering(Answer answer) {
        return new ManInTheMiddle(answer);
    }

    /** Returns where the client is made to connect to. */
    public URI address() {
        return relay.address();
    }

    /** Returns what passed, in its order. */
    public List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** Returns what the requests said that they were for, in their order. */
    public List<String> actions() {
        return exchanges.stream()
                .map(exchange -> Envelope.parse(exchange.request().body()).action())
                .toList();
    }

    /** Returns the exchange that came last. */
    public Exchange last() {
        return exchanges.get(exchanges.size() - 1);
    }

    @Override
    public void close() {
        relay.close();
    }

    /** A request and its answer. */
    public record Exchange(Request request, Reply reply) {
        /** Returns the message id of the request, which the log of the service names. */
        public String messageId() {
            return Envelope.parse(request.body()).messageId();
        }
    }
}

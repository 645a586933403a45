// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.testing.http.HttpRelay;
import dev.wshttp.testing.http.HttpRelay.Answer;
import dev.wshttp.testing.http.HttpRelay.Exchange;
import dev.wshttp.testing.http.HttpRelay.Reply;
import dev.wshttp.testing.http.HttpRelay.Request;
import java.net.ConnectException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a service, keeps what the partner of the tested side sends and receives, and does on the wire what can be done wrong there.
 * Safe for use by several threads.
 */
final class Wire implements AutoCloseable {
    private static final String SECURITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    private static final String TRUST = "http://schemas.xmlsoap.org/ws/2005/02/trust";

    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Reply> first = new AtomicReference<>();
    private final HttpRelay relay;

    private Wire(String path, Function<Wire, Answer> answer) {
        this.relay = HttpRelay.open(path, answer.apply(this));
    }

    /**
     * Opens the wire of a service.
     *
     * @param genuine the service itself
     * @param restart lets the service forget
     */
    static Wire ofService(Answer genuine, Optional<Misbehaviour> way, Runnable restart) {
        return new Wire(
                "/Service",
                wire -> wire.recording(way.map(each -> wire.misbehavingService(each, genuine, restart))
                        .orElse(genuine)));
    }

    /**
     * Opens the wire of a client.
     *
     * @param service where the client's messages go
     */
    static Wire ofClient(URI service, Optional<Misbehaviour> way) {
        return new Wire("/Client", wire -> {
            Answer recorded = wire.recording(reaching(service));
            return way.map(each -> misbehavingClient(each, recorded)).orElse(recorded);
        });
    }

    // Without an answer the client could only tell that the relay ended the connection.
    private static Answer reaching(URI service) {
        Answer forwarding = HttpRelay.forwardingTo(service);
        return request -> {
            try {
                return forwarding.to(request);
            } catch (ConnectException refused) {
                String text = "Nothing listens at '" + service + "', to which this client of a test sends.";
                return new Reply(502, "text/plain; charset=utf-8", text.getBytes(UTF_8));
            }
        };
    }

    URI address() {
        return relay.address();
    }

    List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    @Override
    public void close() {
        relay.close();
    }

    private Answer recording(Answer answer) {
        return request -> {
            Reply reply = answer.to(request);
            if (request.method().equals("POST")) {
                exchanges.add(new Exchange(request, reply));
            }
            return reply;
        };
    }

    private Answer misbehavingService(Misbehaviour way, Answer genuine, Runnable restart) {
        return switch (way) {
            case TAMPERED_BODY ->
                onCalls(genuine, request -> {
                    Reply reply = genuine.to(request);
                    return reply.with(WireMessage.of(reply).withTamperedBody());
                });
            case REPLAY ->
                onCalls(genuine, request -> {
                    Reply before = first.get();
                    if (before != null) {
                        return before;
                    }
                    Reply reply = genuine.to(request);
                    first.set(reply);
                    return reply;
                });
            case REFUSED_SESSION ->
                request -> WireMessage.of(request).opensSession()
                        ? WireMessage.of(request).fault(TRUST, "RequestFailed", "The specified request failed")
                        : genuine.to(request);
            case FORGOTTEN_SESSION ->
                onCalls(genuine, request -> {
                    Reply reply = genuine.to(request);
                    restart.run();
                    return reply;
                });
            case UNSECURED_FAULT ->
                onCalls(
                        genuine,
                        request -> WireMessage.of(request)
                                .fault(
                                        SECURITY,
                                        "InvalidSecurity",
                                        "An error occurred when verifying security for the message."));
            default -> genuine;
        };
    }

    private static Answer misbehavingClient(Misbehaviour way, Answer genuine) {
        return switch (way) {
            case TAMPERED_BODY ->
                onCalls(
                        genuine,
                        request ->
                                genuine.to(request.with(WireMessage.of(request).withTamperedBody())));
            case REPLAY ->
                onCalls(genuine, request -> {
                    genuine.to(request);
                    return genuine.to(request);
                });
            default -> genuine;
        };
    }

    private static Answer onCalls(Answer genuine, Answer answer) {
        return request -> (isCall(request) ? answer : genuine).to(request);
    }

    private static boolean isCall(Request request) {
        return WireMessage.of(request).isCall();
    }
}

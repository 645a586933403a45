// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.instances;

import dev.wshttp.testing.http.HttpRelay;
import dev.wshttp.testing.http.HttpRelay.Reply;
import dev.wshttp.testing.http.HttpRelay.Request;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A balancer without affinity: each message goes to the next instance. One that refuses the connection is passed over; a message that may have arrived is never
 * sent again. Safe for use by several threads.
 */
final class Balancer implements AutoCloseable {
    static final int OK = 200;
    static final int BAD_GATEWAY = 502;
    static final int UNAVAILABLE = 503;

    private static final Logger LOG = LoggerFactory.getLogger(Balancer.class);
    private static final String PATH = "/Calculator";
    private static final String SOAP = "application/soap+xml; charset=utf-8";
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);

    private final List<URI> instances = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final AtomicInteger turn = new AtomicInteger();
    private final HttpRelay relay = HttpRelay.open(PATH, this::answer);
    private volatile BiConsumer<byte[], Reply> observer = (request, reply) -> {};
    private volatile int twins; // each how many-th call goes to two instances at once; 0 for none

    /** Returns where clients connect to, which is also what their messages are for. */
    URI address() {
        return relay.address();
    }

    void add(URI instance) {
        instances.add(instance);
    }

    void remove(URI instance) {
        instances.remove(instance);
    }

    List<URI> instances() {
        return List.copyOf(instances);
    }

    /** Tells of each request and its answer. */
    void observe(BiConsumer<byte[], Reply> other) {
        observer = other;
    }

    /** Sends a copy of each n-th call to another instance, at the same time; the client gets the answer of the one that accepts it. */
    void twinEach(int calls) {
        twins = calls;
    }

    private Reply answer(Request request) {
        int number = turn.getAndIncrement();
        int each = twins;
        Reply reply = each > 0 && number % each == 0 && instances.size() > 1 && isCall(request.body())
                ? twice(number, request.body())
                : once(number, request.body());
        observer.accept(request.body(), reply);
        return reply;
    }

    private Reply once(int number, byte[] message) {
        List<URI> all = new ArrayList<>(instances);
        for (int attempt = 0; attempt < all.size(); attempt++) {
            URI instance = all.get(Math.floorMod(number + attempt, all.size()));
            try {
                return send(instance, message);
            } catch (ConnectException notThere) {
                LOG.debug("{} is not there, and nothing was sent", instance);
            } catch (IOException broken) {
                return new Reply(BAD_GATEWAY, "", new byte[0]);
            }
        }
        return new Reply(UNAVAILABLE, "", new byte[0]);
    }

    private Reply twice(int number, byte[] message) {
        List<URI> all = instances();
        var copy =
                CompletableFuture.supplyAsync(() -> quietly(all.get(Math.floorMod(number + 1, all.size())), message));
        Reply first = quietly(all.get(Math.floorMod(number, all.size())), message);
        Reply second = copy.join();
        return first.status() == OK ? first : second;
    }

    private Reply quietly(URI instance, byte[] message) {
        try {
            return send(instance, message);
        } catch (IOException broken) {
            return new Reply(BAD_GATEWAY, "", new byte[0]);
        }
    }

    /** Sends a message to an instance, whatever comes next to it. */
    Reply send(URI instance, byte[] message) throws IOException {
        var request = HttpRequest.newBuilder(instance)
                .timeout(LONGEST_ANSWER)
                .header("Content-Type", SOAP)
                .POST(HttpRequest.BodyPublishers.ofByteArray(message))
                .build();
        return HttpRelay.send(http, request);
    }

    static boolean isCall(byte[] message) {
        return new String(message, StandardCharsets.ISO_8859_1).contains("/ICalculator/Add<");
    }

    @Override
    public void close() {
        relay.close();
    }
}

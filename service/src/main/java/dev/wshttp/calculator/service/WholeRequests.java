// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import dev.wshttp.security.UntrustedText;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads each request completely before it gets a turn, and sends the answer after the turn. So a peer that sends or reads slowly does not
 * keep a turn. An answer that has to wait keeps neither a turn nor a thread. Safe for use by several threads.
 */
final class WholeRequests extends Filter {
    private static final Logger LOG = LoggerFactory.getLogger(WholeRequests.class);
    private static final Duration LONGEST_WAIT_FOR_A_TURN = Duration.ofSeconds(30);
    private static final int UNAVAILABLE = 503;
    private static final long NO_BODY = -1;
    private static final byte[] NO_OCTETS = {};

    private final HttpContext endpoint;
    private final EndpointPath path;
    private final int maxBytes;
    private final Turns turns;
    private final Executor later;
    private final OverloadLog overload;

    /**
     * @param endpoint the context in which requests are processed, whatever spelling of its path they were sent to
     * @param path of the endpoint
     * @param maxBytes size of the largest message; one octet more is read, so that the binding itself refuses a larger message
     * @param later runs the tasks that send delayed answers
     */
    WholeRequests(
            HttpContext endpoint, EndpointPath path, int maxBytes, Turns turns, Executor later, OverloadLog overload) {
        this.endpoint = endpoint;
        this.path = path;
        this.maxBytes = maxBytes;
        this.turns = turns;
        this.later = later;
        this.overload = overload;
    }

    @Override
    public String description() {
        return "Reads requests before they are processed";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        byte[] request;
        try {
            request = exchange.getRequestMethod().equals("POST") ? upToTheLimit(exchange.getRequestBody()) : NO_OCTETS;
        } catch (ClosedChannelException closedHere) {
            // The request lost its place, or the server ends.
            throw closedHere;
        } catch (IOException | RuntimeException broken) {
            // The JDK's stream throws an IndexOutOfBoundsException for some malformed chunks.
            refuse(exchange, broken);
            return;
        }
        var kept = new KeptExchange(exchange, endpoint, path, request);
        Place.atWork(() -> process(kept, chain));
        if (kept.delay().isZero()) {
            kept.send();
        } else {
            CompletableFuture.delayedExecutor(kept.delay().toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
                    .execute(() -> sendLater(kept));
        }
    }

    /** Sends a delayed answer. The server no longer manages the exchange, so this method ends the connection in any case. */
    private void sendLater(KeptExchange exchange) {
        try {
            later.execute(() -> sendOrEnd(exchange));
        } catch (RejectedExecutionException allPlacesTaken) {
            exchange.end();
        }
    }

    private static void sendOrEnd(KeptExchange exchange) {
        try {
            exchange.send();
        } catch (IOException | RuntimeException gone) {
            LOG.debug("A delayed answer did not reach its client", gone);
            exchange.end();
        }
    }

    private static void refuse(HttpExchange exchange, Exception broken) throws IOException {
        LOG.warn(
                "Refused a request from {}: its body cannot be read: {} (expected the body that its headers announce)",
                exchange.getRemoteAddress(),
                UntrustedText.oneLine(broken.toString()));
        endRequest(exchange);
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_BAD_REQUEST, NO_BODY);
    }

    // Without this the JDK's server would try to read on after the answer, and fail.
    private static void endRequest(HttpExchange exchange) {
        try {
            exchange.getRequestBody().close();
        } catch (IOException | RuntimeException unreadable) {
            LOG.debug("The rest of a request cannot be read", unreadable);
        }
    }

    private byte[] upToTheLimit(InputStream body) throws IOException {
        return body.readNBytes(maxBytes == Integer.MAX_VALUE ? maxBytes : maxBytes + 1);
    }

    private void process(KeptExchange exchange, Chain chain) throws IOException {
        var origin = Origin.of(exchange);
        if (!turns.take(origin, LONGEST_WAIT_FOR_A_TURN)) {
            overload.tell("Requests were refused with 503, because they got no turn within '" + LONGEST_WAIT_FOR_A_TURN
                    + "'");
            exchange.sendResponseHeaders(UNAVAILABLE, NO_BODY);
            return;
        }
        try {
            chain.doFilter(exchange);
        } finally {
            turns.giveBack();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to an asynchronous request. The container waits for it without end, so there is one, whatever fails: at worst status 500. Safe for use by
 * several threads.
 */
final class LaterAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(LaterAnswer.class);
    private static final long NO_TIMEOUT = 0;

    private final HttpServletResponse response;
    private final AsyncContext request;
    private final AtomicBoolean isTaken = new AtomicBoolean();

    private LaterAnswer(HttpServletResponse response, AsyncContext request) {
        this.response = response;
        this.request = request;
    }

    /** Takes a request out of the hands of the thread that calls. */
    static LaterAnswer to(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext later = request.startAsync(request, response);
        // The time of an answer is the time that its peer takes, which the container bounds.
        later.setTimeout(NO_TIMEOUT);
        return new LaterAnswer(response, later);
    }

    /** Returns an action that answers the request, and that does nothing if another one was begun before. */
    Runnable once(Runnable action) {
        return () -> {
            if (isTaken.compareAndSet(false, true)) {
                orEnd(action);
            }
        };
    }

    /** Runs a step towards the answer. If it fails, the request ends. */
    void orEnd(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error unforeseen) {
            LOG.error("A request cannot be answered", unforeseen);
            end();
        }
    }

    private void end() {
        try {
            if (!response.isCommitted()) {
                response.reset();
                response.setStatus(HttpURLConnection.HTTP_INTERNAL_ERROR);
                response.setContentLength(0);
            }
            request.complete();
        } catch (RuntimeException | Error gone) {
            LOG.debug("The container has ended the request meanwhile", gone);
        }
    }

    /** Sends what an exchange has, after its delay. */
    void send(ServletExchange exchange) {
        if (exchange.delay().isZero()) {
            sendNow(exchange);
        } else {
            CompletableFuture.delayedExecutor(exchange.delay().toNanos(), TimeUnit.NANOSECONDS)
                    .execute(() -> orEnd(() -> sendNow(exchange)));
        }
    }

    /** Sends a status in the place of what an exchange has. */
    void send(int status, ServletExchange exchange) {
        exchange.answerInstead(status);
        sendNow(exchange);
    }

    private void sendNow(ServletExchange exchange) {
        try {
            byte[] body = exchange.answerOn(response);
            new AnswerWriter(request, response.getOutputStream(), body).send();
        } catch (IOException | IllegalStateException gone) {
            // The container has ended the request meanwhile, because its connection failed or the server stops.
            LOG.debug("An answer cannot be sent", gone);
        }
    }
}

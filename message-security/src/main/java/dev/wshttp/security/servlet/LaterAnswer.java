// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to an asynchronous request. The container waits for it without end, so there is one, whatever fails: at worst status 500. A request that the
 * container has ended itself is left alone, because its objects may be those of another request then. Safe for use by several threads.
 */
final class LaterAnswer implements AsyncListener {
    private static final Logger LOG = LoggerFactory.getLogger(LaterAnswer.class);
    private static final long NO_TIMEOUT = 0;

    private final HttpServletResponse response;
    private final AsyncContext request;
    private final AtomicBoolean isTaken = new AtomicBoolean();
    // No lock: a container may hold one of its own while it tells this.
    private volatile boolean isEnded;

    private LaterAnswer(HttpServletResponse response, AsyncContext request) {
        this.response = response;
        this.request = request;
    }

    /** Takes a request out of the hands of the thread that calls. */
    static LaterAnswer to(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext later = request.startAsync(request, response);
        // The time of an answer is the time that its peer takes, which the container bounds.
        later.setTimeout(NO_TIMEOUT);
        var answer = new LaterAnswer(response, later);
        later.addListener(answer);
        return answer;
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
        } catch (RuntimeException | Error failed) {
            try {
                tell(failed);
            } finally {
                end();
            }
        }
    }

    private void tell(Throwable failed) {
        if (isEnded || failed instanceof UncheckedIOException) {
            LOG.debug("An answer cannot be sent", failed);
        } else {
            LOG.error("A request cannot be answered", failed);
        }
    }

    private void end() {
        if (isEnded) {
            return;
        }
        try {
            refuse();
        } catch (RuntimeException | Error gone) {
            LOG.debug("A request has no status", gone);
        } finally {
            complete();
        }
    }

    private void refuse() {
        if (!response.isCommitted()) {
            response.reset();
            response.setStatus(HttpURLConnection.HTTP_INTERNAL_ERROR);
            response.setContentLength(0);
        }
    }

    private void complete() {
        try {
            request.complete();
        } catch (IllegalStateException ended) {
            LOG.debug("The container has ended a request meanwhile", ended);
        }
    }

    /** Sends what an exchange has, after its delay. */
    void send(ServletExchange exchange) {
        if (exchange.delay().isZero()) {
            sendNow(exchange);
        } else {
            // In the thread that delays, because sending waits for nothing.
            CompletableFuture.delayedExecutor(exchange.delay().toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
                    .execute(() -> orEnd(() -> sendNow(exchange)));
        }
    }

    /** Sends a status in the place of what an exchange has. */
    void send(int status, ServletExchange exchange) {
        exchange.answerInstead(status);
        sendNow(exchange);
    }

    private void sendNow(ServletExchange exchange) {
        if (isEnded) {
            return;
        }
        try {
            byte[] body = exchange.answerOn(response);
            new AnswerWriter(request, response.getOutputStream(), body).send();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        isEnded = true;
    }

    @Override
    public void onError(AsyncEvent event) {
        isEnded = true;
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        isEnded = true;
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Nothing starts it again.
    }
}

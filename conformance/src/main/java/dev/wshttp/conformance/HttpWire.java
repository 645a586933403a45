// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.wshttp.security.forgery.WireAnswer;
import dev.wshttp.security.internal.encoding.Undecodable;
import dev.wshttp.security.internal.encoding.WireFormat;
import dev.wshttp.security.internal.token.SharedSecret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Sends messages by HTTP, one after the other, and no more of them in a second than the user allows. */
final class HttpWire {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
    private static final int MOST_BYTES = 1 << 20;
    private static final long NANOSECONDS_PER_SECOND = 1_000_000_000L;

    private final HttpClient http;
    private final URI url;
    private final WireFormat format;
    private final Duration longestAnswer;
    private final long pauseNanoseconds;
    private long next = System.nanoTime();
    private int sent;

    /** @param format how messages are written and read */
    HttpWire(URI url, WireFormat format, int messagesPerSecond) {
        this(url, format, messagesPerSecond, LONGEST_ANSWER);
    }

    /**
     * Takes another limit.
     *
     * @param longestAnswer how long the connection may take to begin, and the answer to end
     */
    HttpWire(URI url, WireFormat format, int messagesPerSecond, Duration longestAnswer) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(longestAnswer)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.url = url;
        this.format = format;
        this.longestAnswer = longestAnswer;
        this.pauseNanoseconds = NANOSECONDS_PER_SECOND / messagesPerSecond;
    }

    /** Ends a case: the service ended the connection, or did not answer in time. */
    static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoAnswer(IOException cause) {
            super(cause.toString(), cause);
        }
    }

    /**
     * Sends an envelope.
     *
     * @throws NoAnswer if the service accepts the connection and does not answer
     * @throws KitFailure if there is no connection
     */
    WireAnswer post(byte[] envelope, SharedSecret secret) {
        return post(format.body(envelope), secret);
    }

    /** Sends a body as it is, as {@link #post(byte[], SharedSecret)}. */
    WireAnswer post(WireFormat.Body body, SharedSecret secret) {
        waitForTurn();
        var message = HttpRequest.newBuilder(url)
                .header("Content-Type", body.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.octets()))
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(message, head -> new FirstOctets(MOST_BYTES));
        try {
            // A timeout of the request would end with the headers of the answer. To connect has its own.
            HttpResponse<byte[]> response = answer.get(2 * longestAnswer.toMillis(), MILLISECONDS);
            return new WireAnswer(response.statusCode(), envelope(response), secret);
        } catch (ExecutionException failed) {
            throw failure(failed.getCause());
        } catch (TimeoutException tooLate) {
            throw new NoAnswer(
                    new HttpTimeoutException("no whole answer in " + longestAnswer.toSeconds() + " seconds"));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for an answer", stopped);
        } finally {
            answer.cancel(true);
            sent++;
        }
    }

    private RuntimeException failure(@Nullable Throwable cause) {
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return new KitFailure(
                    ExitCode.CANNOT_CONNECT,
                    "Cannot connect to '" + url + "' after " + sent
                            + " messages (expected a service that listens there). See that it runs, and that it did not end because of the last message.",
                    cause);
        }
        return cause instanceof IOException broken
                ? new NoAnswer(broken)
                : new IllegalStateException("Not sent", cause);
    }

    /** Returns the envelope of an answer; the body as it is if that is no answer of the binding, which cannot be read then. */
    private byte[] envelope(HttpResponse<byte[]> response) {
        byte[] body = response.body();
        try {
            Optional<WireFormat.Accepted> accepted =
                    format.accept(response.headers().firstValue("Content-Type").orElse(null));
            return accepted.isPresent() ? format.envelope(body, accepted.get()) : body;
        } catch (Undecodable damaged) {
            return body;
        }
    }

    /** The number of messages that were sent. */
    int sent() {
        return sent;
    }

    private void waitForTurn() {
        for (long wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
        next = System.nanoTime() + pauseNanoseconds;
    }
}

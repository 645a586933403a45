// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.wire;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Speaks HTTP to a service and has no security code: it can do what an unauthenticated peer on the network can do. */
public record WirePeer(URI address) {
    public static final String SOAP_12 = "application/soap+xml; charset=utf-8";

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public WireReply send(Envelope envelope) {
        return send(envelope.octets());
    }

    public WireReply send(String envelope) {
        return send(envelope.getBytes(StandardCharsets.UTF_8));
    }

    public WireReply send(byte[] envelope) {
        return post(request -> request.header("Content-Type", SOAP_12).POST(BodyPublishers.ofByteArray(envelope)));
    }

    /** Sends a request that the caller completes. */
    public WireReply post(UnaryOperator<HttpRequest.Builder> completed) {
        var request = completed
                .apply(HttpRequest.newBuilder(address).timeout(LONGEST_ANSWER))
                .build();
        try {
            var response = HTTP.send(request, BodyHandlers.ofByteArray());
            return new WireReply(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException broken) {
            throw new IllegalStateException("The service at '" + address + "' broke the connection", broken);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + address, asked);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Sends envelopes as they are, without a client of this library. */
final class HttpPost {
    private HttpPost() {}

    /** Sends an envelope and returns the answer, whatever its status is. */
    static HttpResponse<String> send(String address, String envelope) throws IOException, InterruptedException {
        return send(address, envelope.getBytes(UTF_8));
    }

    /** Sends the octets of an envelope and returns the answer, whatever its status is. */
    static HttpResponse<String> send(String address, byte[] envelope) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/soap+xml; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(envelope))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** A service that is reached by HTTP, without anything of a client's library in between. */
final class HttpPeer implements Peer {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI uri;
    private final SecurityEngine engine;
    private final List<Integer> statuses = new ArrayList<>();
    private String lastBody = "";

    HttpPeer(URI uri, SecurityEngine engine) {
        this.uri = uri;
        this.engine = engine;
    }

    @Override
    public String address() {
        return uri.toString();
    }

    @Override
    public EndpointIdentity identity() {
        return Sides.CONTOSO;
    }

    @Override
    public ReceivedMessage exchange(byte[] envelope) {
        return engine.read(post(envelope).getBytes(UTF_8), UTF_8);
    }

    String post(byte[] envelope) {
        try {
            HttpResponse<String> response = HTTP.send(
                    HttpRequest.newBuilder(uri)
                            .header("Content-Type", "application/soap+xml; charset=utf-8")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(envelope))
                            .build(),
                    HttpResponse.BodyHandlers.ofString(UTF_8));
            statuses.add(response.statusCode());
            lastBody = response.body();
            return lastBody;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    SecurityEngine engine() {
        return engine;
    }

    /** The HTTP status of the last answer. */
    int lastStatus() {
        return statuses.get(statuses.size() - 1);
    }

    /** The last answer as it came. */
    String lastBody() {
        return lastBody;
    }
}

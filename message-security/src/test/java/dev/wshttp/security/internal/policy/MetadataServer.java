// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.security.LoopbackServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A server that answers queries with documents, as WCF's answers {@code ?wsdl}. */
final class MetadataServer implements AutoCloseable {
    private static final String PATH = "/ServiceModelSamples/service";

    private final HttpServer server = LoopbackServer.create();
    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
    private final List<String> asked = new ArrayList<>();

    MetadataServer() {
        server.createContext(PATH, exchange -> {
            String query = exchange.getRequestURI().getQuery();
            asked.add(query);
            byte[] document = documents.getOrDefault(query, new byte[0]);
            exchange.sendResponseHeaders(document.length == 0 ? 404 : 200, document.length == 0 ? -1 : document.length);
            exchange.getResponseBody().write(document);
            exchange.close();
        });
        server.start();
    }

    /** Publishes a document; the recording's address in it becomes this server's. */
    MetadataServer with(String query, RecordedWsdl document) {
        String own = document.text().replace("http://localhost:18100", origin());
        documents.put(query, own.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    URI address() {
        return URI.create(origin() + PATH);
    }

    URI at(String query) {
        return URI.create(address() + "?" + query);
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

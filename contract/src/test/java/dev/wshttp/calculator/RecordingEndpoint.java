// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/** A calculator without security on a free loopback port. Records the messages that it reads and writes. */
final class RecordingEndpoint implements AutoCloseable {
    private final AtomicReference<@Nullable Document> request = new AtomicReference<>();
    private final AtomicReference<@Nullable Document> response = new AtomicReference<>();
    private final HttpServer server;
    private final Endpoint endpoint;

    RecordingEndpoint() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var context = server.createContext("/calculator");
        context.getFilters().add(new RecordingFilter());
        endpoint = Endpoint.create(SOAPBinding.SOAP12HTTP_BINDING, new CapturedCalculator());
        endpoint.publish(context);
        server.start();
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/calculator";
    }

    Document lastRequest() {
        return requireNonNull(request.getAndSet(null), "request");
    }

    Document lastResponse() {
        return requireNonNull(response.getAndSet(null), "response");
    }

    @Override
    public void close() {
        endpoint.stop();
        server.stop(0);
    }

    /** Gives the endpoint streams that record what it reads and writes. */
    private final class RecordingFilter extends Filter {
        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            var body = exchange.getRequestBody().readAllBytes();
            request.set(RecordedXml.parse(body));
            exchange.setStreams(new ByteArrayInputStream(body), new RecordingStream(exchange.getResponseBody()));
            chain.doFilter(exchange);
        }

        @Override
        public String description() {
            return "records both directions";
        }
    }

    /** Keeps what is written, and records it before the peer can see its end. */
    private final class RecordingStream extends FilterOutputStream {
        private final ByteArrayOutputStream copy = new ByteArrayOutputStream();
        private boolean closed;

        RecordingStream(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            copy.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            copy.write(bytes, offset, length);
        }

        @Override
        public void flush() {
            // The whole message goes out when it is complete.
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            response.set(RecordedXml.parse(copy.toByteArray()));
            out.write(copy.toByteArray());
            out.close();
        }
    }
}

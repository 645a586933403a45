// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import dev.wshttp.security.host.DeferrableAnswer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An exchange whose request is read before it is processed, and whose answer is sent after that. So the code that processes it never waits
 * for the peer. Not safe for use by several threads.
 */
final class KeptExchange extends HttpExchange implements DeferrableAnswer {
    private static final int NOT_ANSWERED = -1;
    private static final long NO_BODY = -1;

    private final HttpExchange network;
    private final HttpContext endpoint;
    private final EndpointPath path;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private InputStream in;
    private OutputStream out = body;
    private int status = NOT_ANSWERED;
    private Duration delay = Duration.ZERO;

    KeptExchange(HttpExchange network, HttpContext endpoint, EndpointPath path, byte[] request) {
        this.network = network;
        this.endpoint = endpoint;
        this.path = path;
        this.in = new ByteArrayInputStream(request);
    }

    /** Sends the answer, or status 500 if there is none. */
    void send() throws IOException {
        int code = status == NOT_ANSWERED ? HttpURLConnection.HTTP_INTERNAL_ERROR : status;
        network.sendResponseHeaders(code, body.size() == 0 ? NO_BODY : body.size());
        if (body.size() > 0) {
            body.writeTo(network.getResponseBody());
        }
        network.close();
    }

    /** Ends the exchange without an answer, and its connection. */
    void end() {
        network.close();
    }

    @Override
    public void answerAfter(Duration time) {
        delay = time;
    }

    /** Returns how long the answer has to wait before it is sent. */
    Duration delay() {
        return delay;
    }

    @Override
    public void sendResponseHeaders(int code, long length) throws IOException {
        if (status != NOT_ANSWERED) {
            throw new IOException("headers already sent");
        }
        status = code;
    }

    @Override
    public int getResponseCode() {
        return status;
    }

    @Override
    public InputStream getRequestBody() {
        return in;
    }

    @Override
    public OutputStream getResponseBody() {
        return out;
    }

    @Override
    public void setStreams(@Nullable InputStream input, @Nullable OutputStream output) {
        in = input == null ? in : input;
        out = output == null ? out : output;
    }

    /** Does nothing: {@link #send} ends the exchange. */
    @Override
    public void close() {}

    @Override
    public Headers getRequestHeaders() {
        return network.getRequestHeaders();
    }

    @Override
    public Headers getResponseHeaders() {
        return network.getResponseHeaders();
    }

    @Override
    public URI getRequestURI() {
        return path.uriOf(network);
    }

    @Override
    public String getRequestMethod() {
        return network.getRequestMethod();
    }

    @Override
    public HttpContext getHttpContext() {
        return endpoint;
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return network.getRemoteAddress();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return network.getLocalAddress();
    }

    @Override
    public String getProtocol() {
        return network.getProtocol();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return network.getAttribute(name);
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        network.setAttribute(name, value);
    }

    @Override
    public @Nullable HttpPrincipal getPrincipal() {
        return network.getPrincipal();
    }
}

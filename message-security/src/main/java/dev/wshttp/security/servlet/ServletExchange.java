// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.host.DeferrableAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.xml.ws.handler.MessageContext;
import jakarta.xml.ws.spi.http.HttpContext;
import jakarta.xml.ws.spi.http.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request that was read completely, and the answer that JAX-WS writes to it. The servlet sends the answer afterwards, so the code in between never
 * waits for the peer. The address of the endpoint is that of its settings, whatever the request claims. For one thread at a time.
 */
final class ServletExchange extends HttpExchange implements DeferrableAnswer {
    // The container frames the answer.
    private static final Set<String> OF_THE_CONTAINER =
            Set.of("content-length", "transfer-encoding", "connection", "server", "date");
    private static final int NOT_ANSWERED = 0;
    private static final int NO_PORT = 0;

    private final HttpServletRequest request;
    private final EndpointContext context;
    private final HttpAddress address;
    private final Optional<InetAddress> remote;
    private final InputStream body;
    private final Map<String, List<String>> requestHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, List<String>> responseHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private int status = NOT_ANSWERED;
    private Duration delay = Duration.ZERO;

    ServletExchange(
            HttpServletRequest request,
            EndpointContext context,
            HttpAddress address,
            Optional<InetAddress> remote,
            byte[] body) {
        this.request = request;
        this.context = context;
        this.address = address;
        this.remote = remote;
        this.body = new ByteArrayInputStream(body);
        for (String name : Collections.list(request.getHeaderNames())) {
            requestHeaders.put(name, Collections.list(request.getHeaders(name)));
        }
    }

    HttpServletRequest request() {
        return request;
    }

    /** Sets status and headers of the answer, and returns its body. */
    byte[] answerOn(HttpServletResponse response) {
        response.setStatus(status == NOT_ANSWERED ? HttpURLConnection.HTTP_INTERNAL_ERROR : status);
        responseHeaders.forEach((name, values) -> {
            if (!OF_THE_CONTAINER.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> response.addHeader(name, value));
            }
        });
        response.setContentLength(answer.size());
        return answer.toByteArray();
    }

    /** Replaces what was written by an answer without body. */
    void answerInstead(int otherStatus) {
        status = otherStatus;
        responseHeaders.clear();
        answer.reset();
    }

    @Override
    public void answerAfter(Duration time) {
        delay = time;
    }

    /** Returns the remote address, if it is known. */
    Optional<InetSocketAddress> remote() {
        return remote.map(known -> new InetSocketAddress(known, NO_PORT));
    }

    /** Returns how long the answer has to wait before it is sent. */
    Duration delay() {
        return delay;
    }

    @Override
    public InputStream getRequestBody() {
        return body;
    }

    @Override
    public OutputStream getResponseBody() {
        return answer;
    }

    @Override
    public void setStatus(int code) {
        status = code;
    }

    /** Does nothing: the servlet sends the answer. */
    @Override
    public void close() {}

    @Override
    public Map<String, List<String>> getRequestHeaders() {
        return requestHeaders;
    }

    @Override
    public @Nullable String getRequestHeader(String name) {
        List<String> values = requestHeaders.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    @Override
    public Map<String, List<String>> getResponseHeaders() {
        return responseHeaders;
    }

    @Override
    public void addResponseHeader(String name, String value) {
        responseHeaders.merge(name, List.of(value), ServletExchange::both);
    }

    private static List<String> both(List<String> some, List<String> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    @Override
    public String getRequestURI() {
        return request.getRequestURI();
    }

    @Override
    public String getContextPath() {
        return address.rawPath();
    }

    @Override
    public @Nullable String getPathInfo() {
        return null;
    }

    @Override
    public @Nullable String getQueryString() {
        return request.getQueryString();
    }

    @Override
    public String getRequestMethod() {
        return request.getMethod();
    }

    @Override
    public HttpContext getHttpContext() {
        return context;
    }

    @Override
    public @Nullable InetSocketAddress getRemoteAddress() {
        return remote().orElse(null);
    }

    /** Returns host and port of the endpoint's address, as JAX-WS makes addresses of them; the name is not looked up. */
    @Override
    public InetSocketAddress getLocalAddress() {
        return InetSocketAddress.createUnresolved(address.host(), address.port());
    }

    @Override
    public String getProtocol() {
        return request.getProtocol();
    }

    @Override
    public String getScheme() {
        return address.scheme();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return switch (name) {
            case MessageContext.SERVLET_REQUEST -> request;
            case MessageContext.SERVLET_CONTEXT -> request.getServletContext();
            default -> null;
        };
    }

    @Override
    public Set<String> getAttributeNames() {
        return Set.of(MessageContext.SERVLET_REQUEST, MessageContext.SERVLET_CONTEXT);
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return request.getUserPrincipal();
    }

    @Override
    public boolean isUserInRole(String role) {
        return request.isUserInRole(role);
    }
}

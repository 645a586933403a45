// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of an HTTP answer, to tell people what answered in place of a service: a login, a proxy, a gateway, another program. An unauthenticated
 * peer wrote it; {@link #toString} is one line and safe for a log. Immutable.
 *
 * @param status the HTTP status
 * @param contentType its media type with parameters, if it has one
 * @param location where a redirection leads
 * @param beginning the first part of the body
 */
public record HttpAnswer(int status, Optional<String> contentType, Optional<String> location, String beginning) {
    private static final int BEGINNING_BYTES = 4_096;
    private static final int LONGEST_LINE = 120;
    private static final int HUNDRED = 100;
    private static final int REDIRECTION = 3;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int NO_HTTP = -1;
    private static final List<String> MESSAGES =
            List.of("application/soap+xml", "text/xml", "application/xml", "application/xop+xml", "multipart/");
    private static final Pattern TITLE = Pattern.compile("<title[^>]*>([^<]{1,200})", Pattern.CASE_INSENSITIVE);

    /**
     * Reads status and headers of an answer, and nothing of its body.
     *
     * @throws IOException if there is no answer
     */
    public static HttpAnswer head(HttpURLConnection answered) throws IOException {
        return new HttpAnswer(
                answered.getResponseCode(),
                Optional.ofNullable(answered.getContentType()),
                Optional.ofNullable(answered.getHeaderField("Location")),
                "");
    }

    /**
     * Returns the same answer with the beginning of its body, of which at most 4,096 bytes are read for it.
     *
     * @param body null if the answer has none; it is not closed
     * @throws IOException if the body ends in the middle
     */
    public HttpAnswer with(@Nullable InputStream body) throws IOException {
        byte[] octets = body == null ? new byte[0] : body.readNBytes(BEGINNING_BYTES);
        return new HttpAnswer(status, contentType, location, new String(octets, StandardCharsets.UTF_8));
    }

    /** Returns whether the answer says that it is XML or a multipart, as a message of SOAP is. */
    public boolean isMessage() {
        String type =
                contentType.map(known -> known.strip().toLowerCase(Locale.ROOT)).orElse("");
        for (String ofMessage : MESSAGES) {
            if (type.startsWith(ofMessage)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether no service of SOAP answers so to any request: a redirection, a login, a gateway, or nothing at the path. */
    public boolean isOfAnother() {
        return isRedirection()
                || switch (status) {
                    case HttpURLConnection.HTTP_UNAUTHORIZED,
                            HttpURLConnection.HTTP_FORBIDDEN,
                            HttpURLConnection.HTTP_NOT_FOUND,
                            HttpURLConnection.HTTP_PROXY_AUTH,
                            HttpURLConnection.HTTP_BAD_GATEWAY,
                            HttpURLConnection.HTTP_UNAVAILABLE,
                            HttpURLConnection.HTTP_GATEWAY_TIMEOUT,
                            NO_HTTP -> true;
                    default -> false;
                };
    }

    private boolean isRedirection() {
        return status / HUNDRED == REDIRECTION;
    }

    /** Returns what an answer that is no message means, and what to do, as sentences. */
    public String meaning() {
        if (isRedirection()) {
            return "Redirections are not followed, since they are not authenticated: they lead to a login, or to the new address of the service.";
        }
        return switch (status) {
            case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                "A server or a gateway in front of the service wants another login than that of the message, or refuses this machine: let it"
                        + " pass messages to the service.";
            case HttpURLConnection.HTTP_NOT_FOUND -> "There is no service at this path: check the address, and via.";
            case HttpURLConnection.HTTP_PROXY_AUTH ->
                "A proxy wants a login: let the JVM pass it by (http.nonProxyHosts), or log in there.";
            case HttpURLConnection.HTTP_BAD_GATEWAY,
                    HttpURLConnection.HTTP_UNAVAILABLE,
                    HttpURLConnection.HTTP_GATEWAY_TIMEOUT ->
                "A proxy or a gateway answers, which does not reach the service behind it, or the service has no room: see whether the service"
                        + " runs.";
            case HttpURLConnection.HTTP_BAD_REQUEST ->
                "The server does not understand the request: it may expect TLS at this port (https://), or be no service of SOAP.";
            case HttpURLConnection.HTTP_UNSUPPORTED_TYPE ->
                "The server expects messages of another content type: set message-encoding as the service has it, or take the address of its endpoint"
                        + " with wsHttpBinding, which has SOAP 1.2.";
            case HttpURLConnection.HTTP_BAD_METHOD, HttpURLConnection.HTTP_ENTITY_TOO_LARGE, TOO_MANY_REQUESTS ->
                "The server, or a gateway in front of it, does not take the request: see its limits, and check the address.";
            case HttpURLConnection.HTTP_INTERNAL_ERROR ->
                "The server failed before a service of SOAP could answer: its log has the reason.";
            case NO_HTTP -> "The port does not speak HTTP: check host and port of the address, and via.";
            default ->
                "It is a page of another program, such as a login or a proxy, and not the service: check the address, and via.";
        };
    }

    /** Returns host and port of the proxy that the settings of the JVM choose for an address; empty for a direct connection. */
    public static Optional<String> proxy(URI address) {
        ProxySelector selector = ProxySelector.getDefault();
        if (selector == null) {
            return Optional.empty();
        }
        try {
            return selector.select(address).stream()
                    .findFirst()
                    .filter(proxy -> proxy.type() != Proxy.Type.DIRECT)
                    .map(HttpAnswer::name);
        } catch (IllegalArgumentException noHost) {
            return Optional.empty();
        }
    }

    private static String name(Proxy proxy) {
        return proxy.address() instanceof InetSocketAddress place
                ? place.getHostString() + ":" + place.getPort()
                : proxy.toString();
    }

    /** Returns what the answer is, on one line: status, content type, where it leads, first line, title. */
    @Override
    public String toString() {
        if (status == NO_HTTP) {
            return "an answer that is no HTTP"
                    + firstLine().map(line -> part("first line", line)).orElse("");
        }
        return "HTTP status '" + status + "'"
                + contentType.map(type -> part("content type", type)).orElse(", without a content type")
                + location.map(place -> part("Location", withoutQuery(place))).orElse("")
                + firstLine().map(line -> part("first line", line)).orElse(", without content")
                + title().map(title -> part("title", title)).orElse("");
    }

    /** Returns an address without its query, which may have what only its reader should know. */
    public static String withoutQuery(String address) {
        int query = address.indexOf('?');
        return query < 0 ? address : address.substring(0, query) + "?...";
    }

    private Optional<String> firstLine() {
        return beginning.lines().filter(line -> !line.isBlank()).findFirst();
    }

    private Optional<String> title() {
        Matcher title = TITLE.matcher(beginning);
        return title.find() ? Optional.of(title.group(1)) : Optional.empty();
    }

    private static String part(String name, String text) {
        String line = UntrustedText.oneLine(text.strip());
        String shown = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
        return ", " + name + " '" + shown + "'";
    }
}

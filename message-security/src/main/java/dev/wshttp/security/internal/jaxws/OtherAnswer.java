// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.UntrustedText;
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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Describes an HTTP answer that is no SOAP: of a login, a proxy, a gateway, or another program. An unauthenticated peer wrote it. */
final class OtherAnswer {
    private static final int BEGINNING_BYTES = 4_096;
    private static final int LONGEST_LINE = 120;
    private static final int GATEWAY_TIMEOUT = HttpURLConnection.HTTP_GATEWAY_TIMEOUT;
    // The reader of SOAP says what is wrong with those.
    private static final List<String> MESSAGES =
            List.of("application/soap+xml", "text/xml", "application/xml", "application/xop+xml", "multipart/");
    // Interop: a one-way call may be answered so, without a body.
    private static final Set<Integer> MAY_BE_EMPTY = Set.of(
            HttpURLConnection.HTTP_OK,
            HttpURLConnection.HTTP_ACCEPTED,
            HttpURLConnection.HTTP_NO_CONTENT,
            HttpURLConnection.HTTP_INTERNAL_ERROR);
    private static final Pattern TITLE = Pattern.compile("<title[^>]*>([^<]{1,200})", Pattern.CASE_INSENSITIVE);

    private final URI address;
    private final int status;
    private final @Nullable String contentType;
    private final String beginning;

    private OtherAnswer(URI address, int status, @Nullable String contentType, String beginning) {
        this.address = address;
        this.status = status;
        this.contentType = contentType;
        this.beginning = beginning;
    }

    /** Returns a description if the answer is no SOAP; reads some of its body only then. */
    static Optional<String> describe(URI address, HttpURLConnection answered, @Nullable InputStream body)
            throws IOException {
        String type = answered.getContentType();
        if (isMessage(type)) {
            return Optional.empty();
        }
        int status = answered.getResponseCode();
        byte[] octets = body == null ? new byte[0] : body.readNBytes(BEGINNING_BYTES);
        if (octets.length == 0 && MAY_BE_EMPTY.contains(status)) {
            return Optional.empty();
        }
        var answer = new OtherAnswer(address, status, type, new String(octets, StandardCharsets.UTF_8));
        return Optional.of(answer.description());
    }

    private static boolean isMessage(@Nullable String contentType) {
        String type = contentType == null ? "" : contentType.strip().toLowerCase(Locale.ROOT);
        return MESSAGES.stream().anyMatch(type::startsWith);
    }

    private String description() {
        return "'" + address + "' answered with HTTP status '" + status + "', "
                + (contentType == null ? "without a content type" : "content type '" + shown(contentType) + "'")
                + firstLine().map(line -> ", first line '" + shown(line) + "'").orElse(" and without content")
                + title().map(title -> ", title '" + shown(title) + "'").orElse("")
                + " (expected SOAP 1.2). " + meaning()
                + proxy(address)
                        .map(proxy -> " The request went through the proxy '" + proxy + "'.")
                        .orElse("");
    }

    private Optional<String> firstLine() {
        return beginning.lines().filter(line -> !line.isBlank()).findFirst();
    }

    private Optional<String> title() {
        Matcher title = TITLE.matcher(beginning);
        return title.find() ? Optional.of(title.group(1).strip()) : Optional.empty();
    }

    private String meaning() {
        return switch (status) {
            case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                "A server or a gateway in front of the service wants another login than that of the message, or refuses this machine: let it"
                        + " pass messages to the service.";
            case HttpURLConnection.HTTP_NOT_FOUND -> "There is no service at this path: check the address, and via.";
            case HttpURLConnection.HTTP_PROXY_AUTH ->
                "A proxy wants a login: let the JVM pass it by (http.nonProxyHosts), or log in there.";
            case HttpURLConnection.HTTP_BAD_GATEWAY, HttpURLConnection.HTTP_UNAVAILABLE, GATEWAY_TIMEOUT ->
                "A proxy or a gateway answers, which does not reach the service behind it, or the service has no room: see whether the service"
                        + " runs.";
            case HttpURLConnection.HTTP_BAD_REQUEST ->
                "The server does not understand the request: it may expect TLS at this port (https://), or be no service of SOAP.";
            default ->
                "It is a page of another program, such as a login or a proxy, and not the service: check the address, and via.";
        };
    }

    /** Returns the proxy that the JVM's settings choose for an address; empty for a direct connection. */
    static Optional<String> proxy(URI address) {
        ProxySelector selector = ProxySelector.getDefault();
        if (selector == null) {
            return Optional.empty();
        }
        try {
            return selector.select(address).stream()
                    .findFirst()
                    .filter(proxy -> proxy.type() != Proxy.Type.DIRECT)
                    .map(proxy -> proxy.address() instanceof InetSocketAddress place
                            ? place.getHostString() + ":" + place.getPort()
                            : proxy.toString());
        } catch (IllegalArgumentException noHost) {
            return Optional.empty();
        }
    }

    private static String shown(String text) {
        String line = UntrustedText.oneLine(text.strip());
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
    }
}

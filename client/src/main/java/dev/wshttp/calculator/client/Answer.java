// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import dev.wshttp.security.UntrustedText;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a server to a request without a message.
 *
 * @param status the HTTP status
 * @param date the time of the server in milliseconds since 1970, or 0
 * @param location where a redirection leads, or an empty text
 * @param contentType its media type, or an empty text
 * @param beginning the first part of its body
 */
record Answer(int status, long date, String location, String contentType, String beginning) {
    private static final int BEGINNING_BYTES = 4_096;
    private static final int LONGEST_LINE = 120;
    private static final int HUNDRED = 100;
    private static final int REDIRECTION = 3;
    private static final Pattern TITLE = Pattern.compile("<title[^>]*>([^<]{1,200})", Pattern.CASE_INSENSITIVE);

    static Answer of(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        return new Answer(
                status,
                connection.getDate(),
                text(connection.getHeaderField("Location")),
                text(connection.getContentType()),
                status < HttpURLConnection.HTTP_BAD_REQUEST ? "" : beginning(connection));
    }

    private static String text(@Nullable String header) {
        return Objects.requireNonNullElse(header, "");
    }

    private static String beginning(HttpURLConnection connection) throws IOException {
        InputStream body = connection.getErrorStream();
        return body == null ? "" : new String(body.readNBytes(BEGINNING_BYTES), StandardCharsets.UTF_8);
    }

    /** Returns whether no service of SOAP answers so: a redirection, a login, a gateway, or nothing at the path. */
    boolean isOfAnother() {
        return status / HUNDRED == REDIRECTION
                || switch (status) {
                    case HttpURLConnection.HTTP_UNAUTHORIZED,
                            HttpURLConnection.HTTP_FORBIDDEN,
                            HttpURLConnection.HTTP_NOT_FOUND,
                            HttpURLConnection.HTTP_PROXY_AUTH,
                            HttpURLConnection.HTTP_BAD_GATEWAY,
                            HttpURLConnection.HTTP_UNAVAILABLE,
                            HttpURLConnection.HTTP_GATEWAY_TIMEOUT -> true;
                    default -> false;
                };
    }

    /** Returns what such an answer means, as a sentence. */
    String meaning() {
        return switch (status) {
            case HttpURLConnection.HTTP_NOT_FOUND -> "There is no service at this path.";
            case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                "A server or a gateway in front of the service wants another login than that of the message, or refuses this machine.";
            case HttpURLConnection.HTTP_PROXY_AUTH -> "A proxy wants a login.";
            case HttpURLConnection.HTTP_BAD_GATEWAY,
                    HttpURLConnection.HTTP_UNAVAILABLE,
                    HttpURLConnection.HTTP_GATEWAY_TIMEOUT ->
                "A proxy or a gateway answers, which does not reach the service behind it.";
            default ->
                "Redirections are not followed, since they are not authenticated: they lead to a login, or to the new address of the service.";
        };
    }

    /** Returns what the answer is: status, content type, where it leads, first line. */
    @Override
    public String toString() {
        return "HTTP status '" + status + "'"
                + part("content type", contentType)
                + part("Location", location)
                + part("first line", firstLine())
                + part("title", title().orElse(""));
    }

    private String firstLine() {
        return beginning.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    }

    private Optional<String> title() {
        Matcher title = TITLE.matcher(beginning);
        return title.find() ? Optional.of(title.group(1)) : Optional.empty();
    }

    private static String part(String name, String text) {
        String line = UntrustedText.oneLine(text.strip());
        String shown = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
        return line.isEmpty() ? "" : ", " + name + " '" + shown + "'";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import java.net.IDN;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An absolute address for {@code http} or {@code https}, read as RFC 3986 and .NET's {@code System.Uri} do. {@link URI} has no host and no port for a
 * name with an underscore, with letters beyond ASCII, or with a last label of digits; this type has them.
 *
 * <p>As in .NET, blanks and letters beyond ASCII are escaped, a backslash in a path is a slash, segments of dots are removed, and a host name beyond
 * ASCII takes its form in ASCII. Two addresses are equal if .NET's {@code Uri.Equals} says so: scheme, host in any case, port (written or not), path
 * and query. Immutable and safe for use by several threads.
 */
public final class HttpAddress {
    private static final int NOT_WRITTEN = -1;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int HIGHEST_PORT = 65_535;
    private static final int LAST_OF_ASCII = 127;
    private static final String SLASH = "/";

    private static final Pattern ABSOLUTE =
            Pattern.compile("(?i:(https?))://([^/\\\\?#]*)([^?#]*)(\\?[^#]*)?(#.*)?", Pattern.DOTALL);
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:([^@]*)@)?(\\[[0-9A-Fa-f:.]+(?:%[\\w.~-]+)?]|[^\\[\\]:@]+)(?::(\\d{0,5}))?");
    // Letters beyond ASCII take their form in ASCII first.
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_.-]+");
    // RFC 3986, appendix B.
    private static final Pattern REFERENCE =
            Pattern.compile("(?:([^:/?#]+):)?(//[^/?#]*)?([^?#]*)(\\?[^#]*)?(#.*)?", Pattern.DOTALL);
    private static final String UNRESERVED = "-._~";
    // RFC 3986, section 3.3: what a path may have besides; a query may have a question mark, too.
    private static final String ALLOWED_IN_PATH = UNRESERVED + "!$&'()*+,;=:@/";

    private final String scheme;
    private final String host;
    private final int writtenPort;
    private final String writtenPath;
    private final String query;
    private final boolean hasUser;
    private final boolean hasFragment;

    private HttpAddress(
            String scheme,
            String host,
            int writtenPort,
            String writtenPath,
            String query,
            boolean hasUser,
            boolean hasFragment) {
        this.scheme = scheme;
        this.host = host;
        this.writtenPort = writtenPort;
        this.writtenPath = writtenPath;
        this.query = query;
        this.hasUser = hasUser;
        this.hasFragment = hasFragment;
    }

    /** Reads an address; returns empty if the text is none. White space around it is no part of it. */
    public static Optional<HttpAddress> parse(String text) {
        Matcher parts = ABSOLUTE.matcher(text.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        Matcher authority = AUTHORITY.matcher(parts.group(2));
        if (!authority.matches()) {
            return Optional.empty();
        }
        try {
            return of(parts, authority);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<HttpAddress> of(Matcher parts, Matcher authority) {
        String host = hostName(authority.group(2));
        String digits = Objects.requireNonNullElse(authority.group(3), "");
        int port = digits.isEmpty() ? NOT_WRITTEN : Integer.parseInt(digits);
        if (port > HIGHEST_PORT) {
            return Optional.empty();
        }
        return Optional.of(new HttpAddress(
                parts.group(1).toLowerCase(Locale.ROOT),
                host,
                port,
                withoutDots(escaped(parts.group(3).replace('\\', '/'), ALLOWED_IN_PATH)),
                escaped(Objects.requireNonNullElse(parts.group(4), ""), ALLOWED_IN_PATH + "?"),
                authority.group(1) != null,
                parts.group(5) != null));
    }

    /**
     * Returns the address that a URI is.
     *
     * @throws IllegalArgumentException if it is none for http or https
     */
    public static HttpAddress of(URI uri) {
        return parse(uri.toString())
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "'" + UntrustedText.oneLine(uri.toString())
                                        + "' is no address (expected one that starts with http:// or https:// and has a host). Correct it."));
    }

    /** Returns the scheme in lower case. */
    public String scheme() {
        return scheme;
    }

    /** Returns the host: a name in ASCII, an IPv4 address, or an IPv6 address in brackets. */
    public String host() {
        return host;
    }

    /** Returns the port: the written one, or else that of the scheme. */
    public int port() {
        return writtenPort == NOT_WRITTEN ? portOfScheme() : writtenPort;
    }

    private int portOfScheme() {
        return scheme.equals("http") ? HTTP_PORT : HTTPS_PORT;
    }

    /** Returns the path with its escapes; the root if there is none. */
    public String rawPath() {
        return writtenPath.isEmpty() ? SLASH : writtenPath;
    }

    /** Returns the query with its escapes, without the question mark; empty if there is none. */
    public Optional<String> rawQuery() {
        return query.isEmpty() ? Optional.empty() : Optional.of(query.substring(1));
    }

    /** Returns whether the text had a user, which is no part of this address. */
    public boolean hasUser() {
        return hasUser;
    }

    /** Returns whether the text had a fragment, which is no part of this address. */
    public boolean hasFragment() {
        return hasFragment;
    }

    /**
     * Returns the same address with another port.
     *
     * @param port from 0 to 65535, which is not checked
     */
    public HttpAddress withPort(int port) {
        return new HttpAddress(scheme, host, port, writtenPath, query, hasUser, hasFragment);
    }

    /**
     * Returns whether a message to this address is for the endpoint at another one. WCF ({@code EndpointAddress.UriEquals}, as the filter of an endpoint
     * calls it) compares scheme, port and path, and ignores host, query, case, and one slash at the end.
     */
    public boolean isSameEndpoint(HttpAddress other) {
        return scheme.equals(other.scheme) && port() == other.port() && isSamePath(rawPath(), other.rawPath());
    }

    /** Returns whether two addresses have the same scheme, host and port. */
    public boolean isSameOrigin(HttpAddress other) {
        return scheme.equals(other.scheme) && host.equalsIgnoreCase(other.host) && port() == other.port();
    }

    /** Returns whether two paths with their escapes are the same for WCF, which ignores escapes, case, and one slash at the end. */
    public static boolean isSamePath(String rawPath, String otherRawPath) {
        return isSameInAnyCase(comparable(rawPath), comparable(otherRawPath));
    }

    private static String comparable(String rawPath) {
        String path = unescaped(rawPath);
        return path.endsWith(SLASH) ? path.substring(0, path.length() - 1) : path;
    }

    // As OrdinalIgnoreCase of .NET: character by character, and no letter beyond ASCII equals one of ASCII, as the
    // Kelvin sign would equal k.
    private static boolean isSameInAnyCase(String one, String other) {
        if (one.length() != other.length()) {
            return false;
        }
        for (int at = 0; at < one.length(); at++) {
            if (upper(one.charAt(at)) != upper(other.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    private static char upper(char letter) {
        char upper = Character.toUpperCase(letter);
        return letter > LAST_OF_ASCII && upper <= LAST_OF_ASCII ? letter : upper;
    }

    /**
     * Returns what a reference in a document at this address refers to (RFC 3986, section 5.2), which may have any scheme.
     *
     * @throws IllegalArgumentException if it refers to nothing
     */
    public URI resolve(String reference) {
        Matcher parts = REFERENCE.matcher(reference.strip());
        if (!parts.matches() || parts.group(1) != null) {
            return anyUri(reference.strip());
        }
        String path = parts.group(3);
        String ownQuery = Objects.requireNonNullElse(parts.group(4), "");
        String fragment = Objects.requireNonNullElse(parts.group(5), "");
        if (parts.group(2) != null) {
            return anyUri(scheme + ":" + reference.strip());
        }
        if (path.isEmpty()) {
            return anyUri(origin() + writtenPath + (ownQuery.isEmpty() ? query : ownQuery) + fragment);
        }
        String merged =
                path.startsWith(SLASH) ? path : rawPath().substring(0, rawPath().lastIndexOf('/') + 1) + path;
        return anyUri(origin() + merged + ownQuery + fragment);
    }

    private static URI anyUri(String text) {
        return parse(text)
                .filter(address -> !address.hasUser && !address.hasFragment)
                .map(HttpAddress::uri)
                .orElseGet(() -> URI.create(text));
    }

    /** Returns the address as a URI. {@link URI#getHost()} and {@link URI#getPort()} may not have what this type has. */
    public URI uri() {
        return URI.create(toString());
    }

    private String origin() {
        return scheme + "://" + host + (writtenPort == NOT_WRITTEN ? "" : ":" + writtenPort);
    }

    private static String hostName(String written) {
        if (written.startsWith("[")) {
            return written;
        }
        boolean isAscii = written.chars().allMatch(letter -> letter <= LAST_OF_ASCII);
        String name = isAscii ? written : IDN.toASCII(written, IDN.ALLOW_UNASSIGNED);
        if (!HOST_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no host name");
        }
        return name;
    }

    /** Escapes what may not stand there; what is escaped and need not be is written plainly (RFC 3986, section 6.2.2). */
    private static String escaped(String text, String allowed) {
        var escaped = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int character = text.codePointAt(at);
            if (character == '%' && isEscape(text, at)) {
                char octet = (char) octet(text, at);
                escaped.append(isUnreserved(octet) ? String.valueOf(octet) : escape((byte) octet));
                at += 2;
            } else if (isLetterOrDigit(character) || (character > 0 && allowed.indexOf(character) >= 0)) {
                escaped.append((char) character);
            } else {
                escaped.append(escape(character));
            }
        }
        return escaped.toString();
    }

    private static String escape(int character) {
        if (Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE) {
            throw new IllegalArgumentException("a control character or half a character");
        }
        var escaped = new StringBuilder();
        for (byte octet : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
            escaped.append(escape(octet));
        }
        return escaped.toString();
    }

    private static String escape(byte octet) {
        return "%" + HexFormat.of().withUpperCase().toHexDigits(octet);
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && HexFormat.isHexDigit(text.charAt(at + 1))
                && HexFormat.isHexDigit(text.charAt(at + 2));
    }

    private static int octet(String text, int at) {
        return HexFormat.fromHexDigits(text, at + 1, at + 3);
    }

    private static boolean isUnreserved(int character) {
        return isLetterOrDigit(character) || UNRESERVED.indexOf(character) >= 0;
    }

    private static boolean isLetterOrDigit(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9');
    }

    /** Returns the text without escapes; those that are no UTF-8 stay. */
    private static String unescaped(String text) {
        var plain = new StringBuilder(text.length());
        byte[] run = new byte[text.length() / 3];
        for (int at = 0; at < text.length(); ) {
            int octets = 0;
            int end = at;
            while (end < text.length() && text.charAt(end) == '%' && isEscape(text, end)) {
                run[octets++] = (byte) octet(text, end);
                end += 3;
            }
            if (octets == 0) {
                plain.append(text.charAt(at++));
            } else {
                plain.append(utf8(Arrays.copyOf(run, octets)).orElse(text.substring(at, end)));
                at = end;
            }
        }
        return plain.toString();
    }

    private static Optional<String> utf8(byte[] octets) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString());
        } catch (CharacterCodingException otherOctets) {
            return Optional.empty();
        }
    }

    /** RFC 3986, section 5.2.4. */
    private static String withoutDots(String path) {
        if (!path.contains("/.")) {
            return path;
        }
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.substring(1).split(SLASH, -1);
        for (int index = 0; index < segments.length; index++) {
            boolean isLast = index == segments.length - 1;
            if (segments[index].equals("..")) {
                kept.pollLast();
            }
            if (!segments[index].equals(".") && !segments[index].equals("..")) {
                kept.addLast(segments[index]);
            } else if (isLast) {
                kept.addLast("");
            }
        }
        return SLASH + String.join(SLASH, kept);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HttpAddress that
                && isSameOrigin(that)
                && rawPath().equals(that.rawPath())
                && query.equals(that.query);
    }

    @Override
    public int hashCode() {
        return Objects.hash(scheme, host.toLowerCase(Locale.ROOT), port(), rawPath(), query);
    }

    /** Returns the address in ASCII, with its escapes; a port or a path that is not written stays so. */
    @Override
    public String toString() {
        return origin() + writtenPath + query;
    }
}

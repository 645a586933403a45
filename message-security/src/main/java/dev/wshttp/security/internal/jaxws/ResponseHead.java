// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Packet;
import jakarta.xml.ws.handler.MessageContext;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The HTTP headers of an answer, which an unauthenticated peer wrote.
 *
 * @param headers by name
 */
record ResponseHead(Map<?, ?> headers) {
    static final long UNKNOWN = 0;

    // Digits of a number that fits into a long.
    private static final int LONGEST_LENGTH = 18;

    static ResponseHead of(HttpURLConnection answered) {
        return new ResponseHead(answered.getHeaderFields());
    }

    static ResponseHead of(Packet packet) {
        return new ResponseHead(
                TransportProperty.of(packet, MessageContext.HTTP_RESPONSE_HEADERS) instanceof Map<?, ?> headers
                        ? headers
                        : Map.of());
    }

    /**
     * Returns the announced length of the answer in octets. It is {@link #UNKNOWN} if the answer came in chunks, is encoded, or announces no
     * valid length.
     *
     * @throws IOException if it announces several different lengths (RFC 9112, section 6.3)
     */
    long length() throws IOException {
        List<String> lengths = values("Content-Length");
        if (lengths.size() > 1) {
            throw new IOException("the answer announces " + lengths.size() + " different lengths (expected one). The"
                    + " service or an intermediary is broken");
        }
        // RFC 9112, section 6.3: beside chunks, a length means nothing.
        boolean isPlain = values("Content-Encoding").isEmpty()
                && values("Transfer-Encoding").isEmpty();
        return lengths.isEmpty() || !isPlain ? UNKNOWN : length(lengths.get(0));
    }

    /** Returns whether the answer says that it is of a type. */
    boolean isOfType(String mediaType) {
        return values("Content-Type").stream().anyMatch(value -> value.contains(mediaType));
    }

    private List<String> values(String name) {
        Set<String> values = Set.of();
        for (Map.Entry<?, ?> header : headers.entrySet()) {
            if (name.equalsIgnoreCase(String.valueOf(header.getKey()))) {
                // An attacker can send each spelling of the name, so all values go into one set.
                values = values.isEmpty() ? new LinkedHashSet<>() : values;
                for (Object value : (List<?>) header.getValue()) {
                    values.add(String.valueOf(value));
                }
            }
        }
        return List.copyOf(values);
    }

    // RFC 9110, section 8.6: digits only. If it is something else, the JDK's client reads until the connection ends.
    private static long length(String header) {
        boolean isNumber = !header.isEmpty() && header.length() <= LONGEST_LENGTH;
        for (int i = 0; isNumber && i < header.length(); i++) {
            isNumber = header.charAt(i) >= '0' && header.charAt(i) <= '9';
        }
        return isNumber ? Long.parseLong(header) : UNKNOWN;
    }
}

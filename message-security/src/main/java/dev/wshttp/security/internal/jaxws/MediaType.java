// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Content-Type} of a SOAP 1.2 message (RFC 3902).
 *
 * @param charset UTF-8 unless the header names UTF-16, the other one that WCF reads
 * @param action the action parameter; empty if there is none
 */
record MediaType(Charset charset, String action) {
    static final String SOAP_12 = "application/soap+xml";

    // ASCII only (RFC 2045, section 5.1).
    private static final Pattern SOAP_12_IN_ANY_CASE =
            Pattern.compile(SOAP_12, Pattern.LITERAL | Pattern.CASE_INSENSITIVE);

    private static final Map<String, Charset> CHARSETS = Map.of(
            "utf-8", StandardCharsets.UTF_8,
            "utf-16", StandardCharsets.UTF_16,
            "utf-16le", StandardCharsets.UTF_16LE,
            "utf-16be", StandardCharsets.UTF_16BE);

    /** Returns the parsed header; empty if it has another media type or charset. */
    static Optional<MediaType> parse(@Nullable String header) {
        List<String> parts = header == null ? List.of("") : List.of(header.split(";", -1));
        if (!SOAP_12_IN_ANY_CASE.matcher(parts.get(0).strip()).matches()) {
            return Optional.empty();
        }
        var parameters = new HashMap<String, String>();
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                parameters.put(name, part.substring(equals + 1).strip().replace("\"", ""));
            }
        }
        String charset = parameters.getOrDefault("charset", "utf-8").toLowerCase(Locale.ROOT);
        return Optional.ofNullable(CHARSETS.get(charset))
                .map(known -> new MediaType(known, parameters.getOrDefault("action", "")));
    }
}

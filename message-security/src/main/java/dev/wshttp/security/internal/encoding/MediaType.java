// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.encoding;

import jakarta.activation.MimeType;
import jakarta.activation.MimeTypeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The value of a {@code Content-Type} (RFC 2045, section 5.1), parsed by Jakarta Activation. */
final class MediaType {
    static final String SOAP_12 = "application/soap+xml";
    static final String MULTIPART = "multipart/related";
    static final String XOP = "application/xop+xml";

    private final MimeType parsed;

    private MediaType(MimeType parsed) {
        this.parsed = parsed;
    }

    /** Returns the parsed value; empty if it is none. */
    static Optional<MediaType> parse(@Nullable String value) {
        try {
            return value == null ? Optional.empty() : Optional.of(new MediaType(new MimeType(value)));
        } catch (MimeTypeParseException malformed) {
            return Optional.empty();
        }
    }

    /** Returns whether the type is this one. */
    boolean is(String type) {
        return parsed.getBaseType().equals(type);
    }

    /** Returns a parameter without quotes, by its name in lower case; empty if there is none. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(parsed.getParameter(name));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The body of an HTTP message as text, in the character encoding of its media type: {@code charset}, or else UTF-8. A package of several parts (MTOM) has
 * octets that are no text, so each octet is a character there.
 *
 * @param charset turns the text into the same octets again
 */
public record ContentText(String text, Charset charset) {
    private static final Pattern CHARSET = Pattern.compile("charset\\s*=\\s*\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);

    private static final Pattern OF_TWO_OCTETS =
            Pattern.compile("charset\\s*=\\s*\"?(utf-16|unicodeFFFE)", Pattern.CASE_INSENSITIVE);

    /** Reads a body. */
    public static ContentText of(String contentType, byte[] body) {
        Charset charset = charset(contentType.toLowerCase(Locale.ROOT));
        return new ContentText(new String(body, charset), charset);
    }

    /** Returns the text to read: that of a package in UTF-16 without the octets of zero that are every second one of its envelope. */
    public String readable() {
        return charset.equals(StandardCharsets.ISO_8859_1)
                        && OF_TWO_OCTETS.matcher(text).find()
                ? text.replace("\0", "")
                : text;
    }

    /** Returns the octets of another text in the same encoding. */
    public byte[] octetsOf(String otherText) {
        return otherText.getBytes(charset);
    }

    private static Charset charset(String contentType) {
        if (contentType.startsWith("multipart/")) {
            return StandardCharsets.ISO_8859_1;
        }
        Matcher named = CHARSET.matcher(contentType);
        return switch (named.find() ? named.group(1) : "utf-8") {
            // As WCF names them. A byte order mark stays a character of the text.
            case "utf-16", "utf-16le" -> StandardCharsets.UTF_16LE;
            case "utf-16be", "unicodefffe" -> StandardCharsets.UTF_16BE;
            default -> StandardCharsets.UTF_8;
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.internal.encoding.WireFormat;
import java.nio.charset.Charset;
import java.util.List;

/**
 * A message as text in an encoding of a table: the encoding, then {@code bom} for a byte order mark, {@code declared=NAME} for an XML declaration, and
 * {@code charset=NAME} for what the media type says.
 */
public final class EncodedText {
    private static final String MEDIA_TYPE = "application/soap+xml";

    private EncodedText() {}

    /** Returns the body of HTTP. */
    public static WireFormat.Body of(String how, byte[] envelope) {
        List<String> words = List.of(how.split(" "));
        String mark = words.contains("bom") ? "\uFEFF" : "";
        String declared = value(words, "declared=");
        String declaration = declared.isEmpty() ? "" : "<?xml version=\"1.0\" encoding=\"" + declared + "\"?>";
        String charset = value(words, "charset=");
        return new WireFormat.Body(
                MEDIA_TYPE + (charset.isEmpty() ? "" : "; charset=" + charset),
                (mark + declaration + new String(envelope, UTF_8)).getBytes(Charset.forName(words.get(0))));
    }

    private static String value(List<String> words, String name) {
        return words.stream()
                .filter(word -> word.startsWith(name))
                .map(word -> word.substring(name.length()))
                .findFirst()
                .orElse("");
    }
}

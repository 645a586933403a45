// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Skips an XML declaration (XML 1.0, section 2.8). What it says of the encoding does not count: the transport names the charset. */
final class XmlDeclaration {
    private static final int LONGEST_BYTES = 200;
    private static final Pattern FORM = Pattern.compile(
            "<\\?xml[ \\t\\r\\n]+version[ \\t\\r\\n]*=[ \\t\\r\\n]*(\"1\\.0\"|'1\\.0')"
                    + "([ \\t\\r\\n]+encoding[ \\t\\r\\n]*=[ \\t\\r\\n]*(\"[A-Za-z][A-Za-z0-9._-]*\"|'[A-Za-z][A-Za-z0-9._-]*'))?"
                    + "([ \\t\\r\\n]+standalone[ \\t\\r\\n]*=[ \\t\\r\\n]*(\"(yes|no)\"|'(yes|no)'))?[ \\t\\r\\n]*\\?>");

    private XmlDeclaration() {}

    /** Moves a cursor that stands on a declaration to its end. */
    static void skip(byte[] octets, Cursor cursor) {
        int start = cursor.position();
        int length = Math.min(LONGEST_BYTES, cursor.stop() - start);
        Matcher declaration = FORM.matcher(new String(octets, start, length, StandardCharsets.ISO_8859_1));
        if (!declaration.lookingAt()) {
            throw cursor.malformed("the XML declaration is not one of XML 1.0");
        }
        cursor.advance(declaration.end());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.fuzz.jazzer.Target;
import dev.wshttp.security.internal.encoding.Undecodable;
import dev.wshttp.security.internal.encoding.WireFormat;
import java.util.Arrays;

/** A content type with its body, and text on its way into the log, which has to stay one line that shows what it is. */
public final class HeaderTarget implements Target {
    private static final int LONGEST_LINE = 1_100;
    private static final WireFormat FORMAT = new WireFormat(
            WsHttpBinding.builder().messageEncoding(WsMessageEncoding.MTOM).build());

    @Override
    public void read(byte[] octets) {
        String text = new String(octets, UTF_8);
        FORMAT.accept(text);
        readBody(octets);
        String line = OneLine.of(text);
        if (line.length() > LONGEST_LINE || line.codePoints().anyMatch(HeaderTarget::misleads)) {
            throw new AssertionError("no plain line: " + line);
        }
    }

    /** The first line is a content type, and the rest a body of it. */
    private static void readBody(byte[] octets) {
        int end = 0;
        while (end < octets.length && octets[end] != '\n') {
            end++;
        }
        byte[] body = Arrays.copyOfRange(octets, Math.min(end + 1, octets.length), octets.length);
        FORMAT.accept(new String(octets, 0, end, UTF_8)).ifPresent(accepted -> {
            try {
                int length = FORMAT.envelope(body, accepted).length;
                // UTF-16 becomes half as long again at most, and a part a third.
                if (length > body.length / 2 * 3 + 8) {
                    throw new AssertionError("grew from " + body.length + " to " + length);
                }
            } catch (Undecodable foreign) {
                // What is not readable is refused.
            }
        });
    }

    /** Control characters, separators of lines, and what turns the direction of writing. */
    private static boolean misleads(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || (character >= 0x202A && character <= 0x202E)
                || (character >= 0x2066 && character <= 0x2069);
    }
}

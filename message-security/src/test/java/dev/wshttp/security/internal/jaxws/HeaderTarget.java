// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.fuzz.jazzer.Target;
import dev.wshttp.security.internal.encoding.Undecodable;
import dev.wshttp.security.internal.encoding.WireFormat;

/** A content type, and text on its way into the log, which has to stay one line that shows what it is. */
public final class HeaderTarget implements Target {
    private static final int LONGEST_LINE = 1_100;
    private static final WireFormat FORMAT = new WireFormat(
            WsHttpBinding.builder().messageEncoding(WsMessageEncoding.MTOM).build());

    @Override
    public void read(byte[] octets) {
        String text = new String(octets, UTF_8);
        FORMAT.accept(text).ifPresent(accepted -> {
            try {
                FORMAT.envelope(octets, accepted);
            } catch (Undecodable foreign) {
                // What is not readable is refused.
            }
        });
        String line = OneLine.of(text);
        if (line.length() > LONGEST_LINE || line.codePoints().anyMatch(HeaderTarget::misleads)) {
            throw new AssertionError("no plain line: " + line);
        }
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

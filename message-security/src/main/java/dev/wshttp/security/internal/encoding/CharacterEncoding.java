// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.encoding;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The character encodings that WCF reads and writes. Each is found out by the first octets of a document (XML 1.0, appendix F). */
enum CharacterEncoding {
    UTF_8(StandardCharsets.UTF_8, "utf-8", new int[] {0xEF, 0xBB, 0xBF}, List.of("utf-8"), ""),
    UTF_16LE(StandardCharsets.UTF_16LE, "utf-16LE", new int[] {0xFF, 0xFE}, List.of("utf-16", "utf-16le"), "utf-16"),
    UTF_16BE(StandardCharsets.UTF_16BE, "utf-16BE", new int[] {0xFE, 0xFF}, List.of("utf-16", "utf-16be"), "utf-16BE");

    private static final int LONGEST_DECLARATION = 200;
    // XML 1.0, section 2.8.
    private static final Pattern DECLARATION =
            Pattern.compile("<\\?xml[ \\t\\r\\n]+version[ \\t\\r\\n]*=[ \\t\\r\\n]*(?:\"1\\.0\"|'1\\.0')"
                    + "(?:[ \\t\\r\\n]+encoding[ \\t\\r\\n]*=[ \\t\\r\\n]*[\"']([A-Za-z0-9._-]+)[\"'])?"
                    + "(?:[ \\t\\r\\n]+standalone[ \\t\\r\\n]*=[ \\t\\r\\n]*[\"'](?:yes|no)[\"'])?[ \\t\\r\\n]*\\?>");
    private static final String DECLARATION_START = "<?xml";
    private static final String MARK = "\uFEFF";
    private static final int NONE = 0;
    // values() would make a copy for each message.
    private static final CharacterEncoding[] MARKED = values();

    private final Charset charset;
    private final String label;
    private final byte[] mark;
    private final List<String> declared;
    private final byte[] start;

    /**
     * @param label of the charset parameter that WCF writes
     * @param declared what an XML declaration may call it
     * @param written what the XML declaration of this side calls it; empty if there is none
     */
    CharacterEncoding(Charset charset, String label, int[] mark, List<String> declared, String written) {
        this.charset = charset;
        this.label = label;
        this.mark = new byte[mark.length];
        for (int i = 0; i < mark.length; i++) {
            this.mark[i] = (byte) mark[i];
        }
        this.declared = declared;
        this.start = written.isEmpty()
                ? new byte[0]
                : joined(this.mark, ("<?xml version=\"1.0\" encoding=\"" + written + "\"?>").getBytes(charset));
    }

    /** Returns the value of the charset parameter, as WCF writes it. */
    String label() {
        return label;
    }

    /** Returns the encoding of a document. */
    static CharacterEncoding of(byte[] octets, int from, int to) {
        for (CharacterEncoding each : MARKED) {
            if (each.isMarked(octets, from, to)) {
                return each;
            }
        }
        if (to - from >= 2 && octets[from] == '<' && octets[from + 1] == 0) {
            return UTF_16LE;
        }
        return to - from >= 2 && octets[from] == 0 && octets[from + 1] == '<' ? UTF_16BE : UTF_8;
    }

    private boolean isMarked(byte[] octets, int from, int to) {
        return to - from >= mark.length && Arrays.equals(octets, from, from + mark.length, mark, 0, mark.length);
    }

    /**
     * Returns a document in UTF-8. If it was in UTF-16, it has no XML declaration any more.
     *
     * @throws Undecodable if the octets are not in this encoding, or the document says that it is in another one
     */
    byte[] toUtf8(byte[] octets, int from, int to) throws Undecodable {
        int first = isMarked(octets, from, to) ? from + mark.length : from;
        if (this == UTF_8) {
            if (to - first >= 2 && octets[first] == '<' && octets[first + 1] == '?') {
                int length = Math.min(to - first, LONGEST_DECLARATION);
                declaration(new String(octets, first, length, StandardCharsets.ISO_8859_1));
            }
            return from == 0 && to == octets.length ? octets : Arrays.copyOfRange(octets, from, to);
        }
        try {
            CharBuffer text = charset.newDecoder().decode(ByteBuffer.wrap(octets, first, to - first));
            int declaration = declaration(text.subSequence(0, Math.min(text.length(), LONGEST_DECLARATION)));
            text.position(declaration);
            // An engine would read these as the first ones.
            requireNoDeclaration(text);
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(text);
            return Arrays.copyOfRange(encoded.array(), encoded.arrayOffset(), encoded.arrayOffset() + encoded.limit());
        } catch (CharacterCodingException damaged) {
            throw Undecodable.malformed("octets that are no characters of '" + label + "'", "text in that encoding");
        }
    }

    /** Returns the length of the XML declaration at the start of a document, if it has one that an engine would read. */
    private int declaration(CharSequence head) throws Undecodable {
        Matcher declaration = DECLARATION.matcher(head);
        if (!declaration.lookingAt()) {
            requireNoDeclaration(head);
            return NONE;
        }
        @Nullable String encoding = declaration.group(1);
        if (encoding != null && !declared.contains(encoding.toLowerCase(Locale.ROOT))) {
            throw Undecodable.malformed(
                    "the encoding '" + encoding + "' in the XML declaration of text in '" + label + "'",
                    "the same, or none");
        }
        return declaration.end();
    }

    private void requireNoDeclaration(CharSequence head) throws Undecodable {
        String first = head.subSequence(0, Math.min(head.length(), DECLARATION_START.length()))
                .toString();
        if (first.equals(DECLARATION_START) || first.startsWith(MARK)) {
            throw Undecodable.malformed(
                    "an XML declaration of another form, or a second one, in text in '" + label + "'",
                    "version, then encoding, of up to " + LONGEST_DECLARATION + " characters");
        }
    }

    /** Returns a document of this side in this encoding, with what WCF puts before it. */
    byte[] ofUtf8(byte[] document) {
        return this == UTF_8 ? document : joined(start, new String(document, StandardCharsets.UTF_8).getBytes(charset));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}

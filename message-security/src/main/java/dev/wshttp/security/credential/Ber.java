// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A value in the basic encoding rules (X.690), with definite or indefinite length, as in the key stores of Windows and NSS. Immutable.
 *
 * @param tag the octet with class, form and number
 * @param content the octets of the content, without the end of an indefinite length
 * @param children the values in the content of a constructed value
 */
record Ber(int tag, byte[] content, List<Ber> children) {
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;

    private static final int CONSTRUCTED = 0x20;
    private static final int NUMBER = 0x1F;
    private static final int BYTE_MASK = 0xFF;
    private static final int LONG_FORM = 0x80;
    private static final int LENGTH_OF_LENGTH = 0x7F;
    private static final int MOST_LENGTH_BYTES = 4;
    private static final int DEEPEST = 40;
    private static final int BASE_128 = 7;
    private static final int ARCS = 40;

    /**
     * Reads one value.
     *
     * @throws IOException if the octets are no such value; what follows the value does not count
     */
    static Ber read(byte[] octets) throws IOException {
        return new Reader(octets).read(0);
    }

    /** Returns a value of these parts. */
    static Ber sequence(Ber... parts) {
        return new Ber(SEQUENCE, new byte[0], List.of(parts));
    }

    static Ber octetString(byte[] content) {
        return new Ber(OCTET_STRING, content, List.of());
    }

    boolean is(int expected) {
        return tag == expected;
    }

    /** Returns whether this is the value with a number of the context. */
    boolean isContext(int number) {
        return (tag & ~CONSTRUCTED) == (LONG_FORM | number);
    }

    /** Returns a part. */
    Ber child(int index) throws IOException {
        if (index >= children.size()) {
            throw new IOException("a value has " + children.size() + " parts");
        }
        return children.get(index);
    }

    /** Returns the octets of an octet string, whose parts may be strings themselves. */
    byte[] octets() {
        if (children.isEmpty()) {
            return content.clone();
        }
        var joined = new ByteArrayOutputStream();
        children.forEach(part -> joined.writeBytes(part.octets()));
        return joined.toByteArray();
    }

    /** Returns an object identifier as text; empty if this is none. */
    String objectIdentifier() {
        if (!is(OBJECT_IDENTIFIER)) {
            return "";
        }
        var text = new StringBuilder();
        long arc = 0;
        for (byte octet : content) {
            arc = (arc << BASE_128) | (octet & LENGTH_OF_LENGTH);
            if (octet >= 0) {
                if (text.length() == 0) {
                    long first = Math.min(2, arc / ARCS);
                    text.append(first).append('.').append(arc - first * ARCS);
                } else {
                    text.append('.').append(arc);
                }
                arc = 0;
            }
        }
        return text.toString();
    }

    /** Returns the value in the distinguished encoding rules. */
    byte[] encoded() {
        byte[] body = content;
        int written = tag;
        if (!children.isEmpty()) {
            if ((tag & ~CONSTRUCTED) == OCTET_STRING) {
                written = OCTET_STRING;
                body = octets();
            } else {
                var parts = new ByteArrayOutputStream();
                children.forEach(part -> parts.writeBytes(part.encoded()));
                body = parts.toByteArray();
            }
        }
        var out = new ByteArrayOutputStream();
        out.write(written);
        writeLength(out, body.length);
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < LONG_FORM) {
            out.write(length);
            return;
        }
        int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + Byte.SIZE - 1) / Byte.SIZE;
        out.write(LONG_FORM | bytes);
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            out.write(length >> shift);
        }
    }

    /** Reads values one after the other. */
    private static final class Reader {
        private final byte[] octets;
        private int position;

        Reader(byte[] octets) {
            this.octets = octets;
        }

        Ber read(int depth) throws IOException {
            int tag = next();
            if (depth > DEEPEST || (tag & NUMBER) == NUMBER) {
                throw new IOException("a value that is nested too deep, or of another form");
            }
            int length = length();
            boolean indefinite = length < 0;
            int end = indefinite ? octets.length : position + length;
            if (end > octets.length || end < position) {
                throw new IOException("a value that is cut off");
            }
            return (tag & CONSTRUCTED) == 0
                    ? primitive(tag, indefinite, end)
                    : constructed(tag, indefinite, end, depth);
        }

        private Ber primitive(int tag, boolean indefinite, int end) throws IOException {
            if (indefinite) {
                throw new IOException("a value without its length");
            }
            byte[] content = Arrays.copyOfRange(octets, position, end);
            position = end;
            return new Ber(tag, content, List.of());
        }

        private Ber constructed(int tag, boolean indefinite, int end, int depth) throws IOException {
            int start = position;
            var children = new ArrayList<Ber>();
            while (position < end && !(indefinite && isEnd())) {
                children.add(read(depth + 1));
            }
            if (position > end || (indefinite && !isEnd())) {
                throw new IOException("a value that does not end where it should");
            }
            byte[] content = Arrays.copyOfRange(octets, start, position);
            position += indefinite ? 2 : 0;
            return new Ber(tag, content, List.copyOf(children));
        }

        private boolean isEnd() {
            return position + 1 < octets.length && octets[position] == 0 && octets[position + 1] == 0;
        }

        /** Returns the length, or -1 for an indefinite one. */
        private int length() throws IOException {
            int first = next();
            if (first < LONG_FORM) {
                return first;
            }
            int bytes = first & LENGTH_OF_LENGTH;
            if (bytes > MOST_LENGTH_BYTES) {
                throw new IOException("a value of an impossible length");
            }
            long length = bytes == 0 ? -1 : 0;
            for (int i = 0; i < bytes; i++) {
                length = (length << Byte.SIZE) | next();
            }
            if (length > octets.length) {
                throw new IOException("a value that is cut off");
            }
            return (int) length;
        }

        private int next() throws IOException {
            if (position >= octets.length) {
                throw new IOException("a value that is cut off");
            }
            return octets[position++] & BYTE_MASK;
        }
    }
}

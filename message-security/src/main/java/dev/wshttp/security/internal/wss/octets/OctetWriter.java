// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.internal.token.OctetSink;
import dev.wshttp.security.internal.token.OctetSource;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/** Collects octets of XML in UTF-8. What it is given as markup is written as it is; texts and values are escaped. For one thread. */
final class OctetWriter extends OutputStream implements OctetSource {
    // A multiple of 3, so that only the last piece is padded.
    private static final int BASE64_PIECE_BYTES = 3 * 4_096;

    private byte[] octets;
    private int size;

    OctetWriter(int expectedBytes) {
        octets = new byte[expectedBytes];
    }

    int size() {
        return size;
    }

    /** Returns the array that starts with what was written. */
    byte[] array() {
        return octets;
    }

    @Override
    public void writeTo(OctetSink sink) {
        sink.write(octets, 0, size);
    }

    /** Returns what was written, of which there must be no more then. */
    byte[] toByteArray() {
        return size == octets.length ? octets : Arrays.copyOf(octets, size);
    }

    /** Forgets what was written after the first octets. */
    void shrinkTo(int first) {
        size = first;
    }

    /** Writes ASCII as it is. */
    @SuppressWarnings("deprecation") // for other characters; nothing else copies without making an array
    OctetWriter markup(String ascii) {
        int length = ascii.length();
        reserve(length);
        ascii.getBytes(0, length, octets, size);
        size += length;
        return this;
    }

    /** Writes a text, or a value between double quotes, escaped as in canonical XML. */
    OctetWriter escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '<' -> markup("&lt;");
                case '>' -> markup("&gt;");
                case '&' -> markup("&amp;");
                case '"' -> markup("&quot;");
                case '\t' -> markup("&#x9;");
                case '\n' -> markup("&#xA;");
                case '\r' -> markup("&#xD;");
                default -> i = character(text, i);
            }
        }
        return this;
    }

    private int character(String text, int i) {
        char character = text.charAt(i);
        if (character < 0x80) {
            write(character);
            return i;
        }
        int point = text.codePointAt(i);
        if (!Characters.isCharacter(point)) {
            throw new IllegalArgumentException("The message has the character U+" + Integer.toHexString(point)
                    + " in a header, which XML 1.0 cannot carry. Remove it.");
        }
        write(Character.toString(point).getBytes(UTF_8));
        return i + Character.charCount(point) - 1;
    }

    /** Writes octets in base64. */
    OctetWriter base64(byte[] value) {
        return base64(value.length, (into, start) -> System.arraycopy(value, 0, into, start, value.length));
    }

    /**
     * Writes octets in base64 that are made in the room for their base64, so that a large value needs no room of its own.
     *
     * @param bytes the number of octets
     */
    OctetWriter base64(int bytes, Maker value) {
        int encodedBytes = encodedBytes(bytes);
        reserve(encodedBytes);
        int start = size + encodedBytes - bytes;
        value.make(octets, start);
        // What is encoded takes more room than before, but never reaches what is not encoded yet.
        for (int from = start; from < start + bytes; from += BASE64_PIECE_BYTES) {
            byte[] piece = Arrays.copyOfRange(octets, from, Math.min(start + bytes, from + BASE64_PIECE_BYTES));
            byte[] encoded = Base64.getEncoder().encode(piece);
            System.arraycopy(encoded, 0, octets, size, encoded.length);
            size += encoded.length;
        }
        return this;
    }

    /** Returns the number of characters that octets have in base64. */
    static int encodedBytes(int bytes) {
        return 4 * ((bytes + 2) / 3);
    }

    /** Puts octets into an array. */
    @FunctionalInterface
    interface Maker {
        void make(byte[] into, int start);
    }

    @Override
    public void write(int octet) {
        reserve(1);
        octets[size++] = (byte) octet;
    }

    @Override
    public void write(byte[] from) {
        write(from, 0, from.length);
    }

    /** Writes what another one has. */
    void write(OctetWriter from) {
        write(from.octets, 0, from.size);
    }

    @Override
    public void write(byte[] from, int start, int length) {
        reserve(length);
        System.arraycopy(from, start, octets, size, length);
        size += length;
    }

    /** Makes room for so many octets more, and for no other one. */
    void reserveExactly(int bytes) {
        octets = Arrays.copyOf(octets, size + bytes);
    }

    private void reserve(int bytes) {
        if (size + bytes > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(size + bytes, 2 * octets.length));
        }
    }
}

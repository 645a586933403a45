// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.encoding;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Takes octets out of a document of this side, into parts of their own (XML-binary Optimized Packaging, section 3.1): what the only content of an element, in
 * canonical base64, stands for. For one message.
 */
final class XopPackage {
    /** The least size of a part, in bytes, as in WCF. */
    static final int LEAST_BYTES = 768;

    // With the root there are as many as a receiver takes; further values stay where they are.
    private static final int MOST_PARTS = MimeParts.MOST_PARTS - 1;
    private static final int LEAST_CHARACTERS = LEAST_BYTES / 3 * 4;
    private static final byte[] ALPHABET = alphabet();
    private static final ReaderQuotas UNBOUNDED = new ReaderQuotas(Integer.MAX_VALUE, Integer.MAX_VALUE);

    private final byte[] document;
    private final ByteArrayOutputStream root;
    private final List<byte[]> parts = new ArrayList<>();
    private final String idStart;
    private final long ticks;

    /**
     * @param idStart of each Content-ID
     * @param ticks end of each Content-ID
     */
    XopPackage(byte[] document, String idStart, long ticks) {
        this.document = document;
        this.root = new ByteArrayOutputStream(document.length);
        this.idStart = idStart;
        this.ticks = ticks;
        divide();
    }

    private void divide() {
        var markup = new Markup(document, UNBOUNDED);
        int copied = 0;
        int content = -1;
        try {
            while (markup.next()) {
                if (content >= 0 && markup.kind() == Markup.Kind.END) {
                    Optional<byte[]> value = octets(content, markup.start());
                    if (value.isPresent() && parts.size() < MOST_PARTS) {
                        parts.add(value.get());
                        root.write(document, copied, content - copied);
                        root.writeBytes(("<xop:Include href=\"cid:" + id(parts.size()) + "\" xmlns:xop=\""
                                        + XopInclusion.NAMESPACE + "\"/>")
                                .getBytes(US_ASCII));
                        copied = markup.start();
                    }
                }
                content = markup.kind() == Markup.Kind.START ? markup.end() : -1;
            }
        } catch (Undecodable impossible) {
            throw new IllegalStateException("A message of this side is no XML", impossible);
        }
        root.write(document, copied, document.length - copied);
    }

    /** Returns the octets that a text stands for, if it is large enough, and is exactly what these octets become. */
    private Optional<byte[]> octets(int from, int to) {
        int length = to - from;
        if (length < LEAST_CHARACTERS || length % 4 != 0 || !isBase64(from, to)) {
            return Optional.empty();
        }
        byte[] value = Base64.getDecoder().decode(Arrays.copyOfRange(document, from, to));
        // The bits of the last character that have no meaning have to be zero.
        int tail = value.length % 3 == 0 ? 3 : value.length % 3;
        byte[] last = Base64.getEncoder().encode(Arrays.copyOfRange(value, value.length - tail, value.length));
        return value.length >= LEAST_BYTES && Arrays.equals(last, 0, 4, document, to - 4, to)
                ? Optional.of(value)
                : Optional.empty();
    }

    private boolean isBase64(int from, int to) {
        int end = to;
        while (end > to - 2 && document[end - 1] == '=') {
            end--;
        }
        for (int i = from; i < end; i++) {
            if (document[i] < 0 || ALPHABET[document[i]] == 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] alphabet() {
        byte[] alphabet = new byte[128];
        for (char each : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".toCharArray()) {
            alphabet[each] = 1;
        }
        return alphabet;
    }

    /** Returns the document with includes. */
    byte[] root() {
        return root.toByteArray();
    }

    /** Returns the parts in the order of their includes. */
    List<byte[]> parts() {
        return parts;
    }

    /** Returns the Content-ID of a part, counted from one, without angle brackets. */
    String id(int number) {
        return idStart + number + "/" + ticks;
    }
}

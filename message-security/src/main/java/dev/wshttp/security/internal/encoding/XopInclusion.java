// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.encoding;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the parts of a package back into the document that includes them, as base64 (XML-binary Optimized Packaging, section 3.2). What comes out is the
 * envelope that was signed, and the only one that anything behind reads. Each part is included once at most, so the result is no larger than four thirds of the
 * body. For one message.
 */
final class XopInclusion {
    static final String NAMESPACE = "http://www.w3.org/2004/08/xop/include";

    private static final byte[] NAMESPACE_OCTETS = NAMESPACE.getBytes(US_ASCII);
    private static final byte[] INCLUDE = "Include".getBytes(US_ASCII);
    private static final byte[] HREF = "href".getBytes(US_ASCII);
    private static final String SCHEME = "cid:";
    // A multiple of 3, so that only the last piece is padded.
    private static final int PIECE_BYTES = 3 * 4_096;

    private final byte[] body;
    private final byte[] root;
    private final Map<String, MimePart> parts;
    private final Markup markup;
    private final List<Place> places = new ArrayList<>();
    private final Set<String> included = new HashSet<>();

    /**
     * @param body the whole multipart
     * @param root the document, in UTF-8
     * @param parts by Content-ID with its angle brackets; the root is none of them
     */
    XopInclusion(byte[] body, byte[] root, Map<String, MimePart> parts, ReaderQuotas quotas) {
        this.body = body;
        this.root = root;
        this.parts = parts;
        this.markup = new Markup(root, quotas);
    }

    /** An include, and what takes its place. */
    private record Place(int start, int end, MimePart part) {}

    /**
     * Returns the whole document.
     *
     * @throws Undecodable if an include has no part, or is not the only content of its element
     */
    byte[] whole() throws Undecodable {
        if (Octets.indexOf(root, 0, root.length, NAMESPACE_OCTETS) < 0) {
            return root;
        }
        find();
        return places.isEmpty() ? root : joined();
    }

    private void find() throws Undecodable {
        int parent = -1;
        while (markup.next()) {
            boolean isStart = markup.kind() == Markup.Kind.START || markup.kind() == Markup.Kind.EMPTY;
            if (isStart && markup.isElement(INCLUDE, NAMESPACE_OCTETS)) {
                requireAlone(parent >= 0 && markup.isBlank(parent, markup.start()));
                include();
                parent = -1;
            } else {
                parent = markup.kind() == Markup.Kind.START ? markup.end() : -1;
            }
        }
    }

    /** Reads an include up to the end of its parent. */
    private void include() throws Undecodable {
        int start = markup.start();
        markup.requireWellFormed();
        MimePart part = named(href());
        boolean isOpen = markup.kind() == Markup.Kind.START;
        int end = markup.end();
        if (isOpen) {
            requireAlone(markup.next() && markup.isItsEnd() && markup.isBlank(end, markup.start()));
            end = markup.end();
        }
        places.add(new Place(start, end, part));
        requireAlone(markup.next() && markup.kind() == Markup.Kind.END && markup.isBlank(end, markup.start()));
    }

    private void requireAlone(boolean good) throws Undecodable {
        if (!good) {
            throw incomplete(
                    "something beside an xop:Include, or in it", "the include as the only content of its element");
        }
    }

    private String href() throws Undecodable {
        int[] value = markup.attribute(HREF);
        String href = value == null ? "" : new String(root, value[0], value[1] - value[0], UTF_8);
        if (!href.startsWith(SCHEME)) {
            throw incomplete("an xop:Include without 'cid:' in its href", "the Content-ID of a part");
        }
        String id = href.substring(SCHEME.length()).replace("&amp;", "&");
        try {
            // A plus sign is itself in an address.
            return "<" + URLDecoder.decode(id.replace("+", "%2B"), UTF_8) + ">";
        } catch (IllegalArgumentException malformed) {
            throw incomplete("an xop:Include whose href is no address", "the Content-ID of a part");
        }
    }

    private MimePart named(String id) throws Undecodable {
        MimePart part = parts.get(id);
        if (part == null || !part.isWhole()) {
            throw incomplete("an xop:Include without its part", "a part with the Content-ID that it names");
        }
        if (!part.transferEncoding().equals("binary")) {
            throw incomplete(
                    "a part whose Content-Transfer-Encoding is not 'binary'", "'Content-Transfer-Encoding: binary'");
        }
        if (!included.add(id)) {
            throw incomplete("a part that is included twice", "one xop:Include for each part");
        }
        return part;
    }

    private Undecodable incomplete(String found, String expected) {
        return Undecodable.incomplete(found, expected, root);
    }

    private byte[] joined() {
        int size = root.length;
        for (Place place : places) {
            size += 4 * ((place.part.size() + 2) / 3) - (place.end - place.start);
        }
        var whole = new ByteArrayOutputStream(size);
        int copied = 0;
        for (Place place : places) {
            whole.write(root, copied, place.start - copied);
            writeBase64(place.part, whole);
            copied = place.end;
        }
        whole.write(root, copied, root.length - copied);
        return whole.toByteArray();
    }

    private void writeBase64(MimePart part, ByteArrayOutputStream to) {
        for (int start = part.start(); start < part.stop(); start += PIECE_BYTES) {
            int length = Math.min(PIECE_BYTES, part.stop() - start);
            byte[] piece = new byte[length];
            System.arraycopy(body, start, piece, 0, length);
            to.writeBytes(Base64.getEncoder().encode(piece));
        }
    }
}

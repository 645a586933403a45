// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.encoding;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the tags of a document in UTF-8, one after the other. It finds places in the document and judges nothing beyond that: an engine reads what
 * becomes of the document, and requires that it is well-formed. For one thread.
 */
final class Markup {
    private static final byte[] COMMENT = "<!--".getBytes(US_ASCII);
    private static final byte[] COMMENT_END = "-->".getBytes(US_ASCII);
    private static final byte[] CDATA = "<![CDATA[".getBytes(US_ASCII);
    private static final byte[] CDATA_END = "]]>".getBytes(US_ASCII);
    private static final byte[] INSTRUCTION_END = "?>".getBytes(US_ASCII);
    private static final byte[] XMLNS = "xmlns".getBytes(US_ASCII);

    private final byte[] octets;
    private final ReaderQuotas quotas;
    private Kind kind = Kind.OTHER;
    private int start;
    private int end;
    private int nameStart;
    private int nameEnd;
    private int depth;

    // Of each attribute of the last start tag: where its name and its value stand.
    private int[] attributes = new int[32];
    private int attributeCount;
    // Of each prefix in scope: where its name and its namespace stand, and the depth of its element.
    private int[] prefixes = new int[40];
    private int prefixCount;

    Markup(byte[] octets, ReaderQuotas quotas) {
        this.octets = octets;
        this.quotas = quotas;
    }

    /** What was found. */
    enum Kind {
        START,
        EMPTY,
        END,
        OTHER
    }

    /**
     * Goes to the next tag, or to a comment or the like. Text is between them.
     *
     * @return false at the end of the document
     * @throws Undecodable if the document breaks off in a tag, or is beyond the quotas
     */
    boolean next() throws Undecodable {
        if (kind == Kind.END || kind == Kind.EMPTY) {
            leave();
        }
        start = end;
        while (start < octets.length && octets[start] != '<') {
            start++;
        }
        if (start >= octets.length) {
            return false;
        }
        if (startsWith(COMMENT)) {
            skipTo(COMMENT.length, COMMENT_END);
        } else if (startsWith(CDATA)) {
            skipTo(CDATA.length, CDATA_END);
        } else if (peek(1) == '?') {
            skipTo(2, INSTRUCTION_END);
        } else if (peek(1) == '!') {
            throw Undecodable.malformed("a document type", "none");
        } else if (peek(1) == '/') {
            kind = Kind.END;
            end = after((byte) '>', start);
        } else {
            startTag();
        }
        return true;
    }

    private void leave() {
        while (prefixCount > 0 && prefixes[5 * prefixCount - 1] == depth) {
            prefixCount--;
        }
        depth--;
    }

    private void skipTo(int from, byte[] wanted) throws Undecodable {
        kind = Kind.OTHER;
        int found = Octets.indexOf(octets, start + from, octets.length, wanted);
        if (found < 0) {
            throw brokenOff();
        }
        end = found + wanted.length;
    }

    private int after(byte wanted, int from) throws Undecodable {
        for (int i = from; i < octets.length; i++) {
            if (octets[i] == wanted) {
                return i + 1;
            }
        }
        throw brokenOff();
    }

    private void startTag() throws Undecodable {
        depth++;
        if (depth > quotas.maxDepth()) {
            throw Undecodable.tooLarge("more than '" + quotas.maxDepth() + "' levels of elements", "no more");
        }
        attributeCount = 0;
        nameStart = start + 1;
        int at = endOfName(nameStart);
        nameEnd = at;
        while (true) {
            at = afterSpace(at);
            byte octet = at < octets.length ? octets[at] : 0;
            if (octet == '>') {
                kind = Kind.START;
                end = at + 1;
                return;
            }
            if (octet == '/') {
                kind = Kind.EMPTY;
                end = after((byte) '>', at);
                return;
            }
            at = attribute(at);
        }
    }

    private int attribute(int from) throws Undecodable {
        int stop = endOfName(from);
        int equals = afterSpace(stop);
        int quote = afterSpace(equals + 1);
        boolean good = stop > from
                && quote < octets.length
                && octets[equals] == '='
                && (octets[quote] == '"' || octets[quote] == '\'');
        if (!good) {
            throw brokenOff();
        }
        int valueEnd = after(octets[quote], quote + 1) - 1;
        if (attributeCount == quotas.maxAttributesPerElement()) {
            throw Undecodable.tooLarge("an element of more than '" + attributeCount + "' attributes", "no more");
        }
        if (4 * attributeCount == attributes.length) {
            attributes = Arrays.copyOf(attributes, 2 * attributes.length);
        }
        put(attributes, 4 * attributeCount++, from, stop, quote + 1, valueEnd);
        int afterXmlns = from + XMLNS.length;
        if (Octets.startsWith(octets, from, stop, XMLNS) && (afterXmlns == stop || octets[afterXmlns] == ':')) {
            declare(Math.min(afterXmlns + 1, stop), stop, quote + 1, valueEnd);
        }
        return valueEnd + 1;
    }

    private void declare(int prefix, int prefixEnd, int value, int valueEnd) {
        if (5 * prefixCount == prefixes.length) {
            prefixes = Arrays.copyOf(prefixes, 2 * prefixes.length);
        }
        put(prefixes, 5 * prefixCount, prefix, prefixEnd, value, valueEnd);
        prefixes[5 * prefixCount + 4] = depth;
        prefixCount++;
    }

    private static void put(int[] into, int at, int first, int second, int third, int fourth) {
        into[at] = first;
        into[at + 1] = second;
        into[at + 2] = third;
        into[at + 3] = fourth;
    }

    private int endOfName(int from) {
        int at = from;
        while (at < octets.length && isOfName(octets[at])) {
            at++;
        }
        return at;
    }

    private static boolean isOfName(byte octet) {
        return !isSpace(octet)
                && octet != '='
                && octet != '>'
                && octet != '/'
                && octet != '<'
                && octet != '"'
                && octet != '\'';
    }

    private int afterSpace(int from) {
        int at = from;
        while (at < octets.length && isSpace(octets[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
    }

    private byte peek(int distance) {
        return start + distance < octets.length ? octets[start + distance] : 0;
    }

    private boolean startsWith(byte[] wanted) {
        return Octets.startsWith(octets, start, octets.length, wanted);
    }

    private static Undecodable brokenOff() {
        return Undecodable.malformed("a document that is not well-formed", "a SOAP 1.2 envelope");
    }

    Kind kind() {
        return kind;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Returns whether there is nothing but white space between two places. */
    boolean isBlank(int from, int to) {
        return afterSpace(from) >= to;
    }

    /** Returns whether the last start tag is of an element with this name, which ends in its local part, and this namespace. */
    boolean isElement(byte[] localName, byte[] namespace) {
        int local = nameEnd - localName.length;
        if (local < nameStart || !Arrays.equals(octets, local, nameEnd, localName, 0, localName.length)) {
            return false;
        }
        if (local > nameStart && octets[local - 1] != ':') {
            return false;
        }
        int prefixEnd = Math.max(nameStart, local - 1);
        for (int i = 5 * (prefixCount - 1); i >= 0; i -= 5) {
            if (Arrays.equals(octets, prefixes[i], prefixes[i + 1], octets, nameStart, prefixEnd)) {
                return Arrays.equals(octets, prefixes[i + 2], prefixes[i + 3], namespace, 0, namespace.length);
            }
        }
        return false;
    }

    /** Returns where the value of an attribute of the last start tag begins and ends; null if there is none. */
    int @Nullable [] attribute(byte[] name) {
        for (int i = 0; i < 4 * attributeCount; i += 4) {
            if (Arrays.equals(octets, attributes[i], attributes[i + 1], name, 0, name.length)) {
                return new int[] {attributes[i + 2], attributes[i + 3]};
            }
        }
        return null;
    }
}

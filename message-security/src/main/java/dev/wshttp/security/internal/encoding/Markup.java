// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.encoding;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the tags of a document in UTF-8, one after the other. It finds places in the document and judges little beyond that: an engine reads what
 * becomes of the document, and requires that it is well-formed. What no engine sees has to be judged here. For one thread.
 */
final class Markup {
    private static final byte[] COMMENT = "<!--".getBytes(US_ASCII);
    private static final byte[] COMMENT_END = "-->".getBytes(US_ASCII);
    private static final byte[] CDATA = "<![CDATA[".getBytes(US_ASCII);
    private static final byte[] CDATA_END = "]]>".getBytes(US_ASCII);
    private static final byte[] INSTRUCTION_END = "?>".getBytes(US_ASCII);
    private static final byte[] XMLNS = "xmlns".getBytes(US_ASCII);
    private static final byte[] AMPERSAND = "&amp;".getBytes(US_ASCII);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9._-]*(:[A-Za-z_][A-Za-z0-9._-]*)?");

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
    // The declarations in scope, and of each prefix the last one.
    private final ArrayDeque<Declaration> declarations = new ArrayDeque<>();
    private final Map<String, Declaration> bound = new HashMap<>();

    Markup(byte[] octets, ReaderQuotas quotas) {
        this.octets = octets;
        this.quotas = quotas;
    }

    /**
     * A prefix with its namespace.
     *
     * @param depth that of its element
     * @param hidden what the prefix meant around the element
     */
    private record Declaration(
            String prefix,
            int start,
            int end,
            int depth,
            @Nullable Declaration hidden) {}

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
            endTag();
        } else {
            startTag();
        }
        return true;
    }

    private void leave() {
        while (!declarations.isEmpty() && declarations.peek().depth == depth) {
            Declaration left = declarations.pop();
            if (left.hidden == null) {
                bound.remove(left.prefix);
            } else {
                bound.put(left.prefix, left.hidden);
            }
        }
        depth--;
    }

    private void endTag() throws Undecodable {
        if (depth == 0) {
            throw brokenOff();
        }
        kind = Kind.END;
        end = after((byte) '>', start);
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
                if (at + 1 >= octets.length || octets[at + 1] != '>') {
                    throw brokenOff();
                }
                kind = Kind.EMPTY;
                end = at + 2;
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
        int row = 4 * attributeCount++;
        attributes[row] = from;
        attributes[row + 1] = stop;
        attributes[row + 2] = quote + 1;
        attributes[row + 3] = valueEnd;
        int afterXmlns = from + XMLNS.length;
        if (Octets.startsWith(octets, from, stop, XMLNS) && (afterXmlns == stop || octets[afterXmlns] == ':')) {
            declare(Math.min(afterXmlns + 1, stop), stop, quote + 1, valueEnd);
        }
        return valueEnd + 1;
    }

    private void declare(int prefix, int prefixEnd, int value, int valueEnd) throws Undecodable {
        String name = text(prefix, prefixEnd);
        @Nullable Declaration hidden = bound.get(name);
        if (hidden != null && hidden.depth == depth) {
            throw brokenOff();
        }
        var declaration = new Declaration(name, value, valueEnd, depth, hidden);
        declarations.push(declaration);
        bound.put(name, declaration);
    }

    private String text(int from, int to) {
        return new String(octets, from, to - from, UTF_8);
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
        @Nullable Declaration found = bound.get(text(nameStart, prefixEnd));
        return found != null && Arrays.equals(octets, found.start, found.end, namespace, 0, namespace.length);
    }

    /**
     * Requires that the last start tag is well-formed, for a tag that no engine sees. It may have ASCII only, and no reference but that to the ampersand.
     *
     * @throws Undecodable if an attribute is there twice, has a prefix that is not declared, or a value that is none
     */
    void requireWellFormed() throws Undecodable {
        var names = new HashSet<String>();
        for (int i = 0; i < 4 * attributeCount; i += 4) {
            String name = text(attributes[i], attributes[i + 1]);
            int colon = name.indexOf(':');
            String prefix = colon < 0 ? "" : name.substring(0, colon);
            boolean known =
                    prefix.isEmpty() || prefix.equals("xmlns") || prefix.equals("xml") || bound.containsKey(prefix);
            if (!NAME.matcher(name).matches()
                    || !known
                    || !names.add(name)
                    || !isPlain(attributes[i + 2], attributes[i + 3])) {
                throw brokenOff();
            }
        }
    }

    private boolean isPlain(int from, int to) {
        for (int i = from; i < to; i++) {
            boolean escaped = octets[i] != '&' || Octets.startsWith(octets, i, to, AMPERSAND);
            if ((octets[i] < ' ' && !isSpace(octets[i])) || octets[i] == '<' || !escaped) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether this is the end tag of the last start tag. */
    boolean isItsEnd() {
        int from = start + 2;
        int to = from + nameEnd - nameStart;
        return kind == Kind.END
                && to <= end
                && Arrays.equals(octets, from, to, octets, nameStart, nameEnd)
                && isBlank(to, end - 1);
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

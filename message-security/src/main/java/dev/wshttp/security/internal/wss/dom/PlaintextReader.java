// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Namespaces;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.SAXParseException;

/**
 * Parses decrypted octets with the same prepared and hardened parser as the envelope around them, in the namespace context of their place.
 *
 * <p>The time that it takes does not tell whether the octets were XML. If a parser stops early, another one reads as many characters as were
 * left, and {@link #unparsable()} costs as much as a failure. Safe for use by several threads.
 */
final class PlaintextReader {
    private static final String WRAPPER = "plaintext";
    // What stops a parser in most random octets, and with the same kind of text in its exception: a character that XML
    // does not have.
    private static final String UNPARSABLE = "<" + WRAPPER + ">\u0001";
    // About as many nodes for a character as a signature has, since a parser's work is in these.
    private static final String FILLER =
            "<Transforms><Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></Transform></Transforms>";
    private static final String SHORT_FILLER = "<a>text</a>";
    private static final int LEAST_FILLER = 16;

    private final EnvelopeReader reader;
    private final IntConsumer watch;

    /** @param watch receives the number of characters that each parser has read */
    PlaintextReader(EnvelopeReader reader, IntConsumer watch) {
        this.reader = reader;
        this.watch = watch;
    }

    /**
     * Parses octets.
     *
     * @param place where the octets stood; its prefixes are known to them
     * @param workBytes the number of bytes that the parser reads in any case, not less than there are octets
     */
    Parsed read(byte[] octets, Element place, int workBytes) {
        @Nullable String decoded = decoded(octets);
        // The parser goes through other octets as well, each a character: replacing what is no UTF-8 would take longer.
        String text = decoded == null ? new String(octets, StandardCharsets.ISO_8859_1) : decoded;
        String start = startTag(place);
        String document = start + text + "</" + WRAPPER + ">" + " ".repeat(LEAST_FILLER + workBytes - text.length());
        try {
            Element wrapper = reader.parse(document).getDocumentElement();
            watch.accept(document.length());
            return new Parsed(decoded == null ? unparsable() : wrapper, false);
        } catch (MessageSecurityException unreadable) {
            int done = Math.min(position(unreadable, document), document.length() - LEAST_FILLER);
            watch.accept(done);
            readFiller(document.length() - done + UNPARSABLE.length());
            return new Parsed(null, unreadable.fault() == SecurityFault.MESSAGE_TOO_LARGE);
        }
    }

    /**
     * What octets are as XML.
     *
     * @param element an element around what was parsed, in a document of its own; null if the octets are not XML in UTF-8 within the quotas
     * @param tooLarge whether they exceed the quotas
     */
    record Parsed(@Nullable Element element, boolean tooLarge) {}

    /** Returns null, at the cost of a parser that fails at once and of the exceptions that go with it. */
    @Nullable
    Element unparsable() {
        watch.accept(UNPARSABLE.length());
        try {
            return reader.parse(UNPARSABLE).getDocumentElement();
        } catch (MessageSecurityException expected) {
            return null;
        }
    }

    /** Returns the text that octets are in UTF-8; null, without an exception, if they are none. */
    private static @Nullable String decoded(byte[] octets) {
        CharBuffer characters = CharBuffer.allocate(octets.length);
        boolean valid = !StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(octets), characters, true)
                .isError();
        return valid ? characters.flip().toString() : null;
    }

    private void readFiller(int characters) {
        int inside = characters - "<a></a>".length();
        int rest = inside % FILLER.length();
        String content = FILLER.repeat(inside / FILLER.length())
                + SHORT_FILLER.repeat(rest / SHORT_FILLER.length())
                + "t".repeat(rest % SHORT_FILLER.length());
        reader.parse("<a>" + content + "</a>");
        watch.accept(characters);
    }

    /** Returns the position at which a parser stopped, in characters; that of the end if it read everything. */
    static int position(MessageSecurityException unreadable, String document) {
        if (!(unreadable.getCause() instanceof SAXParseException stopped)) {
            return document.length();
        }
        int lineStart = 0;
        for (int line = 1; line < stopped.getLineNumber() && lineStart < document.length(); line++) {
            lineStart = nextLine(document, lineStart);
        }
        return Math.min(document.length(), lineStart + Math.max(0, stopped.getColumnNumber()));
    }

    /** Returns the start of the next line; a line ends as in XML 1.0, section 2.11. */
    private static int nextLine(String document, int start) {
        int end = start;
        while (end < document.length() && document.charAt(end) != '\n' && document.charAt(end) != '\r') {
            end++;
        }
        return document.startsWith("\r\n", end) ? end + 2 : end + 1;
    }

    /**
     * Returns a start tag that declares every prefix which is declared around a place. Declarations in the place itself are left out (XML Encryption,
     * section 4.3.3): the signature does not cover them, so an attacker could choose them.
     */
    private static String startTag(Element place) {
        var tag = new StringBuilder("<" + WRAPPER);
        Set<String> declared = new HashSet<>();
        for (Node node = outside(place); node instanceof Element element; node = node.getParentNode()) {
            NamedNodeMap attributes = element.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                Attr attribute = (Attr) attributes.item(i);
                if (Namespaces.XMLNS.equals(attribute.getNamespaceURI()) && declared.add(attribute.getName())) {
                    tag.append(' ').append(attribute.getName()).append("=\"");
                    appendEscaped(attribute.getValue(), tag);
                    tag.append('"');
                }
            }
        }
        return tag.append('>').toString();
    }

    /** Returns what is around a place: an encrypted header is a part of the place itself. */
    private static Node outside(Element place) {
        Node parent = place.getParentNode();
        boolean isHeader = "EncryptedHeader".equals(parent.getLocalName())
                && Namespaces.SECURITY_11.equals(parent.getNamespaceURI());
        return isHeader ? parent.getParentNode() : parent;
    }

    private static void appendEscaped(String value, StringBuilder to) {
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character == '<' || character == '&' || character == '"' || character < ' ') {
                to.append("&#").append((int) character).append(';');
            } else {
                to.append(character);
            }
        }
    }
}

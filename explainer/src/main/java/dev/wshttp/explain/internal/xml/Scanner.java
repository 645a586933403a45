// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.xml;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.UntrustedText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML without a DTD from octets in UTF-8, in one pass, with bounds on depth, elements, attributes and declarations. It never opens
 * anything, and knows the five entities of XML only. For one document.
 */
public final class Scanner {
    private static final int DEEPEST = 100;
    private static final int MOST_ELEMENTS = 200_000;
    private static final int MOST_ATTRIBUTES = 256;
    private static final int MOST_DECLARATIONS = 500;

    private final byte[] octets;
    private final Scope outer;
    private final References references = new References(this::problem);
    private final List<Node> top = new ArrayList<>();
    private final List<Element> open = new ArrayList<>();
    private final StringBuilder pending = new StringBuilder();
    private int at;
    private int elements;

    private Scanner(byte[] octets, Scope outer) {
        this.octets = octets;
        this.outer = outer;
    }

    /**
     * Reads a document.
     *
     * @param octets valid UTF-8
     * @return its root element
     * @throws MessageSecurityException with {@code MESSAGE_UNREADABLE} or {@code MESSAGE_TOO_LARGE}, and the position of the octet
     */
    public static Element document(byte[] octets) {
        var scanner = new Scanner(octets, Scope.EMPTY);
        scanner.skipMark();
        scanner.read();
        List<Element> roots = scanner.top.stream()
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
        boolean text = scanner.top.stream()
                .anyMatch(each ->
                        each instanceof Node.Text found && !found.characters().isBlank());
        if (roots.size() != 1 || text) {
            throw scanner.problem("there are " + roots.size() + " root elements" + (text ? " and text beside them" : "")
                    + " (expected one)");
        }
        return roots.get(0);
    }

    /**
     * Reads what was encrypted: elements and text that stand inside another document.
     *
     * @param octets valid UTF-8
     * @param around the declarations in force at that place
     * @throws MessageSecurityException as {@link #document}
     */
    public static List<Node> fragment(byte[] octets, Scope around) {
        var scanner = new Scanner(octets, around);
        scanner.read();
        return scanner.top;
    }

    /**
     * Returns the start tag of the first element of a document, without its content; empty if there is none before the document ends.
     *
     * @throws MessageSecurityException as {@link #document}, if what stands before it is no XML
     */
    public static Optional<Element> firstElement(byte[] octets) {
        var scanner = new Scanner(octets, Scope.EMPTY);
        scanner.skipMark();
        while (scanner.at < octets.length && scanner.elements == 0) {
            scanner.next();
        }
        return scanner.top.stream()
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .findFirst();
    }

    private void skipMark() {
        if (octets.length >= 3 && (octets[0] & 0xFF) == 0xEF && (octets[1] & 0xFF) == 0xBB) {
            at = 3;
        }
    }

    private void read() {
        while (at < octets.length) {
            next();
        }
        flush();
        if (!open.isEmpty()) {
            throw problem("the document ends inside the element '" + last().qualifiedName()
                    + "': it was cut off, or is not whole yet");
        }
    }

    private void next() {
        if (octets[at] == '<') {
            markup();
        } else {
            text();
        }
    }

    private void markup() {
        if (starts("<!--")) {
            add(new Node.Comment(references.normalized(until("-->", 4))));
        } else if (starts("<![CDATA[")) {
            pending.append(references.normalized(until("]]>", 9)));
        } else if (starts("<!")) {
            throw problem(
                    "there is a document type declaration, which SOAP forbids (SOAP 1.2, part 1, section 5). It is not read, because it can"
                            + " make a document of any size");
        } else if (starts("<?")) {
            instruction(references.normalized(until("?>", 2)));
        } else if (starts("</")) {
            endTag();
        } else {
            startTag();
        }
    }

    private void instruction(String content) {
        int blank = 0;
        while (blank < content.length() && content.charAt(blank) > ' ') {
            blank++;
        }
        String target = content.substring(0, blank);
        if (!target.equals("xml")) {
            add(new Node.Instruction(target, content.substring(blank).stripLeading()));
        }
    }

    private void text() {
        int start = at;
        while (at < octets.length && octets[at] != '<') {
            at++;
        }
        String raw = new String(octets, start, at - start, UTF_8);
        pending.append(references.text(raw));
    }

    private void flush() {
        if (pending.length() > 0) {
            var text = new Node.Text(pending.toString());
            pending.setLength(0);
            append(text);
        }
    }

    private void add(Node node) {
        flush();
        append(node);
    }

    private void append(Node node) {
        if (open.isEmpty()) {
            top.add(node);
        } else {
            last().add(node);
        }
    }

    private Element last() {
        return open.get(open.size() - 1);
    }

    private void endTag() {
        flush();
        at += 2;
        String name = name();
        skipBlanks();
        require('>');
        if (open.isEmpty() || !last().qualifiedName().equals(name)) {
            throw problem("the end tag '" + name + "' ends no element that is open");
        }
        open.remove(open.size() - 1).endAt(at);
    }

    private void startTag() {
        flush();
        int start = at++;
        String name = name();
        Map<String, String> raw = attributes(name);
        boolean empty = octet() == '/';
        at += empty ? 1 : 0;
        require('>');
        Element element = element(name, raw, start);
        requireBounds();
        append(element);
        if (empty) {
            element.endAt(at);
        } else {
            open.add(element);
        }
    }

    private void requireBounds() {
        if (++elements > MOST_ELEMENTS || open.size() >= DEEPEST) {
            throw tooLarge(
                    open.size() >= DEEPEST
                            ? "elements are nested more than " + DEEPEST + " deep (WCF stops at 32)"
                            : "there are more than " + MOST_ELEMENTS + " elements");
        }
    }

    private Map<String, String> attributes(String element) {
        var raw = new LinkedHashMap<String, String>();
        while (skipBlanks() && octet() != '>' && octet() != '/') {
            String name = name();
            skipBlanks();
            require('=');
            skipBlanks();
            if (raw.put(name, value()) != null) {
                throw problem("the element '" + element + "' has the attribute '" + name + "' twice");
            }
            if (raw.size() > MOST_ATTRIBUTES) {
                throw tooLarge("the element '" + element + "' has more than " + MOST_ATTRIBUTES + " attributes");
            }
        }
        return raw;
    }

    private String value() {
        int quote = octet();
        if (quote != '"' && quote != '\'') {
            throw problem("the value of an attribute has no quotes");
        }
        int start = ++at;
        while (octet() != quote) {
            if (octet() == '<') {
                throw problem("there is '<' in the value of an attribute");
            }
            at++;
        }
        String raw = new String(octets, start, at - start, UTF_8);
        at++;
        return references.value(raw);
    }

    private Element element(String name, Map<String, String> raw, int start) {
        Scope scope = open.isEmpty() ? outer : last().scope();
        var declarations = new LinkedHashMap<String, String>();
        for (Map.Entry<String, String> each : raw.entrySet()) {
            if (isDeclaration(each.getKey())) {
                String prefix =
                        each.getKey().equals("xmlns") ? "" : each.getKey().substring("xmlns:".length());
                declarations.put(prefix, each.getValue());
                scope = scope.with(prefix, each.getValue());
            }
        }
        if (scope.size() > MOST_DECLARATIONS) {
            throw tooLarge("more than " + MOST_DECLARATIONS + " namespaces are declared at one place");
        }
        var attributes = new ArrayList<Attribute>();
        for (Map.Entry<String, String> each : raw.entrySet()) {
            if (!isDeclaration(each.getKey())) {
                attributes.add(attribute(each.getKey(), each.getValue(), scope));
            }
        }
        requireDifferentNames(name, attributes);
        String prefix = prefix(name);
        return new Element(prefix, localName(name), namespace(prefix, scope), attributes, declarations, scope, start);
    }

    // Namespaces in XML 1.0, section 6.3: two prefixes may mean one namespace.
    private void requireDifferentNames(String element, List<Attribute> attributes) {
        var names = new HashSet<String>();
        for (Attribute attribute : attributes) {
            if (!names.add(attribute.namespace() + " " + attribute.localName())) {
                throw problem("the element '" + element + "' has the attribute '" + attribute.localName()
                        + "' of one namespace twice");
            }
        }
    }

    private static boolean isDeclaration(String attribute) {
        return attribute.equals("xmlns") || attribute.startsWith("xmlns:");
    }

    private Attribute attribute(String name, String value, Scope scope) {
        String prefix = prefix(name);
        return new Attribute(prefix, localName(name), prefix.isEmpty() ? "" : namespace(prefix, scope), value);
    }

    private static String prefix(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? "" : name.substring(0, colon);
    }

    private static String localName(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    private String namespace(String prefix, Scope scope) {
        @Nullable String namespace = scope.namespace(prefix);
        if (namespace == null || (namespace.isEmpty() && !prefix.isEmpty())) {
            throw problem("the prefix '" + prefix + "' is not declared");
        }
        return namespace;
    }

    private String name() {
        int start = at;
        while (isName(octet())) {
            at++;
        }
        String name = new String(octets, start, at - start, UTF_8);
        int colon = name.indexOf(':');
        boolean good = !name.isEmpty()
                && name.codePoints().allMatch(UntrustedText::isShown)
                && isStart(name, 0)
                && (colon < 0 || isStart(name, colon + 1));
        if (!good || (colon >= 0 && name.indexOf(':', colon + 1) > colon)) {
            throw problem("there is no name where one was expected");
        }
        return name;
    }

    private static boolean isStart(String name, int index) {
        return index < name.length() && (Character.isLetter(name.codePointAt(index)) || name.charAt(index) == '_');
    }

    private static boolean isName(int octet) {
        return octet >= 0x80
                || (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || octet == ':'
                || octet == '_'
                || octet == '-'
                || octet == '.';
    }

    private boolean skipBlanks() {
        while (octet() == ' ' || octet() == '\t' || octet() == '\n' || octet() == '\r') {
            at++;
        }
        return true;
    }

    private boolean starts(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (at + i >= octets.length || octets[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String until(String terminator, int skip) {
        int start = at + skip;
        at = start;
        while (!starts(terminator)) {
            if (at >= octets.length) {
                throw problem("the document ends before '" + terminator + "'");
            }
            at++;
        }
        String content = new String(octets, start, at - start, UTF_8);
        at += terminator.length();
        return content;
    }

    private void require(char expected) {
        if (octet() != expected) {
            throw problem("there is no '" + expected + "' where it was expected");
        }
        at++;
    }

    private int octet() {
        if (at >= octets.length) {
            throw problem("the document ends inside a tag: it was cut off, or is not whole yet");
        }
        return octets[at] & 0xFF;
    }

    private MessageSecurityException problem(String what) {
        return new MessageSecurityException(
                SecurityFault.MESSAGE_UNREADABLE,
                "This is no XML that can be read: at octet " + Math.min(at, octets.length) + " of " + octets.length
                        + ", " + UntrustedText.oneLine(what)
                        + " (expected well-formed XML 1.0). Save the message as it was sent, and try again.");
    }

    private MessageSecurityException tooLarge(String what) {
        return new MessageSecurityException(
                SecurityFault.MESSAGE_TOO_LARGE,
                "The document is refused: at octet " + at + " of " + octets.length + ", "
                        + UntrustedText.oneLine(what)
                        + " (expected a message of WCF's size). Take the one message that matters out of it.");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.captures;

import dev.wshttp.security.internal.wss.ProtectedMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * The structure of an envelope, one element a line: expanded names, attributes, algorithms and which reference names which id, in document
 * order. Values that differ from message to message are left out, prefixes too.
 */
public final class Skeleton {
    private static final Set<String> TELLING_TEXTS = Set.of("Offset", "Length", "Action", "Address", "n1", "n2");
    private static final Set<String> CHANGING_ATTRIBUTES = Set.of("Value", "Context");

    private final Map<String, String> ids = new HashMap<>();
    private final StringBuilder lines = new StringBuilder();

    private Skeleton() {}

    /** Describes a whole envelope as it was recorded. */
    public static String of(String envelope) {
        return of(Envelopes.parse(envelope));
    }

    /** Describes a whole envelope as it was sent. */
    public static String of(ProtectedMessage message) {
        return of(Envelopes.parse(message.octets()));
    }

    /** Describes a whole envelope. */
    public static String of(Document envelope) {
        var skeleton = new Skeleton();
        skeleton.describe(envelope.getDocumentElement(), 0);
        return skeleton.lines.toString();
    }

    private void describe(Element element, int depth) {
        lines.append("  ".repeat(depth))
                .append('{')
                .append(element.getNamespaceURI())
                .append('}');
        lines.append(element.getLocalName());
        attributes(element)
                .forEach((name, value) ->
                        lines.append(' ').append(name).append('=').append(value));
        if (TELLING_TEXTS.contains(element.getLocalName())) {
            lines.append(" '").append(element.getTextContent()).append('\'');
        }
        lines.append('\n');
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element below) {
                describe(below, depth + 1);
            }
        }
    }

    private Map<String, String> attributes(Element element) {
        var described = new TreeMap<String, String>();
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Attr attribute = (Attr) attributes.item(i);
            if (!"http://www.w3.org/2000/xmlns/".equals(attribute.getNamespaceURI())) {
                String name = attribute.getNamespaceURI() == null
                        ? attribute.getLocalName()
                        : "{" + attribute.getNamespaceURI() + "}" + attribute.getLocalName();
                described.put(name, value(attribute));
            }
        }
        return described;
    }

    private String value(Attr attribute) {
        String value = attribute.getValue();
        if (attribute.getLocalName().equals("Id")) {
            return label(value);
        }
        if (attribute.getLocalName().equals("URI") && value.startsWith("#")) {
            return "#" + label(value.substring(1));
        }
        boolean changes = CHANGING_ATTRIBUTES.contains(attribute.getLocalName()) || value.startsWith("urn:uuid:");
        return changes ? "*" : value;
    }

    /** Ids get the number of their first appearance; WCF's own numbers stay, and so do the shapes of token ids. */
    private String label(String id) {
        return id.startsWith("uuid-") ? ids.computeIfAbsent(id, unseen -> "token" + ids.size()) : id;
    }
}

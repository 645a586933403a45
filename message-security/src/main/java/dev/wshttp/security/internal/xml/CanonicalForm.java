// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.xml;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;

/**
 * Writes the exclusive canonical form of one element without comments, in UTF-8 (Exclusive XML Canonicalization 1.0, section 3; no prefix is
 * treated inclusively). The names of elements and attributes say all that it needs: it declares a prefix where a name uses it. For one thread.
 */
final class CanonicalForm {
    // Canonical XML 1.0, section 2.2: by namespace, then by local name; one without namespace comes first.
    private static final Comparator<QName> BY_NAMESPACE =
            Comparator.comparing(QName::getNamespaceURI).thenComparing(QName::getLocalPart);

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream(1_024);
    private final int mostBytes;

    // The declarations that the open elements of the output have, by prefix.
    private final Map<String, String> rendered = new HashMap<>();

    private CanonicalForm(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * Returns the canonical form of an element.
     *
     * @param mostBytes a long namespace that is declared once can come out again and again
     * @throws MessageSecurityException with {@link SecurityFault#MESSAGE_TOO_LARGE} if the form is larger, or
     *     {@link SecurityFault#MESSAGE_UNREADABLE} if the element has none
     */
    static byte[] of(XmlElement element, int mostBytes) {
        var form = new CanonicalForm(mostBytes);
        form.write(element);
        return form.octets.toByteArray();
    }

    private void write(XmlElement element) {
        var replaced = new HashMap<String, String>();
        raw("<" + element.qualifiedName());
        usedNamespaces(element).forEach((prefix, namespace) -> {
            String before = rendered.getOrDefault(prefix, "");
            if (!namespace.equals(before)) {
                replaced.put(prefix, before);
                rendered.put(prefix, namespace);
                declare(element, prefix, namespace);
            }
        });
        attributes(element);
        raw(">");
        for (XmlNode child : element.children()) {
            if (child instanceof XmlElement nested) {
                write(nested);
            } else if (child instanceof XmlNode.Text text) {
                raw(escapedText(text.characters()));
            } else if (child instanceof XmlNode.Instruction instruction) {
                raw("<?" + instruction.target() + (instruction.data().isEmpty() ? "" : " " + instruction.data())
                        + "?>");
            }
        }
        raw("</" + element.qualifiedName() + ">");
        rendered.putAll(replaced);
    }

    /** Returns the namespaces of the prefixes that the names of the element and its attributes use, in the order of the prefixes. */
    private static Map<String, String> usedNamespaces(XmlElement element) {
        var used = new TreeMap<String, String>();
        used.put(element.name().getPrefix(), element.namespace());
        for (QName attribute : element.attributes().keySet()) {
            if (!attribute.getPrefix().isEmpty()) {
                used.put(attribute.getPrefix(), attribute.getNamespaceURI());
            }
        }
        used.remove(XMLConstants.XML_NS_PREFIX);
        return used;
    }

    private void declare(XmlElement element, String prefix, String namespace) {
        if (RelativeNamespace.is(namespace)) {
            throw RelativeNamespace.refusal(element.toString());
        }
        raw((prefix.isEmpty() ? " xmlns" : " xmlns:" + prefix) + "=\"" + escapedValue(namespace) + "\"");
    }

    private void attributes(XmlElement element) {
        List<QName> names = new ArrayList<>(element.attributes().keySet());
        names.sort(BY_NAMESPACE);
        for (QName name : names) {
            String prefix = name.getPrefix().isEmpty() ? "" : name.getPrefix() + ":";
            String value = element.attributes().getOrDefault(name, "");
            raw(" " + prefix + name.getLocalPart() + "=\"" + escapedValue(value) + "\"");
        }
    }

    private static String escapedText(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\r", "&#xD;");
    }

    private static String escapedValue(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("\"", "&quot;")
                .replace("\t", "&#x9;")
                .replace("\n", "&#xA;")
                .replace("\r", "&#xD;");
    }

    private void raw(String text) {
        octets.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        if (octets.size() > mostBytes) {
            throw new MessageSecurityException(
                    SecurityFault.MESSAGE_TOO_LARGE,
                    "An element has more than '" + mostBytes
                            + "' bytes in canonical form (expected about the size of the message). Long namespaces are repeated in it again"
                            + " and again: let the sender declare shorter ones.");
        }
    }
}

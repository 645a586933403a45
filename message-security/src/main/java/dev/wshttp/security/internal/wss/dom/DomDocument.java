// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.internal.token.OctetSink;
import dev.wshttp.security.internal.wss.VerifiedEnvelope;
import dev.wshttp.security.internal.wss.proof.EncryptedPart;
import dev.wshttp.security.internal.wss.proof.Opened;
import dev.wshttp.security.internal.wss.proof.ReceivedDocument;
import dev.wshttp.security.internal.wss.proof.ReceivedElement;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * A received message as a tree, which decryption changes in place.
 *
 * @param reader parses, and has the quotas
 * @param opener decrypts
 * @param sizeBytes the size of the message on the wire
 */
record DomDocument(Document document, EnvelopeReader reader, Opener opener, int sizeBytes) implements ReceivedDocument {
    private static final String DECOY_TEXT = "decoy text";

    @Override
    public ReceivedElement root() {
        return new DomElement(document.getDocumentElement());
    }

    @Override
    public void requireQuotas() {
        reader.quotas().require(document);
    }

    @Override
    public void forEachAttribute(String localName, Collection<ReceivedElement> leftOut, AttributeVisitor visitor) {
        var without =
                leftOut.stream().map(element -> ((DomElement) element).node()).toList();
        Node node = document.getDocumentElement();
        while (node != null) {
            if (without.contains(node)) {
                node = Quotas.after(node);
                continue;
            }
            if (node instanceof Element element) {
                show(element, localName, visitor);
            }
            node = Quotas.following(node);
        }
    }

    private static void show(Element element, String localName, AttributeVisitor visitor) {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Attr attribute = (Attr) attributes.item(i);
            if (localName.equalsIgnoreCase(attribute.getLocalName())) {
                visitor.visit(
                        orEmpty(element.getNamespaceURI()), orEmpty(attribute.getNamespaceURI()), attribute.getValue());
            }
        }
    }

    private static String orEmpty(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    @Override
    public void writeCanonicalForm(ReceivedElement element, String prefixes, OctetSink to) {
        CanonicalForms.write(node(element), prefixes, to);
    }

    @Override
    public Opened open(EncryptedPart part, byte[] key) {
        return opener.open(part, key);
    }

    @Override
    public void empty(ReceivedElement body) {
        node(body).setTextContent("");
    }

    @Override
    public void fill(ReceivedElement body, Opened content) {
        if (content.content() == null) {
            fillWithDecoy(node(body), content.bytes());
            return;
        }
        Node imported = document.importNode(node(content.content()), true);
        for (Node child = imported.getFirstChild(); child != null; child = imported.getFirstChild()) {
            node(body).appendChild(child);
        }
    }

    private static void fillWithDecoy(Element body, int bytes) {
        int each = "<a></a>".length() + DECOY_TEXT.length();
        IntStream.range(0, bytes / each).forEach(any -> {
            Element child = body.getOwnerDocument().createElementNS(null, "a");
            child.setTextContent(DECOY_TEXT);
            body.appendChild(child);
        });
    }

    @Override
    public void levelOut(Opened part) {
        opener.levelOut(part);
    }

    @Override
    public ReceivedElement decoy(String xml) {
        return new DomElement(reader.parse(xml).getDocumentElement());
    }

    @Override
    public void remove(Collection<ReceivedElement> blocks) {
        blocks.forEach(block -> node(block).getParentNode().removeChild(node(block)));
    }

    @Override
    public void removeAttributes(ReceivedElement element) {
        NamedNodeMap attributes = node(element).getAttributes();
        IntStream.range(0, attributes.getLength())
                .mapToObj(i -> (Attr) attributes.item(i))
                .filter(attribute -> !XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI()))
                .toList()
                .forEach(node(element)::removeAttributeNode);
    }

    @Override
    public void substitute(ReceivedElement block, ReceivedElement element) {
        Element place = node(block);
        place.getParentNode().replaceChild(document.importNode(node(element), true), place);
    }

    @Override
    public XmlElement value(ReceivedElement element, Predicate<ReceivedElement> wanted) {
        return ElementValue.ofPeer(node(element), child -> wanted.test(new DomElement(child)));
    }

    @Override
    public VerifiedEnvelope envelope() {
        return new DomEnvelope(document);
    }

    private static Element node(ReceivedElement element) {
        return ((DomElement) element).node();
    }
}

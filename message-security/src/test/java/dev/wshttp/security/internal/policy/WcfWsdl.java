// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;
import org.xml.sax.SAXException;

/** The metadata that WCF's own service published in one of the four modes, and what to compare them by. */
public enum WcfWsdl {
    DIRECT("1-nonego-nosession", false, false),
    SESSION("2-nonego-session", false, true),
    NEGOTIATED_SESSION("3-nego-session-DEFAULT", true, true),
    NEGOTIATED("4-nego-nosession", true, false);

    private final String folder;
    private final boolean negotiated;
    private final boolean session;

    WcfWsdl(String folder, boolean negotiated, boolean session) {
        this.folder = folder;
        this.negotiated = negotiated;
        this.session = session;
    }

    /** The binding that it describes. */
    public WsHttpBinding binding(AlgorithmSuite suite) {
        return WsHttpBinding.builder()
                .negotiateServiceCredential(negotiated)
                .establishSecurityContext(session)
                .algorithmSuite(suite)
                .build();
    }

    /** {@code wsdl.xml} or {@code singleWsdl.xml}. */
    public String text(String file) {
        String name = "/captures/wsdl/" + folder + "/" + file;
        try (InputStream resource = requireNonNull(WcfWsdl.class.getResourceAsStream(name), name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** A document with namespaces. */
    public static Document parse(String text) {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (ParserConfigurationException | SAXException | IOException broken) {
            throw new IllegalStateException(text, broken);
        }
    }

    /** The same as a value. */
    static XmlElement element(String text) {
        try {
            return new XmlParser(100).parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (XMLStreamException broken) {
            throw new IllegalStateException(text, broken);
        }
    }

    /** The document as WCF had it before it attached policies, as a value. */
    static XmlElement elementWithoutPolicies(String text) {
        return without(element(text));
    }

    private static XmlElement without(XmlElement element) {
        return element.withChildren(element.children().stream()
                .filter(child -> !(child instanceof XmlElement policy && isAttached(policy)))
                .map(child -> child instanceof XmlElement inner ? without(inner) : child)
                .toList());
    }

    private static boolean isAttached(XmlElement element) {
        return element.is(PolicyNames.POLICY, "Policy")
                || element.is(PolicyNames.POLICY, "PolicyReference")
                || element.is(PolicyNames.ADDRESSING, "EndpointReference");
    }

    /** What {@link #meaning(Node)} returns for the same document; it is written and parsed for that. */
    static String meaning(XmlElement element) {
        var octets = new ByteArrayOutputStream();
        try {
            var writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(octets, "UTF-8");
            element.writeTo(writer);
            writer.close();
        } catch (XMLStreamException broken) {
            throw new IllegalStateException(broken);
        }
        return meaning(parse(octets.toString(StandardCharsets.UTF_8)));
    }

    /** The document as WCF had it before it attached policies. */
    public static Document withoutPolicies(String text) {
        Document document = parse(text);
        removeAll(document, PolicyNames.POLICY, "Policy");
        removeAll(document, PolicyNames.POLICY, "PolicyReference");
        removeAll(document, PolicyNames.ADDRESSING, "EndpointReference");
        return document;
    }

    private static void removeAll(Document document, String namespace, String localName) {
        var found = document.getElementsByTagNameNS(namespace, localName);
        while (found.getLength() > 0) {
            Node first = found.item(0);
            first.getParentNode().removeChild(first);
        }
    }

    /** Expanded names, attributes in order of their names, one element a line: equal where the documents say the same. */
    public static String meaning(Node node) {
        var lines = new ArrayList<String>();
        write(node instanceof Document document ? document.getDocumentElement() : (Element) node, "", lines);
        return String.join("\n", lines);
    }

    private static void write(Element element, String indent, List<String> lines) {
        Map<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Node attribute = element.getAttributes().item(i);
            if (!XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI())) {
                attributes.put(
                        "{" + attribute.getNamespaceURI() + "}" + attribute.getLocalName(), attribute.getNodeValue());
            }
        }
        var text = new StringBuilder();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Text words) {
                text.append(words.getData().strip());
            }
        }
        lines.add(indent + "{" + element.getNamespaceURI() + "}" + element.getLocalName()
                + attributes.entrySet().stream().map(Object::toString).collect(Collectors.joining(" ", " ", " "))
                + text);
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                write(child, indent + " ", lines);
            }
        }
    }
}

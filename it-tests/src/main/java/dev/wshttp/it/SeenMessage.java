// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Reads a message as an observer of the network can, without its key. */
final class SeenMessage {
    private static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    private static final String UTILITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    private static final String SECURITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    private static final String TRUST = "http://schemas.xmlsoap.org/ws/2005/02/trust";
    private static final String CONVERSATION = "http://schemas.xmlsoap.org/ws/2005/02/sc";
    private static final String ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#";
    private static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
    private static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";
    private static final int SHOWN = 28;

    private final Document document;

    private SeenMessage(Document document) {
        this.document = document;
    }

    static SeenMessage of(byte[] octets) {
        try {
            return new SeenMessage(DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(octets)));
        } catch (SAXException | IOException | ParserConfigurationException malformed) {
            throw new DemoFailure(
                    "A message of the demo is no XML: " + malformed.getMessage()
                            + " (expected an envelope). Look at the recorded messages.",
                    malformed);
        }
    }

    /** Returns what the message is for: its action, without what all actions of its kind begin with. */
    String action() {
        String action =
                first(document, ADDRESSING, "Action").map(SeenMessage::text).orElse("no action");
        return action.startsWith(TRUST)
                ? action.substring(TRUST.length() + 1)
                : action.substring(action.lastIndexOf('/') + 1);
    }

    /** Returns what an observer can read that matters; where the signature is in clear, as when a session ends, so is the body. */
    List<String> readable() {
        var readable = new ArrayList<>(flight().readable());
        first(document, CONVERSATION, "Identifier")
                .map(SeenMessage::text)
                .ifPresent(name -> readable.add("token " + name));
        first(document, TRUST, "CombinedHash").ifPresent(found -> readable.add("Authenticator"));
        if (first(document, SIGNATURE, "SignatureValue").isPresent()) {
            readable.addAll(List.of("body", "signature"));
        }
        return readable;
    }

    /** Returns the parts that carry the id by which the signature names them: headers, timestamp and body. */
    List<String> signed() {
        var parts = new ArrayList<String>();
        for (Element element : elements(document.getDocumentElement(), new ArrayList<>())) {
            boolean token = element.getLocalName().endsWith("Token");
            if (element.hasAttributeNS(UTILITY, "Id") && !token) {
                parts.add(element.getLocalName());
            }
        }
        return parts;
    }

    /** Returns what is encrypted, and in the body what stands there instead. */
    List<String> hidden() {
        var hidden = new ArrayList<>(flight().hidden());
        first(document, ENCRYPTION, "EncryptedKey").ifPresent(key -> hidden.add("key of the token " + octets(key)));
        first(document, SOAP, "Body")
                .flatMap(body -> first(body, ENCRYPTION, "EncryptedData"))
                .ifPresent(data -> hidden.add("body " + octets(data)));
        first(document, SECURITY, "Security")
                .flatMap(header -> first(header, ENCRYPTION, "EncryptedData"))
                .ifPresent(data -> hidden.add("signature"));
        return hidden;
    }

    private SeenFlight flight() {
        return first(document, TRUST, "BinaryExchange")
                .map(exchange -> SeenFlight.of(Base64.getMimeDecoder().decode(text(exchange))))
                .orElse(new SeenFlight(List.of(), List.of()));
    }

    private static String octets(Element encrypted) {
        String value = first(encrypted, ENCRYPTION, "CipherValue")
                .map(SeenMessage::text)
                .orElse("");
        return value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
    }

    private static String text(Element element) {
        return element.getTextContent().strip();
    }

    private static Optional<Element> first(Node in, String namespace, String name) {
        Element root = in instanceof Document all ? all.getDocumentElement() : (Element) in;
        return Optional.ofNullable(
                (Element) root.getElementsByTagNameNS(namespace, name).item(0));
    }

    private static List<Element> elements(Element from, List<Element> found) {
        found.add(from);
        for (Node child = from.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                elements(element, found);
            }
        }
        return found;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** What somebody on the network can tell of a message without its key. */
final class SeenMessage {
    private static final String UTILITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    private static final String ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#";
    private static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";

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

    /** The parts that carry the id by which the signature names them: headers, timestamp and body. */
    List<String> signedParts() {
        var parts = new ArrayList<String>();
        for (Element element : elements(document.getDocumentElement(), new ArrayList<>())) {
            boolean token = element.getLocalName().endsWith("Token");
            if (element.hasAttributeNS(UTILITY, "Id") && !token) {
                parts.add(element.getLocalName());
            }
        }
        return parts;
    }

    /** How many parts are hidden: the body's content, the signatures, and in a reply the confirmations. */
    int encryptedParts() {
        return document.getElementsByTagNameNS(ENCRYPTION, "EncryptedData").getLength();
    }

    /** What stands in the body where the numbers were. */
    String body() {
        Node body = document.getElementsByTagNameNS(SOAP, "Body").item(0);
        String shown = String.valueOf(body.getTextContent());
        return shown.length() > 40 ? shown.substring(0, 40) + "..." : shown;
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

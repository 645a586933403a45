// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A message of a call as the application of a {@link TestService} or a {@link TestClient} saw it: received and decrypted, or before it was protected. A
 * received message that was refused is not among these; the network's view of it is in {@code wire()}.
 *
 * @param kind whether it is a request or its answer
 * @param xml the envelope; a message that was to be sent has no addressing headers yet
 */
public record CapturedMessage(Kind kind, String xml) {
    /** Whether a message asks or answers. */
    public enum Kind {
        /** What the client says. */
        REQUEST,
        /** What the service answers, which may be a fault. */
        REPLY
    }

    /**
     * Checks that nothing is missing.
     *
     * @throws NullPointerException if a part is null
     */
    public CapturedMessage {
        requireNonNull(kind, "kind");
        requireNonNull(xml, "xml");
    }

    /** Returns the text of each element of this name, in headers and body, in the order of the message. */
    public List<String> texts(String namespace, String localName) {
        var elements = document().getElementsByTagNameNS(namespace, localName);
        return IntStream.range(0, elements.getLength())
                .mapToObj(index -> elements.item(index).getTextContent())
                .toList();
    }

    /** Returns the envelope as a new tree, for example for XPath. */
    public Document document() {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        } catch (SAXException | IOException | ParserConfigurationException impossible) {
            throw new IllegalStateException("The message was an envelope when it was captured", impossible);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import com.ctc.wstx.stax.WstxInputFactory;
import dev.wshttp.security.internal.wss.VerifiedEnvelope;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.transform.dom.DOMSource;
import org.codehaus.stax2.XMLInputFactory2;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A verified envelope on top of DOM.
 *
 * @param document the decrypted envelope, after the removal of the security header and of unsigned blocks
 */
record DomEnvelope(Document document) implements VerifiedEnvelope {
    private static final XMLInputFactory READERS = newReaders();

    private static XMLInputFactory newReaders() {
        XMLInputFactory readers = new WstxInputFactory();
        // JAXB needs interned names and asks the reader for them. By default it answers that they are, but those of a
        // tree are not.
        readers.setProperty(XMLInputFactory2.P_INTERN_NAMES, false);
        readers.setProperty(XMLInputFactory2.P_INTERN_NS_URIS, false);
        return readers;
    }

    @Override
    public Optional<XmlElement> content() {
        List<Element> parts = Elements.children(document.getDocumentElement());
        Element body = parts.get(parts.size() - 1);
        return Elements.only(body).map(content -> ElementValue.ofPeer(content, any -> true));
    }

    @Override
    public XMLStreamReader reader() {
        try {
            return READERS.createXMLStreamReader(new DOMSource(document));
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("A tree needs no parser", impossible);
        }
    }
}

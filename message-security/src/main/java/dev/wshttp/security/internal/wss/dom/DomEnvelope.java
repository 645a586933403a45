// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import com.ctc.wstx.stax.WstxInputFactory;
import dev.wshttp.security.internal.wss.VerifiedEnvelope;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.transform.dom.DOMSource;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * A verified envelope on top of DOM.
 *
 * @param envelope the decrypted envelope, after the removal of the security header and of unsigned blocks
 */
record DomEnvelope(SoapEnvelope envelope) implements VerifiedEnvelope {
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
        return Elements.only(envelope.body()).map(ElementValue::ofPeer);
    }

    @Override
    public XMLStreamReader reader() {
        try {
            return READERS.createXMLStreamReader(new DOMSource(envelope.document()));
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("A tree needs no parser", impossible);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.xml.soap.MessageFactory;
import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Turns text into what JAX-WS takes, and back. */
final class Xml {
    private static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";

    private Xml() {}

    static Source source(String text) {
        return new StreamSource(new StringReader(text));
    }

    static Element element(String text) {
        try {
            var factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException malformed) {
            throw new IllegalArgumentException(text, malformed);
        }
    }

    static String text(Source source) throws TransformerException {
        var text = new StringWriter();
        var transformer = TransformerFactory.newDefaultInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        transformer.transform(source, new StreamResult(text));
        return text.toString();
    }

    static String echo(String text) {
        return "<e:echo xmlns:e='" + Shop.NAMESPACE + "'><text>" + text + "</text></e:echo>";
    }

    /** An envelope; its attributes may declare what the body uses. */
    static String envelope(String attributes, String headers, String body) {
        return "<s:Envelope xmlns:s='" + SOAP + "' " + attributes + "><s:Header>" + headers + "</s:Header><s:Body>"
                + body + "</s:Body></s:Envelope>";
    }

    static SOAPMessage message(String envelope) {
        try {
            SOAPMessage message =
                    MessageFactory.newInstance(SOAPConstants.SOAP_1_2_PROTOCOL).createMessage();
            message.getSOAPPart().setContent(new StreamSource(new ByteArrayInputStream(envelope.getBytes(UTF_8))));
            return message;
        } catch (SOAPException malformed) {
            throw new IllegalArgumentException(envelope, malformed);
        }
    }

    /** The text in the body. */
    static String bodyText(SOAPMessage message) throws SOAPException {
        return message.getSOAPBody().getTextContent();
    }
}

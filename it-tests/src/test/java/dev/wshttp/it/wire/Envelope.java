// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.wire;

import dev.wshttp.calculator.CalculatorNames;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A message as the network sees it, which can be edited without the keys to it. Editing makes a copy. */
public final class Envelope {
    public static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";
    public static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    public static final String SECURITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    public static final String UTILITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    public static final String ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#";
    public static final String CONVERSATION = "http://schemas.xmlsoap.org/ws/2005/02/sc";
    public static final String TRUST = "http://schemas.xmlsoap.org/ws/2005/02/trust";

    private static final int FIRST_OCTET_OF_THE_NAMESPACE = 12;

    private final Document document;

    private Envelope(Document document) {
        this.document = document;
    }

    public static Envelope parse(byte[] octets) {
        return new Envelope(document(new InputSource(new ByteArrayInputStream(octets))));
    }

    private static Document document(InputSource source) {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .parse(source);
        } catch (SAXException | IOException | ParserConfigurationException malformed) {
            throw new IllegalStateException("That is no XML", malformed);
        }
    }

    /** Returns a changed copy. */
    public Envelope with(Consumer<Envelope> edit) {
        var copy = new Envelope((Document) document.cloneNode(true));
        edit.accept(copy);
        return copy;
    }

    public byte[] octets() {
        try {
            var transformer = TransformerFactory.newDefaultInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            var octets = new ByteArrayOutputStream();
            transformer.transform(new DOMSource(document), new StreamResult(octets));
            return octets.toByteArray();
        } catch (TransformerException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public String action() {
        return addressing("Action").getTextContent();
    }

    /** Returns whether it is for the application, and not to make or end a context; as far as it says. */
    public boolean isCall() {
        return action().startsWith(CalculatorNames.NAMESPACE);
    }

    public String messageId() {
        return addressing("MessageID").getTextContent();
    }

    public Element header() {
        return first(SOAP, "Header");
    }

    public Element body() {
        return first(SOAP, "Body");
    }

    public Element security() {
        return first(SECURITY, "Security");
    }

    public boolean hasSecurity() {
        return !all(SECURITY, "Security").isEmpty();
    }

    public Element addressing(String name) {
        return first(ADDRESSING, name);
    }

    public Element timestamp() {
        return first(UTILITY, "Timestamp");
    }

    /** Returns the encrypted content of the body. */
    public Element encryptedBody() {
        List<Element> data = all(ENCRYPTION, "EncryptedData");
        return data.get(data.size() - 1);
    }

    /** Returns an encrypted child of the security header, in document order. */
    public Element encryptedHeader(int index) {
        return all(ENCRYPTION, "EncryptedData").get(index);
    }

    /** Returns the last encrypted child of the security header, which is followed by the body: the signature, where there is only one. */
    public Element lastEncryptedHeader() {
        List<Element> data = all(ENCRYPTION, "EncryptedData");
        return data.get(data.size() - 2);
    }

    public Element first(String namespace, String name) {
        List<Element> found = all(namespace, name);
        if (found.isEmpty()) {
            throw new IllegalStateException(
                    "There is no " + name + " in " + new String(octets(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return found.get(0);
    }

    public List<Element> all(String namespace, String name) {
        var found = new ArrayList<Element>();
        var nodes = document.getElementsByTagNameNS(namespace, name);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    /** Adds a header block, given as XML, at the end of the headers. */
    public void addHeader(String xml) {
        header().appendChild(imported(xml));
    }

    /** Puts an element, given as XML, into the place of another. */
    public void replace(Element old, String xml) {
        old.getParentNode().replaceChild(imported(xml), old);
    }

    /** Returns a copy of an element of another message, to be put into this one. */
    public Node imported(Element foreign) {
        return document.importNode(foreign, true);
    }

    private Node imported(String xml) {
        return imported(document(new InputSource(new StringReader(xml))).getDocumentElement());
    }

    /** Takes an encrypted element away, and the reference to it. */
    public void strip(Element encrypted) {
        String reference = "#" + encrypted.getAttribute("Id");
        all(ENCRYPTION, "DataReference").stream()
                .filter(element -> element.getAttribute("URI").equals(reference))
                .forEach(Envelope::remove);
        remove(encrypted);
    }

    public static void remove(Element element) {
        element.getParentNode().removeChild(element);
    }

    /**
     * Changes one bit of the first block of encrypted content. In cipher block chaining this changes the same bit of the plaintext and no
     * other: of {@code <Add xmlns="http:...}, the first letter of the namespace.
     */
    public static void changeFirstBlock(Element encrypted) {
        flip(encrypted, FIRST_OCTET_OF_THE_NAMESPACE);
    }

    /** Changes one bit of the last block of encrypted content, and so garbles the block and its padding. */
    public static void changeLastBlock(Element encrypted) {
        flip(encrypted, decode(cipherValue(encrypted)).length - 1);
    }

    private static void flip(Element encrypted, int position) {
        changeOctets(cipherValue(encrypted), octets -> {
            octets[position] ^= 1;
            return octets;
        });
    }

    public static Element cipherValue(Element encrypted) {
        return (Element)
                encrypted.getElementsByTagNameNS(ENCRYPTION, "CipherValue").item(0);
    }

    /** Returns the flight in a leg of a negotiation. */
    public byte[] flight() {
        return decode(first(TRUST, "BinaryExchange"));
    }

    /** Changes the flight in a leg of a negotiation. */
    public void changeFlight(UnaryOperator<byte[]> change) {
        changeOctets(first(TRUST, "BinaryExchange"), change);
    }

    /** Changes the octets that an element has in base64. */
    public static void changeOctets(Element value, UnaryOperator<byte[]> change) {
        value.setTextContent(Base64.getEncoder().encodeToString(change.apply(decode(value))));
    }

    private static byte[] decode(Element value) {
        return Base64.getDecoder().decode(value.getTextContent());
    }
}

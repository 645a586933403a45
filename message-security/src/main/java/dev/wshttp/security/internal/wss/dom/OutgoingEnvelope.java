// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.wss.MessageIds;
import dev.wshttp.security.internal.xml.XmlContent;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import javax.xml.transform.dom.DOMResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The envelope of a message before protection, with the headers in WCF's order and an empty security header at the end. */
final class OutgoingEnvelope {
    private static final XMLOutputFactory WRITERS = XMLOutputFactory.newDefaultFactory();

    private final DomWriter dom;
    private final Element header;
    private final Element security;
    private final Element body;
    private final List<Element> headersToSign = new ArrayList<>();

    /** @param bodyId the id of the body, empty if it is not signed; the caller chooses it, because WCF numbers the body before the headers */
    OutgoingEnvelope(Document document, OutgoingMessage message, String bodyId, MessageIds ids) {
        this.dom = new DomWriter(document);
        Element envelope = dom.create("s:Envelope");
        document.appendChild(envelope);
        List.of("s", "a", "u").forEach(prefix -> DomWriter.declare(envelope, prefix));
        this.header = dom.append(envelope, "s:Header");
        addAddressing(message.addressing(), ids);
        message.headers().forEach(block -> addApplicationHeader(block, ids));
        this.security = dom.append(header, "o:Security");
        DomWriter.set(security, "s:mustUnderstand", "1");
        DomWriter.declare(security, "o");
        this.body = dom.append(envelope, "s:Body");
        if (!bodyId.isEmpty()) {
            DomWriter.set(body, "u:Id", bodyId);
        }
        write(message.body(), body);
    }

    DomWriter dom() {
        return dom;
    }

    Element security() {
        return security;
    }

    Element body() {
        return body;
    }

    /** Returns every header block but the security header, in document order. */
    List<Element> headersToSign() {
        return headersToSign;
    }

    private void addAddressing(Addressing addressing, MessageIds ids) {
        addMustUnderstand("a:Action", addressing.action(), ids);
        add("a:MessageID", addressing.messageId(), ids);
        add("a:RelatesTo", addressing.relatesTo(), ids);
        addAddress("a:ReplyTo", addressing.replyTo(), ids);
        addMustUnderstand("a:To", addressing.to(), ids);
    }

    private void addMustUnderstand(String name, @Nullable String text, MessageIds ids) {
        if (text != null) {
            Element block = dom.append(header, name, text);
            DomWriter.set(block, "s:mustUnderstand", "1");
            mark(block, ids);
        }
    }

    private void add(String name, @Nullable String text, MessageIds ids) {
        if (text != null) {
            mark(dom.append(header, name, text), ids);
        }
    }

    private void addAddress(String name, @Nullable String address, MessageIds ids) {
        if (address != null) {
            Element block = dom.append(header, name);
            mark(block, ids);
            dom.append(block, "a:Address", address);
        }
    }

    private void addApplicationHeader(XmlContent block, MessageIds ids) {
        int before = Elements.children(header).size();
        write(block, header);
        List<Element> blocks = Elements.children(header);
        blocks.subList(before, blocks.size()).forEach(added -> mark(added, ids));
    }

    private void mark(Element block, MessageIds ids) {
        block.removeAttributeNS(Namespaces.UTILITY, "Id");
        String prefix = prefixOfId(block);
        if (!prefix.equals("u")) {
            block.setAttributeNS(Namespaces.XMLNS, "xmlns:" + prefix, Namespaces.UTILITY);
        }
        block.setAttributeNS(Namespaces.UTILITY, prefix + ":Id", ids.nextPart());
        headersToSign.add(block);
    }

    /** Returns the prefix of the envelope, unless a block of the application gives it another meaning. */
    private static String prefixOfId(Element block) {
        String prefix = "u";
        for (int i = 1; !Namespaces.UTILITY.equals(block.lookupNamespaceURI(prefix)); i++) {
            if (block.lookupNamespaceURI(prefix) == null) {
                return prefix;
            }
            prefix = "u" + i;
        }
        return prefix;
    }

    static void write(XmlContent content, Element parent) {
        try {
            XMLStreamWriter writer = WRITERS.createXMLStreamWriter(new DOMResult(parent));
            content.writeTo(writer);
            writer.flush();
        } catch (XMLStreamException malformed) {
            throw new IllegalStateException("A message of this side cannot be written as XML", malformed);
        }
    }
}

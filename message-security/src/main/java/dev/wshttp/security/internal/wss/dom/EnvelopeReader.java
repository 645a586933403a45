// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Parses octets into an envelope. It reuses prepared parsers. It refuses DTDs, drops comments and turns CDATA into text, so that every
 * later reader sees the same text. Safe for use by several threads.
 */
final class EnvelopeReader {
    // A parser remembers every name that it has seen, so an attacker could fill one that is used for ever.
    private static final int RETIREMENT_BYTES = 512 * 1024;
    private static final DefaultHandler SILENT = new DefaultHandler();

    private final Quotas quotas;
    private final DocumentBuilderFactory factory = hardenedFactory();
    private final Queue<Parser> idle = new ConcurrentLinkedQueue<>();

    EnvelopeReader(ReaderQuotas quotas) {
        this.quotas = new Quotas(quotas);
    }

    Quotas quotas() {
        return quotas;
    }

    /** Returns an empty document to build an envelope in. */
    Document newDocument() {
        Parser parser = take();
        try {
            return parser.builder.newDocument();
        } finally {
            idle.add(parser);
        }
    }

    /**
     * Parses octets with the protections and quotas of this reader.
     *
     * @param charset the charset that the transport names; it has precedence over the XML declaration
     * @throws MessageSecurityException with {@link SecurityFault#MESSAGE_UNREADABLE} or {@link SecurityFault#MESSAGE_TOO_LARGE}
     */
    Document parse(byte[] octets, Charset charset) {
        var source = new InputSource(new ByteArrayInputStream(octets));
        source.setEncoding(charset.name());
        return parse(source, octets.length);
    }

    /** Parses text as {@link #parse(byte[], Charset)} parses octets. */
    Document parse(String text) {
        return parse(new InputSource(new StringReader(text)), text.length());
    }

    private Document parse(InputSource source, int size) {
        Parser parser = take();
        try {
            Document document = parser.builder.parse(source);
            requireVersion(document);
            quotas.require(document);
            return document;
        } catch (SAXException | IOException malformed) {
            // The messages of the JDK's own limits start with this code. Later JDKs have lowered some limits.
            boolean overLimit = String.valueOf(malformed.getMessage()).startsWith("JAXP0001");
            throw new MessageSecurityException(
                    overLimit ? SecurityFault.MESSAGE_TOO_LARGE : SecurityFault.MESSAGE_UNREADABLE,
                    "The message is no XML that is accepted here: " + malformed.getMessage()
                            + " (expected a SOAP 1.2 envelope without a DTD).",
                    malformed);
        } finally {
            giveBack(parser, size);
        }
    }

    /** XML 1.1 has characters that no message of this side can repeat, and WCF does not read it either. */
    private static void requireVersion(Document document) {
        if (!"1.0".equals(document.getXmlVersion())) {
            throw new MessageSecurityException(
                    SecurityFault.MESSAGE_UNREADABLE,
                    "The message is XML '" + document.getXmlVersion()
                            + "' (expected 1.0). Let the sender write another XML declaration, or none.");
        }
    }

    private Parser take() {
        Parser parser = idle.poll();
        return parser == null ? new Parser(newBuilder()) : parser;
    }

    private void giveBack(Parser parser, int bytesRead) {
        parser.bytesRead += bytesRead;
        if (parser.bytesRead < RETIREMENT_BYTES) {
            idle.add(parser);
        }
    }

    private DocumentBuilder newBuilder() {
        try {
            synchronized (factory) {
                DocumentBuilder builder = factory.newDocumentBuilder();
                builder.setErrorHandler(SILENT);
                return builder;
            }
        } catch (ParserConfigurationException unsupported) {
            throw new IllegalStateException("The JDK's XML parser lacks a protection", unsupported);
        }
    }

    private static DocumentBuilderFactory hardenedFactory() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://apache.org/xml/features/dom/defer-node-expansion", false);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            factory.setIgnoringComments(true);
            factory.setCoalescing(true);
            return factory;
        } catch (ParserConfigurationException unsupported) {
            throw new IllegalStateException("The JDK's XML parser lacks a protection", unsupported);
        }
    }

    private static final class Parser {
        private final DocumentBuilder builder;
        private int bytesRead;

        Parser(DocumentBuilder builder) {
            this.builder = builder;
        }
    }
}

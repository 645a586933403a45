// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import dev.wshttp.security.internal.xml.XmlParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.stream.XMLStreamException;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Judges documents, their canonical forms and their texts as the JDK's parser and Santuario do. */
final class ScannerOracle {
    private static final ReaderQuotas QUOTAS = new ReaderQuotas(64, 1_000);
    private static final String TEXT = "\nText: ";
    private static final String INCLUSIVE = "\nWith prefixes: ";

    static {
        WSSConfig.init();
    }

    private ScannerOracle() {}

    /**
     * Requires that the scanner and the oracles agree about a document.
     *
     * @return whether they accept it
     */
    static boolean agrees(byte[] document) throws Exception {
        String expected = oracle(document);
        String found;
        try {
            TokenTable table = Scanner.document(document, QUOTAS);
            var form = new ByteArrayOutputStream();
            var writer = new CanonicalWriter();
            writer.write(new TableElement(table, 0), Set.of(), form::write);
            for (int row : List.of(0, lastElement(table))) {
                form.writeBytes(INCLUSIVE.getBytes(UTF_8));
                writer.write(new TableElement(table, row), Set.of("", "p", "r"), form::write);
            }
            found = form.toString(UTF_8) + TEXT + text(table);
        } catch (ScanFailure refused) {
            found = "refused: " + refused.getMessage();
        } catch (MessageSecurityException refused) {
            found = "refused: no form";
        }
        if (found.startsWith("refused") && (expected.startsWith("refused") || !woodstoxAccepts(document))) {
            return false;
        }
        assertThat(found).as(new String(document, ISO_8859_1)).isEqualTo(expected);
        return true;
    }

    private static String oracle(byte[] document) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setIgnoringComments(true);
        factory.setCoalescing(true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setErrorHandler(new DefaultHandler());
        try {
            var source = new InputSource(new ByteArrayInputStream(document));
            source.setEncoding("UTF-8");
            Document parsed = builder.parse(source);
            if (hasInstruction(parsed)) {
                return "refused: processing instruction";
            }
            var octets = new ByteArrayOutputStream();
            var canonicalizer = Canonicalizer.getInstance(Canonicalizer.ALGO_ID_C14N_EXCL_OMIT_COMMENTS);
            canonicalizer.canonicalizeSubtree(parsed.getDocumentElement(), octets);
            NodeList elements = parsed.getElementsByTagName("*");
            for (Node apex : List.of(elements.item(0), elements.item(elements.getLength() - 1))) {
                octets.writeBytes(INCLUSIVE.getBytes(UTF_8));
                canonicalizer.canonicalizeSubtree(apex, "#default p r", octets);
            }
            return octets.toString(UTF_8) + TEXT + parsed.getDocumentElement().getTextContent();
        } catch (SAXException | IOException malformed) {
            return "refused: " + malformed.getMessage();
        } catch (XMLSecurityException none) {
            return "refused: no form";
        }
    }

    private static int lastElement(TokenTable table) {
        int row = table.size() - 1;
        while (!table.isElement(row)) {
            row--;
        }
        return row;
    }

    private static String text(TokenTable table) {
        var text = new StringBuilder();
        for (int row = 0; row < table.size(); row++) {
            if (!table.isElement(row)) {
                text.append(table.text(row));
            }
        }
        return text.toString();
    }

    private static boolean woodstoxAccepts(byte[] document) {
        try {
            new XmlParser(64).parse(document);
            return true;
        } catch (XMLStreamException refused) {
            return false;
        }
    }

    private static boolean hasInstruction(Node node) {
        for (var child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeType() == Node.PROCESSING_INSTRUCTION_NODE || hasInstruction(child)) {
                return true;
            }
        }
        return false;
    }
}

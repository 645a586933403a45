// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.captures;

import dev.wshttp.security.internal.wss.VerifiedEnvelope;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlOctets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.apache.xml.security.c14n.Canonicalizer;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Reads envelopes and compares parts of them, free of how they spell their namespaces' declarations. */
public final class Envelopes {
    static {
        // Santuario works after this only, and no test may rely on another one that ran before.
        WSSConfig.init();
    }

    private static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";

    private Envelopes() {}

    /** Parses an envelope. */
    public static Document parse(String envelope) {
        return parse(envelope.getBytes(StandardCharsets.UTF_8));
    }

    /** Parses an envelope. */
    public static Document parse(byte[] envelope) {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(envelope));
        } catch (Exception malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    /** The canonical content of the body. */
    public static String body(Document envelope) {
        Element body = (Element) envelope.getElementsByTagNameNS(SOAP, "Body").item(0);
        var content = new StringBuilder();
        for (Node child = body.getFirstChild(); child != null; child = child.getNextSibling()) {
            content.append(canonical(child));
        }
        return content.toString();
    }

    /** The canonical content of the body of a verified envelope. */
    public static String body(VerifiedEnvelope envelope) {
        return body(parse(octets(envelope)));
    }

    /** A verified envelope as it is handed over, read once. */
    public static byte[] octets(VerifiedEnvelope envelope) {
        try {
            XMLStreamReader reader = envelope.reader();
            reader.nextTag();
            return XmlOctets.of(XmlElement.read(reader, 1_000));
        } catch (XMLStreamException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    static String canonical(Node node) {
        try {
            var octets = new ByteArrayOutputStream();
            Canonicalizer.getInstance(Canonicalizer.ALGO_ID_C14N_EXCL_OMIT_COMMENTS)
                    .canonicalizeSubtree(node, octets);
            return octets.toString(StandardCharsets.UTF_8);
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

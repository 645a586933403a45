// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.recorded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.fuzz.View;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageProof;
import dev.wshttp.security.internal.wss.SecurityEngine;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMResult;
import javax.xml.transform.dom.DOMSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * A recorded message and what its receiver knew. Proving it leaves nothing behind, so it may be repeated.
 *
 * @param expectation what it has to prove
 * @param meaning what it means, as it was recorded
 */
public record RecordedMessage(
        String name, byte[] octets, SecurityEngine engine, Expectation expectation, Meaning meaning) {
    /**
     * What a receiver believes of a message.
     *
     * @param rest addressing and endorsement
     */
    public record Meaning(View view, List<String> rest) {
        /** What differs from another meaning, for a reader. */
        public String differenceFrom(Meaning other) {
            return View.difference(view, other.view)
                    + (rest.equals(other.rest) ? "" : " " + rest + " instead of " + other.rest);
        }
    }

    /** A message that proves what is expected. */
    static RecordedMessage of(Recorded folder, String name, String message, Expectation expectation) {
        SecurityEngine engine = Sides.of(folder, Recorded.clockOf(message)).engine();
        byte[] octets = message.getBytes(UTF_8);
        return new RecordedMessage(name, octets, engine, expectation, meaning(engine, octets, expectation));
    }

    /**
     * What octets in the place of the message's mean to its receiver.
     *
     * @throws dev.wshttp.security.MessageSecurityException if they are refused
     */
    public Meaning meaningOf(byte[] changed) {
        return meaning(engine, changed, expectation);
    }

    private static Meaning meaning(SecurityEngine engine, byte[] octets, Expectation expectation) {
        MessageProof proof =
                engine.verification(engine.read(octets, UTF_8), expectation).proveAtOnce();
        return new Meaning(
                View.of(envelope(proof.envelope())),
                List.of(
                        String.valueOf(proof.addressing()),
                        // Whether its certificate is trusted, others judge.
                        String.valueOf(proof.endorser().map(X509Certificate::getPublicKey)),
                        String.valueOf(proof.endorsingContext()),
                        String.valueOf(proof.signatureValues())));
    }

    /** A tree is taken as it is: the JDK's transformer fails for prefixes that begin with xml. */
    private static Element envelope(Source source) {
        if (source instanceof DOMSource tree) {
            Node node = tree.getNode();
            return node instanceof Document document ? document.getDocumentElement() : (Element) node;
        }
        var envelope = new DOMResult();
        try {
            TransformerFactory.newDefaultInstance().newTransformer().transform(source, envelope);
            return ((Document) envelope.getNode()).getDocumentElement();
        } catch (TransformerException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

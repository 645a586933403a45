// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.internal.soap.EnvelopeReader;
import java.nio.charset.StandardCharsets;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.c14n.InvalidCanonicalizerException;
import org.apache.xml.security.encryption.AbstractSerializer;
import org.apache.xml.security.encryption.XMLEncryptionException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Parses what decryption yields with the same prepared and hardened parser as the envelope around it. */
final class PlaintextReader extends AbstractSerializer {
    private final EnvelopeReader reader;

    private PlaintextReader(EnvelopeReader reader) throws InvalidCanonicalizerException {
        super(Canonicalizer.ALGO_ID_C14N_PHYSICAL, true);
        this.reader = reader;
    }

    static PlaintextReader of(EnvelopeReader reader) {
        try {
            return new PlaintextReader(reader);
        } catch (InvalidCanonicalizerException impossible) {
            throw new IllegalStateException("Santuario has this canonicalizer", impossible);
        }
    }

    @Override
    public Node deserialize(byte[] plaintext, Node context) throws XMLEncryptionException {
        Document target = context instanceof Document document ? document : context.getOwnerDocument();
        Node fragment = target.createDocumentFragment();
        Element wrapper = (Element) target.importNode(parse(createContext(plaintext, context)), true);
        while (wrapper.getFirstChild() != null) {
            fragment.appendChild(wrapper.getFirstChild());
        }
        return fragment;
    }

    private Element parse(byte[] wrapped) throws XMLEncryptionException {
        try {
            return reader.parse(wrapped, StandardCharsets.UTF_8).getDocumentElement();
        } catch (MessageSecurityException unreadable) {
            throw new XMLEncryptionException(unreadable);
        }
    }
}

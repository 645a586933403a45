// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.OctetSink;
import dev.wshttp.security.internal.xml.RelativeNamespace;
import java.io.OutputStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.c14n.InvalidCanonicalizerException;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** Writes the exclusive canonical form of elements (Exclusive XML Canonicalization 1.0, without comments), with Santuario. */
final class CanonicalForms {
    private CanonicalForms() {}

    /**
     * Writes a canonical form.
     *
     * @param prefixes the prefixes to treat inclusively, separated by blanks; usually empty
     * @throws MessageSecurityException with {@link SecurityFault#MESSAGE_UNREADABLE} if there is none
     */
    static void write(Element element, String prefixes, OctetSink to) {
        requireAbsolute(element, prefixes);
        try {
            var canonicalizer = Canonicalizer.getInstance(AlgorithmSuite.EXCLUSIVE_C14N);
            if (prefixes.isEmpty()) {
                canonicalizer.canonicalizeSubtree(element, new Octets(to));
            } else {
                canonicalizer.canonicalizeSubtree(element, prefixes, new Octets(to));
            }
        } catch (InvalidCanonicalizerException impossible) {
            throw new IllegalStateException("Santuario has this canonicalizer", impossible);
        } catch (XMLSecurityException none) {
            throw RelativeNamespace.refusal(element.getNodeName(), none);
        }
    }

    /** Looks for relative namespaces that the form declares and that are declared around the element: Santuario refuses those that are declared in it. */
    private static void requireAbsolute(Element element, String prefixes) {
        if (!isInScopeOfRelative(element)) {
            return;
        }
        boolean listed = Stream.of(prefixes.strip().split("\\s+"))
                .map(prefix -> prefix.equals("#default") ? null : prefix)
                .anyMatch(prefix -> RelativeNamespace.is(element.lookupNamespaceURI(prefix)));
        if (listed) {
            throw RelativeNamespace.refusal(element.getNodeName());
        }
        Node end = Quotas.after(element);
        for (Node node = element; node != null && node != end; node = Quotas.following(node)) {
            if (node instanceof Element named && isNamedRelatively(named)) {
                throw RelativeNamespace.refusal(named.getNodeName());
            }
        }
    }

    private static boolean isInScopeOfRelative(Element element) {
        for (Node node = element.getParentNode(); node instanceof Element around; node = node.getParentNode()) {
            NamedNodeMap attributes = around.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                Node attribute = attributes.item(i);
                if (Namespaces.XMLNS.equals(attribute.getNamespaceURI())
                        && RelativeNamespace.is(attribute.getNodeValue())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isNamedRelatively(Element element) {
        NamedNodeMap attributes = element.getAttributes();
        return RelativeNamespace.is(element.getNamespaceURI())
                || IntStream.range(0, attributes.getLength())
                        .anyMatch(i -> RelativeNamespace.is(attributes.item(i).getNamespaceURI()));
    }

    /** Gathers the single octets that Santuario writes. */
    private static final class Octets extends OutputStream {
        private final OctetSink to;
        private final byte[] gathered = new byte[1_024];
        private int size;

        Octets(OctetSink to) {
            this.to = to;
        }

        @Override
        public void write(int octet) {
            if (size == gathered.length) {
                flush();
            }
            gathered[size++] = (byte) octet;
        }

        @Override
        public void write(byte[] octets, int offset, int length) {
            flush();
            to.write(octets, offset, length);
        }

        @Override
        public void flush() {
            to.write(gathered, 0, size);
            size = 0;
        }
    }
}

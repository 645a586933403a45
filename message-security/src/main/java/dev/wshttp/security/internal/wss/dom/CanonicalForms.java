// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.token.OctetSink;
import java.io.OutputStream;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.c14n.InvalidCanonicalizerException;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.w3c.dom.Element;

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
            throw new MessageSecurityException(
                    SecurityFault.MESSAGE_UNREADABLE,
                    "The element '" + element.getNodeName()
                            + "' has no canonical form (expected namespaces that are absolute URIs: Canonical XML 1.0, section 1.3). Let the"
                            + " sender use others.",
                    none);
        }
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

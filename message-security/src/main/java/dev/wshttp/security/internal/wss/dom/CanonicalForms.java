// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.c14n.InvalidCanonicalizerException;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.w3c.dom.Element;

/**
 * Writes the exclusive canonical form of elements of one message (Exclusive XML Canonicalization 1.0, without comments), within a budget: the
 * form repeats a long namespace wherever a name uses it. For one thread.
 */
final class CanonicalForms {
    private static final int TIMES_THE_MESSAGE = 4;
    private static final int LEAST_BYTES = 16 * 1024;

    private final long budgetBytes;
    private long usedBytes;

    /** @param messageBytes the size of the message */
    CanonicalForms(int messageBytes) {
        this.budgetBytes = LEAST_BYTES + (long) TIMES_THE_MESSAGE * messageBytes;
    }

    /**
     * Returns a canonical form.
     *
     * @param prefixes the prefixes to treat inclusively, separated by blanks; usually empty
     * @throws MessageSecurityException with {@link SecurityFault#MESSAGE_TOO_LARGE} if the budget is used up, or
     *     {@link SecurityFault#MESSAGE_UNREADABLE} if there is none
     */
    byte[] of(Element element, String prefixes) {
        var octets = new ByteArrayOutputStream(1_024);
        write(element, prefixes, new Metered(octets));
        return octets.toByteArray();
    }

    private static void write(Element element, String prefixes, OutputStream to) {
        try {
            var canonicalizer = Canonicalizer.getInstance(AlgorithmSuite.EXCLUSIVE_C14N);
            if (prefixes.isEmpty()) {
                canonicalizer.canonicalizeSubtree(element, to);
            } else {
                canonicalizer.canonicalizeSubtree(element, prefixes, to);
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

    /** Counts what is written against the budget. */
    private final class Metered extends OutputStream {
        private final ByteArrayOutputStream octets;

        Metered(ByteArrayOutputStream octets) {
            this.octets = octets;
        }

        @Override
        public void write(int octet) {
            use(1);
            octets.write(octet);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            use(length);
            octets.write(from, offset, length);
        }

        private void use(int bytes) {
            usedBytes += bytes;
            if (usedBytes > budgetBytes) {
                throw new MessageSecurityException(
                        SecurityFault.MESSAGE_TOO_LARGE,
                        "What is signed in the message has more than '" + budgetBytes
                                + "' bytes in canonical form (expected about the size of the message). Long namespaces are repeated in it again"
                                + " and again: let the sender declare shorter ones.");
            }
        }
    }
}

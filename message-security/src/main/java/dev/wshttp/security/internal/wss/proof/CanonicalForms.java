// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.token.OctetSink;
import org.jspecify.annotations.Nullable;

/** Writes canonical forms of elements of one message within a budget: a form repeats a long namespace wherever a name uses it. For one thread. */
final class CanonicalForms {
    private static final int TIMES_THE_MESSAGE = 4;
    private static final int LEAST_BYTES = 16 * 1024;

    private final ReceivedDocument document;
    private final long budgetBytes;
    private long usedBytes;
    private @Nullable MessageSecurityException exceeded;

    CanonicalForms(ReceivedDocument document) {
        this.document = document;
        this.budgetBytes = LEAST_BYTES + (long) TIMES_THE_MESSAGE * document.sizeBytes();
    }

    /**
     * Writes a canonical form.
     *
     * @param prefixes the prefixes to treat inclusively, separated by blanks; usually empty
     * @return the number of bytes
     * @throws MessageSecurityException with {@link SecurityFault#MESSAGE_TOO_LARGE} if the budget is used up, or
     *     {@link SecurityFault#MESSAGE_UNREADABLE} if there is no form
     */
    int write(ReceivedElement element, String prefixes, OctetSink to) {
        requireBudget();
        long before = usedBytes;
        document.writeCanonicalForm(element, prefixes, (octets, offset, length) -> {
            use(length);
            to.write(octets, offset, length);
        });
        return (int) (usedBytes - before);
    }

    private void use(int bytes) {
        usedBytes += bytes;
        if (usedBytes > budgetBytes) {
            exceeded = new MessageSecurityException(
                    SecurityFault.MESSAGE_TOO_LARGE,
                    "What is signed in the message has more than '" + budgetBytes
                            + "' bytes in canonical form (expected about the size of the message). Long namespaces are repeated in it again"
                            + " and again: let the sender declare shorter ones.");
        }
        requireBudget();
    }

    /** Throws the same exception each time: to make one takes longer than many a form. */
    private void requireBudget() {
        if (exceeded != null) {
            throw exceeded;
        }
    }
}

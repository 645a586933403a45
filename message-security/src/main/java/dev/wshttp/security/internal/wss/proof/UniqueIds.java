// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Namespaces;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Requires unique ids in a message. It counts every attribute that some XML reader could take for an id, on every element and in every spelling,
 * so that no two readers find different elements under one id. An id of this protocol must be unique. Interop: an {@code Id} of the application
 * in its own elements may repeat, as in WCF, but must not be equal to an id of this protocol.
 */
final class UniqueIds {
    private static final String XML = "http://www.w3.org/XML/1998/namespace";
    private static final Set<String> PROTOCOL = Set.of(
            Namespaces.SOAP,
            Namespaces.ADDRESSING,
            Namespaces.SECURITY,
            Namespaces.SECURITY_11,
            Namespaces.UTILITY,
            Namespaces.CONVERSATION,
            Namespaces.TRUST,
            Namespaces.SIGNATURE,
            Namespaces.ENCRYPTION);

    private final Set<String> ofProtocol = new HashSet<>();
    private final Set<String> ofApplication = new HashSet<>();

    private UniqueIds() {}

    /**
     * Requires unique ids.
     *
     * @param leftOut elements whose ids do not count, nor those in them
     * @throws MessageSecurityException with {@link SecurityFault#DUPLICATE_ID}
     */
    static void require(ReceivedDocument document, Collection<ReceivedElement> leftOut) {
        document.forEachAttribute("Id", leftOut, new UniqueIds()::add);
    }

    private void add(String elementNamespace, String namespace, String id) {
        if (namespace.isEmpty() || namespace.equals(Namespaces.UTILITY) || namespace.equals(XML)) {
            add(id, !namespace.isEmpty() || PROTOCOL.contains(elementNamespace));
        }
    }

    private void add(String id, boolean protocol) {
        boolean taken = protocol ? !ofProtocol.add(id) || ofApplication.contains(id) : ofProtocol.contains(id);
        if (taken) {
            throw new MessageSecurityException(
                    SecurityFault.DUPLICATE_ID,
                    "Two elements of the message have the id '" + id
                            + "' (expected unique ids: a signature would not say which of them it covers).");
        }
        if (!protocol) {
            ofApplication.add(id);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.addressing.AddressingVersion;
import com.sun.xml.ws.api.model.wsdl.WSDLBoundOperation;
import com.sun.xml.ws.api.model.wsdl.WSDLPort;
import dev.wshttp.security.internal.soap.Namespaces;
import java.util.HashSet;
import java.util.Set;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * The actions that an endpoint has operations for.
 *
 * @param known empty if the endpoint accepts any message, as a {@code Provider} without WSDL does
 * @param defaultFaults what the actions of declared faults begin with if the contract does not name them (Web Services Addressing 1.0, Metadata, section
 *     4.4.4)
 */
record OperationActions(Set<String> known, Set<String> defaultFaults) {
    OperationActions {
        known = Set.copyOf(known);
        defaultFaults = Set.copyOf(defaultFaults);
    }

    static OperationActions of(@Nullable WSDLPort port) {
        var known = new HashSet<String>();
        var defaultFaults = new HashSet<String>();
        if (port != null) {
            QName type = port.getBinding().getPortTypeName();
            for (WSDLBoundOperation operation : port.getBinding().getBindingOperations()) {
                known.add(operation.getOperation().getInput().getAction());
                defaultFaults.add(defaultFault(type, operation.getName().getLocalPart()));
            }
        }
        return new OperationActions(known, defaultFaults);
    }

    private static String defaultFault(QName type, String operation) {
        String namespace = type.getNamespaceURI();
        String delimiter = namespace.startsWith("urn:") ? ":" : "/";
        return namespace
                + (namespace.endsWith(delimiter) ? "" : delimiter)
                + String.join(delimiter, type.getLocalPart(), operation, "Fault", "");
    }

    /**
     * Returns the action of a fault. Interop: no client of WCF knows the default actions of WS-Addressing, and each recognises a declared fault by its detail
     * under WCF's own action, too.
     *
     * @param named what the RI names; null if it names none
     */
    String ofFault(@Nullable String named) {
        return named == null
                        || !isDeclaredFault(named)
                        || defaultFaults.stream().anyMatch(named::startsWith)
                ? Namespaces.FAULT_ACTION
                : named;
    }

    /** Returns whether the RI made a fault of an exception that the contract declares: only these have an action of their own. */
    static boolean isDeclaredFault(@Nullable String named) {
        return named != null && !named.equals(AddressingVersion.W3C.getDefaultFaultAction());
    }

    boolean permit(@Nullable String action) {
        return known.isEmpty() || (action != null && known.contains(action));
    }
}

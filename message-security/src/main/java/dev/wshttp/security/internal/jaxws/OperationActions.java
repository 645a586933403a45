// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.model.wsdl.WSDLBoundOperation;
import com.sun.xml.ws.api.model.wsdl.WSDLPort;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The actions that an endpoint has operations for.
 *
 * @param known empty if the endpoint accepts any message, as a {@code Provider} without WSDL does
 */
record OperationActions(Set<String> known) {
    OperationActions {
        known = Set.copyOf(known);
    }

    static OperationActions of(@Nullable WSDLPort port) {
        var known = new HashSet<String>();
        if (port != null) {
            for (WSDLBoundOperation operation : port.getBinding().getBindingOperations()) {
                known.add(operation.getOperation().getInput().getAction());
            }
        }
        return new OperationActions(known);
    }

    boolean permit(@Nullable String action) {
        return known.isEmpty() || (action != null && known.contains(action));
    }
}

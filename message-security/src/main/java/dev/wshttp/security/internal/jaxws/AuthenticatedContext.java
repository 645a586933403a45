// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.server.WSEndpoint;
import com.sun.xml.ws.api.server.WebServiceContextDelegate;
import dev.wshttp.security.context.X509Identity;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Tells an operation, through its {@code WebServiceContext}, who calls; everything else comes from the transport. */
// The RI declares the endpoint without its type parameter.
@SuppressWarnings("rawtypes")
record AuthenticatedContext(WebServiceContextDelegate transport, X509Identity caller)
        implements WebServiceContextDelegate {
    @Override
    public Principal getUserPrincipal(Packet request) {
        return caller;
    }

    /** Returns false: certificates carry no roles. */
    @Override
    public boolean isUserInRole(Packet request, String role) {
        return false;
    }

    @Override
    public String getEPRAddress(Packet request, WSEndpoint endpoint) {
        return transport.getEPRAddress(request, endpoint);
    }

    @Override
    public @Nullable String getWSDLAddress(Packet request, WSEndpoint endpoint) {
        return transport.getWSDLAddress(request, endpoint);
    }
}

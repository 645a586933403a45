// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.server.WSEndpoint;
import com.sun.xml.ws.api.server.WebServiceContextDelegate;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Tells an operation, through its {@code WebServiceContext}, who calls and in which roles; everything else comes from the transport. */
// The RI declares the endpoint without its type parameter.
@SuppressWarnings("rawtypes")
record AuthenticatedContext(WebServiceContextDelegate transport, RolesOfCaller caller)
        implements WebServiceContextDelegate {
    @Override
    public Principal getUserPrincipal(Packet request) {
        return caller.caller();
    }

    @Override
    public boolean isUserInRole(Packet request, String role) {
        return caller.roles().contains(role);
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

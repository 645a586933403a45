// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.context;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import jakarta.xml.ws.WebServiceContext;

/**
 * Who is calling the operation that runs now (WCF: {@code ServiceSecurityContext.Current}).
 *
 * @param primaryIdentity the caller
 */
public record ServiceSecurityContext(X509Identity primaryIdentity) {
    /**
     * Reads the caller from the context that JAX-WS injects into an endpoint. To be called inside an operation.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if the endpoint is not secured by this
     *     library: an operation that relies on its caller must not run without one
     */
    public static ServiceSecurityContext of(WebServiceContext context) {
        if (context.getUserPrincipal() instanceof X509Identity caller) {
            return new ServiceSecurityContext(caller);
        }
        throw new MessageSecurityException(
                SecurityFault.CONFIGURATION_INVALID,
                "The operation has no authenticated caller: found '" + context.getUserPrincipal()
                        + "' (expected a client certificate). Publish the endpoint with a MessageSecurityFeature.");
    }
}

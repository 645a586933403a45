// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.context;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import jakarta.xml.ws.WebServiceContext;

/**
 * The security context of the operation that runs now: its authenticated caller (WCF: {@code ServiceSecurityContext.Current}). Immutable and
 * safe for use by several threads.
 *
 * @param primaryIdentity the caller
 */
public record ServiceSecurityContext(X509Identity primaryIdentity) {
    /**
     * Returns the security context of an operation. Call it inside the operation, in its thread.
     *
     * @param context the context that JAX-WS injects into the endpoint
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if this library does not secure the endpoint, so that
     *     the operation does not run without an authenticated caller
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

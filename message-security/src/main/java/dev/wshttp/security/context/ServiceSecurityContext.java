// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.context;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.UntrustedText;
import jakarta.xml.ws.WebServiceContext;

/**
 * The security context of the operation that runs now: its authenticated caller (WCF: {@code ServiceSecurityContext.Current}). Immutable and
 * safe for use by several threads.
 *
 * @param primaryIdentity the caller
 */
public record ServiceSecurityContext(X509Identity primaryIdentity) {
    /** The property of the message context under which {@link #refusal} leaves what it returns, so that the caller gets WCF's fault for it. */
    public static final String REFUSAL = ServiceSecurityContext.class.getName() + ".refusal";

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

    /**
     * Requires that the caller of an operation has a role (WCF: {@code PrincipalPermission.Demand}). Call it inside the operation, in its thread. If the
     * operation lets the exception pass, the caller gets WCF's fault for a call that it may not make, and the log has a line. {@code
     * WebServiceContext.isUserInRole} asks the same and throws nothing; {@code @RolesAllowed} on the operation requires it before the operation runs.
     *
     * @param context the context that JAX-WS injects into the endpoint
     * @param role one of the names that {@code MessageSecurityFeature.withRoles} or the file of roles gives, in this spelling
     * @throws MessageSecurityException with {@link SecurityFault#ACCESS_DENIED} if the caller does not have the role; as {@link #of} if there is no
     *     authenticated caller
     */
    public static void requireRole(WebServiceContext context, String role) {
        of(context);
        if (!context.isUserInRole(role)) {
            throw refusal(
                    context,
                    "the caller does not have the role '" + role
                            + "' (expected it). Give it to the caller, in the file of service-authorization.roles-file or by"
                            + " MessageSecurityFeature.withRoles, if the caller may do that.");
        }
    }

    /**
     * Returns the exception with which an operation refuses its caller. If the operation throws it, the caller gets WCF's fault for a call that it may not
     * make, and the log has a line with the reason. Call it inside the operation, in its thread.
     *
     * @param context the context that JAX-WS injects into the endpoint
     * @param reason for the log; the caller does not see it
     * @return the exception, with {@link SecurityFault#ACCESS_DENIED}
     * @throws MessageSecurityException as {@link #of} if there is no authenticated caller
     */
    public static MessageSecurityException refusal(WebServiceContext context, String reason) {
        var refusal = new MessageSecurityException(
                SecurityFault.ACCESS_DENIED,
                "The operation refuses '"
                        + UntrustedText.oneLine(of(context).primaryIdentity().getName()) + "': " + reason);
        context.getMessageContext().put(REFUSAL, refusal);
        return refusal;
    }
}

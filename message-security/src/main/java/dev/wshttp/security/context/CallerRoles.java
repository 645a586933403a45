// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.context;

import java.util.Set;

/**
 * Gives callers their roles. {@link RoleMapping} reads them from a file; an application that has its users elsewhere implements this interface:
 *
 * <pre>{@code
 * var security = MessageSecurityFeature.forService(binding, credentials)
 *         .withRoles(caller -> directory.groupsOf(caller.certificate().getSubjectX500Principal()));
 * }</pre>
 *
 * <p>It is asked at most once a call, in the thread of the call, and only if the operation has {@code @RolesAllowed} or asks for a role itself. What it
 * throws ends the call with WCF's fault for an internal error. An implementation has to be safe for use by several threads.
 */
@FunctionalInterface
public interface CallerRoles {
    /**
     * Returns the roles of a caller.
     *
     * @param caller has proved possession of the private key of a trusted certificate
     * @return the roles, none of them null; empty if the caller has none
     */
    Set<String> of(X509Identity caller);
}

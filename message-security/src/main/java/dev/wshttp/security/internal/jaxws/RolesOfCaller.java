// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.context.CallerRoles;
import dev.wshttp.security.context.X509Identity;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The caller of one call, and its roles, which are asked for when they are first needed. Safe for use by several threads. */
final class RolesOfCaller {
    private final X509Identity caller;
    private final Optional<CallerRoles> source;
    private @Nullable Set<String> known; // guarded by this

    /** @param source empty if no caller has a role */
    RolesOfCaller(X509Identity caller, Optional<CallerRoles> source) {
        this.caller = caller;
        this.source = source;
    }

    X509Identity caller() {
        return caller;
    }

    /** Returns the roles; throws what the application's source of roles throws. */
    synchronized Set<String> roles() {
        Set<String> roles = known;
        if (roles == null) {
            roles = source.<Set<String>>map(each -> Set.copyOf(each.of(caller))).orElse(Set.of());
            known = roles;
        }
        return roles;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.xml;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import org.jspecify.annotations.Nullable;

/** Knows namespaces that are no absolute URIs: an element that uses one has no canonical form (Canonical XML 1.0, section 1.3). */
public final class RelativeNamespace {
    private RelativeNamespace() {}

    /** Returns whether there is a namespace, and it is no absolute URI. */
    public static boolean is(@Nullable String namespace) {
        return namespace != null && !namespace.isEmpty() && namespace.indexOf(':') <= 0;
    }

    /** Returns the reason to refuse an element that has no canonical form. */
    public static MessageSecurityException refusal(String element) {
        return new MessageSecurityException(SecurityFault.MESSAGE_UNREADABLE, problem(element));
    }

    /** Returns the reason to refuse an element that a canonicalizer has refused. */
    public static MessageSecurityException refusal(String element, Throwable cause) {
        return new MessageSecurityException(SecurityFault.MESSAGE_UNREADABLE, problem(element), cause);
    }

    private static String problem(String element) {
        return "The element '" + element
                + "' has no canonical form (expected namespaces that are absolute URIs: Canonical XML 1.0, section 1.3). Let the"
                + " sender use others.";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.xml;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces in scope for an element (Namespaces in XML 1.0, section 6): those that it declares, and the scope around it. A scope keeps only its own
 * declarations, so a document takes no more memory than it declares. Immutable and safe for use by several threads.
 */
public final class NamespaceScope {
    /** The scope in which nothing is declared. */
    public static final NamespaceScope EMPTY = new NamespaceScope(null, Map.of());

    private final @Nullable NamespaceScope outer;
    private final Map<String, String> declared;

    private NamespaceScope(@Nullable NamespaceScope outer, Map<String, String> declared) {
        this.outer = outer;
        this.declared = declared;
    }

    /**
     * Returns a scope inside this one.
     *
     * @param declarations namespaces by prefix; the empty prefix stands for the default namespace
     */
    public NamespaceScope with(Map<String, String> declarations) {
        return declarations.isEmpty() ? this : new NamespaceScope(this, new LinkedHashMap<>(declarations));
    }

    /** Returns the namespace of a prefix; empty if none is declared. */
    public String namespace(String prefix) {
        for (NamespaceScope scope = this; scope != null; scope = scope.outer) {
            String namespace = scope.declared.get(prefix);
            if (namespace != null) {
                return namespace;
            }
        }
        return "";
    }

    /** Returns the declarations that are in force here and were made inside another scope; all of them if this scope is not inside it. */
    Map<String, String> declaredInside(NamespaceScope around) {
        var inForce = new LinkedHashMap<String, String>();
        for (NamespaceScope scope = this; scope != null && scope != around; scope = scope.outer) {
            scope.declared.forEach(inForce::putIfAbsent);
        }
        return inForce;
    }
}

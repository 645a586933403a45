// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.xml;

import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;

/** The namespace declarations that are in force at a place. Immutable. */
public final class Scope {
    /** Nothing but the prefix {@code xml}. */
    public static final Scope EMPTY = new Scope(null, XMLConstants.XML_NS_PREFIX, XMLConstants.XML_NS_URI, 0);

    private final @Nullable Scope outer;
    private final String prefix;
    private final String namespace;
    private final int size;

    private Scope(@Nullable Scope outer, String prefix, String namespace, int size) {
        this.outer = outer;
        this.prefix = prefix;
        this.namespace = namespace;
        this.size = size;
    }

    Scope with(String itsPrefix, String itsNamespace) {
        return new Scope(this, itsPrefix, itsNamespace, size + 1);
    }

    /** Returns how many declarations there are, hidden ones included. */
    int size() {
        return size;
    }

    /** Returns the namespace of a prefix; for the empty prefix the empty text if none is declared, otherwise null. */
    public @Nullable String namespace(String itsPrefix) {
        for (Scope at = this; at != null; at = at.outer) {
            if (at.prefix.equals(itsPrefix)) {
                return at.namespace;
            }
        }
        return itsPrefix.isEmpty() ? "" : null;
    }
}

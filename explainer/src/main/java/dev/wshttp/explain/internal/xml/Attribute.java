// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.xml;

/**
 * An attribute that is no namespace declaration.
 *
 * @param prefix as it was written; empty if there is none
 * @param namespace empty if there is none
 * @param value normalized (XML 1.0, section 3.3.3)
 */
public record Attribute(String prefix, String localName, String namespace, String value) {
    /** Returns whether the attribute has this expanded name. */
    public boolean is(String itsNamespace, String itsName) {
        return localName.equals(itsName) && namespace.equals(itsNamespace);
    }

    /** Returns the name as it was written. */
    public String qualifiedName() {
        return prefix.isEmpty() ? localName : prefix + ":" + localName;
    }
}

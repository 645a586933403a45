// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import java.util.Arrays;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;

/** The namespaces in scope while a document is scanned (Namespaces in XML 1.0, section 6). For one thread. */
final class Scope {
    /** So many prefixes may be in scope at once: they are searched one by one. */
    static final int MOST = 256;

    private String[] prefixes = new String[16];
    private String[] namespaces = new String[16];
    private int size;

    /** Declares a prefix; the empty one stands for the default namespace. */
    void declare(String prefix, String namespace) {
        if (size == prefixes.length) {
            prefixes = Arrays.copyOf(prefixes, 2 * size);
            namespaces = Arrays.copyOf(namespaces, 2 * size);
        }
        prefixes[size] = prefix;
        namespaces[size] = namespace;
        size++;
    }

    /** Returns the namespace of a prefix; null if the prefix is not declared. */
    @Nullable
    String namespace(String prefix) {
        for (int i = size - 1; i >= 0; i--) {
            if (prefixes[i].equals(prefix)) {
                return namespaces[i];
            }
        }
        return prefix.isEmpty() ? "" : prefix.equals(XMLConstants.XML_NS_PREFIX) ? XMLConstants.XML_NS_URI : null;
    }

    /** Returns whether a prefix is among the declarations after the first ones. */
    boolean declaresAfter(int first, String prefix) {
        for (int i = first; i < size; i++) {
            if (prefixes[i].equals(prefix)) {
                return true;
            }
        }
        return false;
    }

    int size() {
        return size;
    }

    /** Forgets the declarations after the first ones. */
    void shrinkTo(int first) {
        size = first;
    }
}

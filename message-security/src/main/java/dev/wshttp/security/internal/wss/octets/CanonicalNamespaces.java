// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.IdentityHashMap;

/**
 * Keeps the octets that namespaces have in canonical forms (Canonical XML 1.0, section 2.3). A form declares a namespace again wherever a name uses it, so an
 * attacker can have a long one written hundreds of times: each time after the first one copies octets. A namespace is known by its string object, of which
 * each declaration in a message has one. For one message, in one thread.
 */
final class CanonicalNamespaces {
    private final IdentityHashMap<String, byte[]> octets = new IdentityHashMap<>();

    /** Returns the octets between the quotes, which the caller must not change. */
    byte[] octets(String namespace) {
        return octets.computeIfAbsent(namespace, each -> escaped(each).getBytes(UTF_8));
    }

    private static String escaped(String namespace) {
        for (int i = 0; i < namespace.length(); i++) {
            if (!isPlain(namespace.charAt(i))) {
                return namespace
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace("\"", "&quot;")
                        .replace("\t", "&#x9;")
                        .replace("\n", "&#xA;")
                        .replace("\r", "&#xD;");
            }
        }
        return namespace;
    }

    private static boolean isPlain(char character) {
        return switch (character) {
            case '<', '&', '"', '\t', '\n', '\r' -> false;
            default -> true;
        };
    }
}

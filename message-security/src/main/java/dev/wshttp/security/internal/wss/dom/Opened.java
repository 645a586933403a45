// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * An encrypted part after decryption.
 *
 * @param encrypted the part before decryption
 * @param octets the plaintext, without its padding
 * @param content an element around what the octets are as XML; null if there was no padding, or the octets are not XML
 */
record Opened(
        EncryptedPart encrypted, byte[] octets, @Nullable Element content) {
    /** Returns the element that the octets consist of; null unless they are exactly one element. */
    @Nullable
    Element element() {
        return content == null || Elements.hasText(content)
                ? null
                : Elements.only(content).orElse(null);
    }
}

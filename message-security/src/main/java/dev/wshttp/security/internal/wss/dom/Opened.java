// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * An encrypted part after decryption.
 *
 * @param encrypted what it was
 * @param octets what came out, without its padding
 * @param content an element around what the octets are as XML; null if there was no padding, or the octets are not XML
 */
record Opened(
        EncryptedPart encrypted, byte[] octets, @Nullable Element content) {
    /** The one element that the octets are; null if they are more, less or something else. */
    @Nullable
    Element element() {
        return content == null || Elements.hasText(content)
                ? null
                : Elements.only(content).orElse(null);
    }
}

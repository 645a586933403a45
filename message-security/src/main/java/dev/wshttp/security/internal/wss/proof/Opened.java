// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.internal.token.OctetSource;
import org.jspecify.annotations.Nullable;

/**
 * An encrypted part after decryption.
 *
 * @param encrypted the part before decryption
 * @param octets the plaintext, without its padding
 * @param bytes the number of these octets
 * @param content an element around what the octets are as XML; null if there was no padding, or the octets are not XML within the quotas
 * @param tooLarge whether the octets exceed the quotas
 */
public record Opened(
        EncryptedPart encrypted,
        OctetSource octets,
        int bytes,
        @Nullable ReceivedElement content,
        boolean tooLarge) {
    /** Returns the element that the octets consist of; null unless they are exactly one element. */
    @Nullable
    ReceivedElement element() {
        return content == null || content.hasText()
                ? null
                : content.onlyElement().orElse(null);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.instances;

import java.util.Optional;

/**
 * Seals octets under a key that all instances of a service have: authenticated encryption. Nothing in the result is readable, and one changed octet
 * makes it worthless. Implementations are safe for use by several threads.
 */
public interface TokenSeal {
    /**
     * Seals octets under the newest key.
     *
     * @param state what is sealed; secret
     * @param binding what the result belongs to; it opens for the same octets only. Not secret, and not contained in the result
     */
    byte[] seal(byte[] state, byte[] binding);

    /**
     * Opens octets that an instance with one of the present keys sealed.
     *
     * @return what was sealed, for the caller to wipe; empty if the key is unknown, an octet was changed, or {@code binding} is another one
     */
    Optional<byte[]> open(byte[] sealed, byte[] binding);

    /**
     * Returns a number that changes when a key which opened before is there no longer, and not before {@link #open} does without that key. What was opened
     * under another number has to be opened again, or a key that was taken away because it was stolen would go on to count.
     */
    long generation();
}

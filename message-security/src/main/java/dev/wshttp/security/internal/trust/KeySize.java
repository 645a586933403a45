// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.trust;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.algorithm.AlgorithmSuite;

/** The size of an issued key, as the algorithm suite defines it. */
public final class KeySize {
    private KeySize() {}

    /** Returns the key size of the suite, in bits. */
    public static int bits(AlgorithmSuite suite) {
        return suite.secretBytes() * Byte.SIZE;
    }

    /**
     * Requires that a request asks for a key of the suite's size.
     *
     * @param wantedBits 0 if the request names none
     * @throws MessageSecurityException with {@link SecurityFault#TOKEN_REQUEST_INVALID}
     */
    public static void require(int wantedBits, AlgorithmSuite suite) {
        if (wantedBits != 0 && wantedBits != bits(suite)) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "The client wants a key of '" + wantedBits + "' bits (expected '" + bits(suite)
                            + "', as the algorithm suite has it). Set the same algorithm suite on both sides.");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import java.security.SecureRandom;
import java.util.UUID;

/**
 * The two derived key tokens that one side of a session puts into all its messages until the context is renewed. Not secret.
 *
 * @param signatureId of the token for signing
 * @param encryptionId of the token for encrypting
 */
public record DerivedKeyPair(
        String signatureId, KeyDerivation signature, String encryptionId, KeyDerivation encryption) {

    /** Returns a new pair for a key, which keeps the derived keys. */
    public static DerivedKeyPair of(SecurityContextKey key, AlgorithmSuite suite, SecureRandom random) {
        String id = "uuid-" + UUID.randomUUID() + "-";
        var pair = new DerivedKeyPair(
                id + "1",
                KeyDerivation.random(random, suite.signatureKeyBytes()),
                id + "2",
                KeyDerivation.random(random, suite.encryptionKeyBytes()));
        key.keep(pair.signature);
        key.keep(pair.encryption);
        return pair;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.security.KeyPair;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Holds key pairs for the lifetime of the JVM. Each is made on its first use, because making one takes longer than making
 * all certificates of a test class.
 */
enum TestKeys {
    AUTHORITY(2048),
    UNTRUSTED_AUTHORITY(2048),
    SERVICE(2048),
    CLIENT(2048),
    TWIN_OF_SERVICE(2048),
    TWIN_OF_CLIENT(2048),
    WEAK(1024);

    private final int keySizeBits;
    private @Nullable KeyPair keyPair;

    TestKeys(int keySizeBits) {
        this.keySizeBits = keySizeBits;
    }

    synchronized KeyPair keyPair() {
        var existing = keyPair;
        if (existing == null) {
            existing = RsaKeys.generateAnySize(keySizeBits, new SecureRandom());
            keyPair = existing;
        }
        return existing;
    }
}

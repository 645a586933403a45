// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.trust;

import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.SharedSecret;

/** The key to which both sides contribute (WS-Trust, February 2005, section 6.2.4). */
public final class ComputedKey {
    static final String ALGORITHM = Namespaces.TRUST + "/CK/PSHA1";

    private ComputedKey() {}

    /**
     * Returns {@code P_SHA1} with the client's entropy as the secret and the service's as the seed.
     *
     * @param bytes size of the key
     */
    public static SharedSecret of(byte[] clientEntropy, byte[] serviceEntropy, int bytes) {
        return SharedSecret.of(SharedSecret.of(clientEntropy).pSha1(serviceEntropy, bytes));
    }
}

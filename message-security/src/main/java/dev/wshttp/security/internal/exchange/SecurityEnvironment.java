// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.exchange;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.internal.wss.SecurityEngine;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * The engine, settings, clock and randomness that all protocols of a port or an endpoint share.
 *
 * @param engine protects and proves single messages
 * @param clock the time of this side
 * @param random the source of keys and nonces
 */
public record SecurityEnvironment(SecurityEngine engine, WsHttpBinding binding, Clock clock, SecureRandom random) {
    /** Returns new entropy for a key, in the size of the algorithm suite. */
    public byte[] newEntropy() {
        byte[] entropy = new byte[secretBytes()];
        random.nextBytes(entropy);
        return entropy;
    }

    /** Returns the size of a secret in the algorithm suite. */
    public int secretBytes() {
        return binding.algorithmSuite().secretBytes();
    }
}

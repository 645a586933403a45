// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.exchange;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * The engine, settings, clock and randomness that all protocols of a port or an endpoint share.
 *
 * @param engine protects and proves single messages
 * @param clock the time of this side
 * @param random the source of keys and nonces
 * @param requirements the levels of the messages of the contract; messages of WS-Trust and WS-SecureConversation have the defaults
 */
public record SecurityEnvironment(
        SecurityEngine engine,
        WsHttpBinding binding,
        Clock clock,
        SecureRandom random,
        ProtectionRequirements requirements) {
    /** Creates the environment of a contract that says nothing about levels. */
    public SecurityEnvironment(SecurityEngine engine, WsHttpBinding binding, Clock clock, SecureRandom random) {
        this(engine, binding, clock, random, ProtectionRequirements.DEFAULT);
    }

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

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.exchange;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.internal.instances.EndpointInstances;
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
 * @param instances what the other instances of a service share with this one
 */
public record SecurityEnvironment(
        SecurityEngine engine,
        WsHttpBinding binding,
        Clock clock,
        SecureRandom random,
        ProtectionRequirements requirements,
        EndpointInstances instances) {
    /** Creates the environment of a contract that says nothing about levels. */
    public SecurityEnvironment(SecurityEngine engine, WsHttpBinding binding, Clock clock, SecureRandom random) {
        this(engine, binding, clock, random, ProtectionRequirements.DEFAULT);
    }

    /** Creates the environment of a side that shares nothing with others. */
    public SecurityEnvironment(
            SecurityEngine engine,
            WsHttpBinding binding,
            Clock clock,
            SecureRandom random,
            ProtectionRequirements requirements) {
        this(engine, binding, clock, random, requirements, EndpointInstances.NONE);
    }

    /** Returns the same environment of one of several instances. */
    public SecurityEnvironment among(EndpointInstances others) {
        return new SecurityEnvironment(engine, binding, clock, random, requirements, others);
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

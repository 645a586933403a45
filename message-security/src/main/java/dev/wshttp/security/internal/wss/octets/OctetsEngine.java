// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.KeyTransport;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import java.security.SecureRandom;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The engine that reads and writes the octets of messages itself. Safe for use by several threads. */
public final class OctetsEngine {
    private final AlgorithmSuite suite;
    private final Freshness freshness;
    private final SecureRandom random;
    private final KeyTransport keyTransport;
    private final Queue<SuiteCiphers> idle = new ConcurrentLinkedQueue<>();

    public OctetsEngine(WsHttpBinding binding, Freshness freshness, SecureRandom random) {
        this.suite = binding.algorithmSuite();
        this.freshness = freshness;
        this.random = random;
        this.keyTransport = new KeyTransport(suite, random);
    }

    public ProtectedMessage protect(OutgoingMessage message, Protection protection) {
        SuiteCiphers lent = idle.poll();
        SuiteCiphers ciphers = lent == null ? new SuiteCiphers(suite) : lent;
        try {
            return new MessageWriter(this, ciphers, message, protection).write();
        } finally {
            idle.add(ciphers);
        }
    }

    AlgorithmSuite suite() {
        return suite;
    }

    Freshness freshness() {
        return freshness;
    }

    SecureRandom random() {
        return random;
    }

    KeyTransport keyTransport() {
        return keyTransport;
    }
}

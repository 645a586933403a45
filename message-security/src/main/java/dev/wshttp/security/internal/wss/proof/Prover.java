// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.token.CipherSuite;
import dev.wshttp.security.internal.token.KeyTransport;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.ReceivedMessage;

/**
 * Proves what engines receive. It prepares what all messages of a binding need. Safe for use by several threads.
 *
 * @param suite the algorithms of the binding
 * @param ciphers computes them
 * @param freshness the rules for timestamps
 * @param keyTransport opens encrypted keys
 */
public record Prover(AlgorithmSuite suite, CipherSuite ciphers, Freshness freshness, KeyTransport keyTransport) {
    /**
     * Returns the message that an engine has read.
     *
     * @throws dev.wshttp.security.MessageSecurityException if it is no acceptable envelope
     */
    public ReceivedMessage message(ReceivedDocument document) {
        return new ProvableMessage(this, document, new ReceivedEnvelope(document));
    }

    SignatureReader signatures() {
        return new SignatureReader(suite);
    }

    Decoys decoys() {
        return new Decoys(suite);
    }
}

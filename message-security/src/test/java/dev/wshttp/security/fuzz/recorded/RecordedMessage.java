// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.recorded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.captures.BothEngines;
import dev.wshttp.security.captures.Envelopes;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.fuzz.View;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageProof;
import dev.wshttp.security.internal.wss.SecurityEngine;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A recorded message and what its receiver knew. Proving it leaves nothing behind, so it may be repeated.
 *
 * @param expectation what it has to prove
 * @param meaning what it means, as it was recorded
 */
public record RecordedMessage(
        String name, byte[] octets, SecurityEngine engine, Expectation expectation, Meaning meaning) {
    /**
     * What a receiver believes of a message.
     *
     * @param rest addressing and endorsement
     */
    public record Meaning(View view, List<String> rest) {
        /** What differs from another meaning, for a reader. */
        public String differenceFrom(Meaning other) {
            return View.difference(view, other.view)
                    + (rest.equals(other.rest) ? "" : " " + rest + " instead of " + other.rest);
        }
    }

    /** A message that proves what is expected. */
    static RecordedMessage of(Recorded folder, String name, String message, Expectation expectation) {
        // Each change is judged by both, so a change that one accepts and the other refuses is found, too.
        SecurityEngine engine = new BothEngines(
                folder.binding(),
                new Freshness(Recorded.clockOf(message), folder.binding().maxClockSkew()));
        byte[] octets = message.getBytes(UTF_8);
        return new RecordedMessage(name, octets, engine, expectation, meaning(engine, octets, expectation));
    }

    /**
     * What octets in the place of the message's mean to its receiver.
     *
     * @throws dev.wshttp.security.MessageSecurityException if they are refused
     */
    public Meaning meaningOf(byte[] changed) {
        return meaning(engine, changed, expectation);
    }

    private static Meaning meaning(SecurityEngine engine, byte[] octets, Expectation expectation) {
        MessageProof proof =
                engine.read(octets, UTF_8).verification(expectation).proveAtOnce();
        return new Meaning(
                View.of(Envelopes.parse(Envelopes.octets(proof.envelope())).getDocumentElement()),
                List.of(
                        String.valueOf(proof.addressing()),
                        // Whether its certificate is trusted, others judge.
                        String.valueOf(proof.endorser().map(X509Certificate::getPublicKey)),
                        String.valueOf(proof.endorsingContext()),
                        String.valueOf(proof.signatureValues())));
    }

    @Override
    public String toString() {
        return name;
    }
}

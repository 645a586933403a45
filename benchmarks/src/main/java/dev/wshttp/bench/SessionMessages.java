// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.engine.Engines;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageProof;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Protects and verifies messages of one context on the calling thread, without HTTP, JAX-WS, certificates and the replay memory. */
final class SessionMessages {
    private static final String ADDRESS = "http://localhost:8080/Calculator";
    private static final int SECRET_BYTES = 32;
    private static final int MOST_MESSAGE_BYTES = 1 << 24;

    private final SecurityEngine engine;
    private final Protection protection;
    private final Expectation expectation;

    private SessionMessages(SecurityEngine engine, SecurityContextKey context, Optional<DerivedKeyPair> keys) {
        this.engine = engine;
        this.protection = Protection.context(new Protection.Context(context, keys, Carriage.CARRIED));
        this.expectation = Expectation.context(new Expectation.Context(List.of(context), Carriage.CARRIED));
    }

    /** Returns those of a session, whose keys are derived once. */
    static SessionMessages ofSession(SecurityEngine engine) {
        var context = newContext();
        return new SessionMessages(
                engine, context, Optional.of(DerivedKeyPair.of(context, AlgorithmSuite.BASIC256, new SecureRandom())));
    }

    /** Returns those under a negotiated token, each of which derives keys of its own, as WCF's do. */
    static SessionMessages ofNegotiated(SecurityEngine engine) {
        return new SessionMessages(engine, newContext(), Optional.empty());
    }

    /** Returns an engine that takes messages of any size that is measured. */
    static SecurityEngine engine(MessageEngine engine) {
        var binding = WsHttpBinding.builder()
                .maxReceivedMessageBytes(MOST_MESSAGE_BYTES)
                .build();
        return Engines.of(
                engine, binding, new Freshness(Clock.systemUTC(), binding.maxClockSkew()), new SecureRandom());
    }

    private static SecurityContextKey newContext() {
        var token = new SecurityContextToken("uuid-0-1", "urn:uuid:0", "");
        return new SecurityContextKey(token, SharedSecret.random(new SecureRandom(), SECRET_BYTES));
    }

    /** Returns a request whose second argument has this text. */
    static OutgoingMessage request(String text) {
        return new OutgoingMessage(Addressing.request(CalculatorNames.ADD_ACTION, ADDRESS), List.of(), writer -> {
            writer.writeStartElement("", "Add", CalculatorNames.NAMESPACE);
            writer.writeDefaultNamespace(CalculatorNames.NAMESPACE);
            writer.writeStartElement("", "n1", CalculatorNames.NAMESPACE);
            writer.writeCharacters("100");
            writer.writeEndElement();
            writer.writeStartElement("", "n2", CalculatorNames.NAMESPACE);
            writer.writeCharacters(text);
            writer.writeEndElement();
            writer.writeEndElement();
        });
    }

    byte[] protect(OutgoingMessage message) {
        return engine.protect(message, protection).octets();
    }

    MessageProof verify(byte[] octets) {
        return engine.read(octets, UTF_8).verification(expectation).proveAtOnce();
    }
}

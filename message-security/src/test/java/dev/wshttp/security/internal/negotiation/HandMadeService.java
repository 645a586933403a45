// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.captures.Conversation;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.trust.BinaryExchange;
import dev.wshttp.security.internal.trust.Lifetime;
import dev.wshttp.security.internal.trust.NegotiatedToken;
import dev.wshttp.security.internal.trust.NegotiationRequest;
import dev.wshttp.security.internal.trust.NegotiationResponse;
import dev.wshttp.security.internal.trust.NegotiationResult;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.xml.XmlElement;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** A service that negotiates by the book, except for what a test changes; all else is answered by the service of a conversation. */
final class HandMadeService implements Peer {
    private final Conversation wire;
    private final X509Certificate caller;
    private final Instant now;
    private Supplier<TlsHandshake> handshakes = () -> TlsSide.service(TlsSide.credulous("service"), true);
    private UnaryOperator<BinaryExchange> exchanges = exchange -> exchange;
    private Consumer<Element> challenge = leg -> {};
    private Consumer<Element> token = response -> {};
    private UnaryOperator<byte[]> combinedHash = hash -> hash;
    private UnaryOperator<String> lastLeg = leg -> leg;
    private int secretBytes = 32;
    private @Nullable TlsHandshake tls;
    private @Nullable Transcript transcript;
    private int legs;
    private boolean endsTlsFirst;
    private boolean tlsIsTold;

    /** @param caller whom the token is for; a client that is asked for no certificate shows none */
    HandMadeService(Conversation wire, X509Certificate caller, Instant now) {
        this.wire = wire;
        this.caller = caller;
        this.now = now;
    }

    HandMadeService tls(Supplier<TlsHandshake> other) {
        handshakes = other;
        return this;
    }

    HandMadeService exchanges(UnaryOperator<BinaryExchange> change) {
        exchanges = change;
        return this;
    }

    HandMadeService challenge(Consumer<Element> change) {
        challenge = change;
        return this;
    }

    /** Changes the response with the token before it is hashed. */
    HandMadeService token(Consumer<Element> change) {
        token = change;
        return this;
    }

    HandMadeService combinedHash(UnaryOperator<byte[]> change) {
        combinedHash = change;
        return this;
    }

    /** Changes the last leg after it was hashed. */
    HandMadeService lastLeg(UnaryOperator<String> change) {
        lastLeg = change;
        return this;
    }

    HandMadeService secretBytes(int bytes) {
        secretBytes = bytes;
        return this;
    }

    /** Ends the handshake in a leg of its own, so that the last leg has no flight any more. */
    HandMadeService endsTlsFirst() {
        endsTlsFirst = true;
        return this;
    }

    int legs() {
        return legs;
    }

    @Override
    public String address() {
        return wire.address();
    }

    @Override
    public EndpointIdentity identity() {
        return wire.identity();
    }

    @Override
    public ReceivedMessage exchange(byte[] envelope) {
        ReceivedMessage message = wire.read(envelope);
        return NegotiationService.isLeg(message)
                ? wire.read(answer(message.content().orElseThrow()))
                : wire.exchange(envelope);
    }

    private byte[] answer(XmlElement leg) {
        legs++;
        boolean first = leg.localName().equals("RequestSecurityToken");
        if (first) {
            tls = handshakes.get();
            transcript = new Transcript(1 << 20);
        }
        var hash = java.util.Objects.requireNonNull(transcript);
        var handshake = java.util.Objects.requireNonNull(tls);
        hash.add(leg);
        String context = leg.attribute("Context");
        BinaryExchange received = first
                ? NegotiationRequest.read(leg).exchange()
                : NegotiationResponse.read(leg).exchange();
        byte[] flight = handshake.answer(received.octets());
        BinaryExchange exchange = exchanges.apply(received.answer(flight));
        boolean tellsTls = endsTlsFirst && !tlsIsTold;
        if (!handshake.isFinished() || tellsTls) {
            tlsIsTold = handshake.isFinished();
            Element next = Elements.of(new NegotiationResponse(context, exchange));
            challenge.accept(next);
            hash.add(Elements.value(next));
            return HandMadeClient.envelope(NegotiationResponse.ACTION, next, this);
        }
        return HandMadeClient.envelope(NegotiationResponse.ACTION, lastLeg(context, exchange, handshake, hash), this);
    }

    private String lastLeg(String context, BinaryExchange exchange, TlsHandshake handshake, Transcript hash) {
        var secret = SharedSecret.random(new SecureRandom(), secretBytes);
        var name = new SecurityContextToken(SecurityContextToken.newId(), "urn:uuid:" + UUID.randomUUID(), "");
        Element response = Elements.of(new NegotiatedToken(
                context,
                name,
                handshake.encrypt(secret.octets()),
                Optional.of(Lifetime.from(now, Duration.ofMinutes(15))),
                secretBytes * Byte.SIZE,
                exchange.octets().length == 0 ? Optional.empty() : Optional.of(exchange)));
        token.accept(response);
        String text = HandMadeClient.text(response);
        hash.add(NegotiationResult.authenticated(collection(text)));
        wire.negotiation()
                .keys()
                .add(new NegotiatedKeys.Entry(
                        new SecurityContextKey(name, secret), caller, now.plus(Duration.ofMinutes(15))));
        String trust = "xmlns:t=\"" + dev.wshttp.security.internal.soap.Namespaces.TRUST + "\"";
        String authenticator = Base64.getEncoder().encodeToString(combinedHash.apply(hash.combinedHash(secret)));
        return lastLeg.apply(
                "<t:RequestSecurityTokenResponseCollection " + trust + ">" + text
                        + "<t:RequestSecurityTokenResponse Context=\"" + context
                        + "\"><t:Authenticator><t:CombinedHash>"
                        + authenticator
                        + "</t:CombinedHash></t:Authenticator></t:RequestSecurityTokenResponse></t:RequestSecurityTokenResponseCollection>");
    }

    private XmlElement collection(String response) {
        return engine().read(
                        HandMadeClient.envelope(
                                NegotiationResponse.ACTION, "<c xmlns=\"urn:collection\">" + response + "</c>", this),
                        UTF_8)
                .content()
                .orElseThrow();
    }

    private SecurityEngine engine() {
        return wire.engine();
    }
}

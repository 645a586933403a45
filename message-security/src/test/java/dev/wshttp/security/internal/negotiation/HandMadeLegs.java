// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.captures.Envelopes;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.forgery.Deviation;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
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
import dev.wshttp.security.internal.xml.XmlElement;
import java.security.SecureRandom;
import java.time.Clock;
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

/**
 * The legs of a service that negotiates by the book, except for what is changed. It issues a token to every client, and has one negotiation at a time: each first
 * leg begins another one. Not safe for use by several threads.
 */
public final class HandMadeLegs {
    private static final Duration LIFETIME = Duration.ofMinutes(15);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Clock clock;
    private final X509Credential own;
    private Supplier<TlsHandshake> handshakes;
    private Consumer<Element> challenge = leg -> {};
    private Consumer<Element> token = response -> {};
    private UnaryOperator<byte[]> firstOnItsWay = UnaryOperator.identity();
    private UnaryOperator<byte[]> lastOnItsWay = UnaryOperator.identity();
    private int secretBytes = 32;
    private boolean endsTlsFirst;
    private @Nullable TlsHandshake tls;
    private @Nullable Transcript transcript;
    private boolean tlsIsTold;
    private int legs;
    private Optional<SecurityContextKey> issued = Optional.empty();

    /** @param own the certificate that the service shows */
    public HandMadeLegs(X509Credential own, Clock clock) {
        this.own = own;
        this.clock = clock;
        this.handshakes = () -> TlsSide.service(TlsSide.credulous(own), true);
    }

    /**
     * Changes what a table says about a leg; other messages are not changed. Statements before {@code seal} change what both sides hash, those after it the leg
     * on its way.
     *
     * @param untrusted a certificate and key that the client does not trust
     * @throws IllegalArgumentException if the table says something else than this knows
     */
    public HandMadeLegs change(Deviation deviation, X509Credential untrusted) {
        Consumer<Element> before = leg -> deviation.change().apply(Forgery.of(leg.getOwnerDocument()));
        UnaryOperator<byte[]> after = octets -> deviation.change().onTheWire(octets);
        return switch (deviation.message()) {
            case "first-answer" -> challenge(before).firstOnItsWay(after);
            case "last-answer" -> token(before).lastOnItsWay(after);
            case "all-answers" -> challenge(before).token(before);
            case "key-size" -> secretBytes(Integer.parseInt(deviation.how()) / Byte.SIZE);
            case "tls" -> tls(deviation.how(), untrusted);
            default -> this;
        };
    }

    private HandMadeLegs tls(String how, X509Credential untrusted) {
        return switch (how) {
            case "asks-for-no-certificate" -> tls(() -> TlsSide.service(TlsSide.credulous(own), false));
            case "untrusted-certificate" -> tls(() -> TlsSide.service(TlsSide.credulous(untrusted), true));
            case "ends-first" -> endsTlsFirst();
            default -> throw new IllegalArgumentException("A service's TLS has no deviation '" + how + "'");
        };
    }

    HandMadeLegs tls(Supplier<TlsHandshake> other) {
        handshakes = other;
        return this;
    }

    private HandMadeLegs challenge(Consumer<Element> change) {
        challenge = change;
        return this;
    }

    private HandMadeLegs token(Consumer<Element> change) {
        token = change;
        return this;
    }

    private HandMadeLegs firstOnItsWay(UnaryOperator<byte[]> change) {
        firstOnItsWay = change;
        return this;
    }

    /** Changes the envelope of the last leg after it was hashed. */
    HandMadeLegs lastOnItsWay(UnaryOperator<byte[]> change) {
        lastOnItsWay = change;
        return this;
    }

    /** Issues keys of another size than 256 bits. */
    public HandMadeLegs secretBytes(int bytes) {
        secretBytes = bytes;
        return this;
    }

    /** Ends the handshake in a leg of its own, so that the last leg has no flight any more. */
    HandMadeLegs endsTlsFirst() {
        endsTlsFirst = true;
        return this;
    }

    /** Returns how many legs came. */
    public int legs() {
        return legs;
    }

    /** Returns the key of the token that the present negotiation ended with; empty if it goes on. */
    public Optional<SecurityContextKey> issued() {
        return issued;
    }

    /** Returns until when a token that is issued now is good. */
    Instant expires() {
        return clock.instant().plus(LIFETIME);
    }

    /**
     * Answers a leg.
     *
     * @throws dev.wshttp.security.MessageSecurityException if it is none
     */
    public byte[] answer(ReceivedMessage message) {
        XmlElement leg = message.content().orElseThrow();
        legs++;
        boolean isFirst = NegotiationRequest.ACTION.equals(message.addressing().action());
        if (isFirst) {
            tls = handshakes.get();
            transcript = new Transcript(1 << 20);
            tlsIsTold = false;
            issued = Optional.empty();
        }
        requireNonNull(transcript, "the first leg").add(leg);
        BinaryExchange received = isFirst
                ? NegotiationRequest.read(leg).exchange()
                : NegotiationResponse.read(leg).exchange();
        byte[] flight = requireNonNull(tls).answer(received.octets());
        String text = answer(leg.attribute("Context"), received.answer(flight), requireNonNull(tls));
        byte[] envelope = HandMadeClient.envelope(
                Addressing.reply(
                        NegotiationResponse.ACTION, message.addressing().messageId()),
                text);
        return (isFirst ? firstOnItsWay : lastOnItsWay).apply(envelope);
    }

    private String answer(String context, BinaryExchange exchange, TlsHandshake handshake) {
        boolean tellsTls = endsTlsFirst && !tlsIsTold;
        if (handshake.isFinished() && !tellsTls) {
            return last(context, exchange, handshake);
        }
        tlsIsTold = handshake.isFinished();
        Element next = Elements.of(new NegotiationResponse(context, exchange));
        challenge.accept(next);
        requireNonNull(transcript).add(Elements.value(next));
        return text(next);
    }

    private String last(String context, BinaryExchange exchange, TlsHandshake handshake) {
        var secret = SharedSecret.random(RANDOM, secretBytes);
        var name = new SecurityContextToken(SecurityContextToken.newId(), "urn:uuid:" + UUID.randomUUID(), "");
        Element response = Elements.of(new NegotiatedToken(
                context,
                name,
                handshake.encrypt(secret.octets()),
                Optional.of(Lifetime.from(clock.instant(), LIFETIME)),
                secretBytes * Byte.SIZE,
                exchange.octets().length == 0 ? Optional.empty() : Optional.of(exchange)));
        token.accept(response);
        issued = Optional.of(new SecurityContextKey(name, secret));
        String text = text(response);
        XmlElement hashed = Elements.value(Envelopes.parse(collection(text)).getDocumentElement());
        Transcript all = requireNonNull(transcript);
        all.add(NegotiationResult.authenticated(hashed));
        return collection(text + authenticator(context, all.combinedHash(secret)));
    }

    private static String collection(String responses) {
        return "<t:RequestSecurityTokenResponseCollection xmlns:t=\"" + Namespaces.TRUST + "\">" + responses
                + "</t:RequestSecurityTokenResponseCollection>";
    }

    private static String authenticator(String context, byte[] combinedHash) {
        return "<t:RequestSecurityTokenResponse Context=\"" + context + "\"><t:Authenticator><t:CombinedHash>"
                + Base64.getEncoder().encodeToString(combinedHash)
                + "</t:CombinedHash></t:Authenticator></t:RequestSecurityTokenResponse>";
    }

    private static String text(Element leg) {
        return HandMadeClient.text(leg);
    }
}

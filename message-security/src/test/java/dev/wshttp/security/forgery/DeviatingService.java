// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.captures.ServiceSide;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.negotiation.HandMadeLegs;
import dev.wshttp.security.internal.negotiation.NegotiationService;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.trust.ComputedKey;
import dev.wshttp.security.internal.trust.Lifetime;
import dev.wshttp.security.internal.trust.RequestSecurityToken;
import dev.wshttp.security.internal.trust.RequestSecurityTokenResponse;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import dev.wshttp.security.internal.xml.XmlContent;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A service that answers as WCF's does, in all modes, except for what a deviation changes in one of its replies. It has one session at a time,
 * and verifies only messages that stand for themselves. Not safe for use by several threads.
 */
public final class DeviatingService {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration LIFETIME = Duration.ofHours(15);

    private final Means means;
    private final Deviation deviation;
    private final Optional<HandMadeLegs> legs;
    private final OneClient negotiated = new OneClient();
    private Optional<SecurityContextKey> session = Optional.empty();
    private int cancels;
    private int renewals;

    /** Makes a service that has met no client. */
    public DeviatingService(Means means, Deviation deviation) {
        this.means = means;
        this.deviation = deviation;
        this.legs = means.negotiating()
                .map(credentials -> new HandMadeLegs(credentials.own(), means.clock())
                        .secretBytes(means.suite().secretBytes())
                        .change(deviation, credentials.untrusted()));
    }

    /**
     * What a service has.
     *
     * @param service verifies requests, and protects replies to them; a new one for each message, so that none is a replay
     * @param reply the content of the body of the reply to a call; its action is the request's with {@code Response} at the end
     * @param negotiating empty for a service that does not negotiate
     */
    public record Means(
            Supplier<ServiceSide> service,
            AlgorithmSuite suite,
            Clock clock,
            XmlContent reply,
            Optional<Negotiating> negotiating) {}

    /**
     * What a service shows in TLS.
     *
     * @param untrusted what it shows where a deviation says so
     */
    public record Negotiating(X509Credential own, X509Credential untrusted) {}

    /**
     * Answers a request.
     *
     * @throws MessageSecurityException if the request is not what a client of WCF's sends
     */
    public HttpReply answer(byte[] request) {
        ServiceSide side = means.service().get();
        ReceivedMessage received = side.engine().read(request, UTF_8);
        if (legs.isPresent() && NegotiationService.isLeg(received)) {
            return legOf(legs.get(), received);
        }
        if (legs.isPresent()) {
            side = new ServiceSide(side.engine(), negotiated, side.verifier());
        }
        String action = requireNonNull(received.addressing().action());
        if (action.equals(SessionAction.ISSUE.request())) {
            return HttpReply.ok(opened(side, side.verify(received)));
        }
        if (action.equals(SessionAction.RENEW.request()) && session.isPresent()) {
            return HttpReply.ok(renewed(side, received, session.get()));
        }
        return session.isPresent()
                ? inSession(side, received, action, session.get())
                : called(received, replyOf(side, side.verify(received)));
    }

    /** Returns how often a client ended its session. */
    public int cancels() {
        return cancels;
    }

    /** Returns how often a client renewed the key of a session. */
    public int renewals() {
        return renewals;
    }

    private HttpReply legOf(HandMadeLegs by, ReceivedMessage leg) {
        if (deviation.kind().equals("leg-fault")) {
            return HttpReply.of(
                    deviation, FaultReply.unsecured(deviation, leg.addressing().messageId()));
        }
        byte[] answer = by.answer(leg);
        by.issued().ifPresent(negotiated::negotiated);
        return HttpReply.ok(answer);
    }

    // Calls

    private static Function<OutgoingMessage, ProtectedMessage> replyOf(ServiceSide side, VerifiedMessage request) {
        return reply -> side.protect(reply, request);
    }

    private HttpReply inSession(ServiceSide side, ReceivedMessage received, String action, SecurityContextKey agreed) {
        var pair = DerivedKeyPair.of(agreed, means.suite(), RANDOM);
        Protection protection =
                Protection.context(new Protection.Context(agreed, Optional.of(pair), Carriage.REFERRED_TO));
        if (action.equals(SessionAction.CANCEL.request())) {
            return cancelled(side, received, protection);
        }
        Function<OutgoingMessage, ProtectedMessage> protector =
                reply -> side.engine().protect(reply, protection);
        if (deviation.kind().equals("renewal") && agreed.token().instance().isEmpty()) {
            return HttpReply.fault(
                    FaultReply.renewNeeded(requireNonNull(received.addressing().messageId()), protector));
        }
        return called(received, protector);
    }

    private HttpReply called(ReceivedMessage request, Function<OutgoingMessage, ProtectedMessage> protector) {
        String messageId = requireNonNull(request.addressing().messageId());
        if (FaultReply.isOne(deviation)) {
            return HttpReply.of(deviation, FaultReply.of(deviation, messageId, protector));
        }
        if (deviation.kind().equals("empty")) {
            return HttpReply.of(deviation, new byte[0]);
        }
        var addressing = Addressing.reply(request.addressing().action() + "Response", messageId);
        ProtectedMessage reply = protector.apply(new OutgoingMessage(addressing, List.of(), means.reply()));
        if (deviation.kind().equals("text")) {
            return HttpReply.ok(EncodedText.of(deviation.how(), reply.octets()));
        }
        boolean isChanged = deviation.kind().equals("reply") || deviation.kind().equals("call");
        return isChanged
                ? HttpReply.of(deviation, changed(reply.octets(), reply.key().secret()))
                : HttpReply.ok(reply.octets());
    }

    private byte[] changed(byte[] reply, SharedSecret secret) {
        return deviation.change().octets(Forgery.opened(reply, secret), Forger.of(secret));
    }

    // Sessions

    private byte[] opened(ServiceSide side, VerifiedMessage request) {
        var name = new SecurityContextToken(SecurityContextToken.newId(), "urn:uuid:" + UUID.randomUUID(), "");
        return granted(side, request, SessionAction.ISSUE, name, "opening");
    }

    private byte[] renewed(ServiceSide side, ReceivedMessage received, SecurityContextKey present) {
        renewals++;
        VerifiedMessage request = side.verifier()
                .verify(received, side.protocol().expectation(received).endorsedByOneOf(List.of(present)));
        var name = new SecurityContextToken(
                SecurityContextToken.newId(), present.token().identifier(), "urn:uuid:" + UUID.randomUUID());
        return granted(side, request, SessionAction.RENEW, name, "renewal");
    }

    private byte[] granted(
            ServiceSide side, VerifiedMessage request, SessionAction action, SecurityContextToken name, String kind) {
        var wanted = RequestSecurityToken.read(request.envelope().content().orElseThrow(), action);
        byte[] entropy = new byte[means.suite().secretBytes()];
        RANDOM.nextBytes(entropy);
        Instant now = means.clock().instant();
        var response = new RequestSecurityTokenResponse(
                name, entropy, entropy.length * Byte.SIZE, Optional.of(new Lifetime(now, now.plus(LIFETIME))), "");
        var addressing = Addressing.reply(action.reply(), request.addressing().messageId());
        byte[] genuine = side.protect(new OutgoingMessage(addressing, List.of(), response), request)
                .octets();
        SharedSecret secret = request.key().secret();
        byte[] reply = deviation.kind().equals(kind) ? changed(genuine, secret) : genuine;
        session = Optional.of(agreed(reply, secret, wanted.entropy()));
        return reply;
    }

    /** The key of what the client is told in the end; another one if the client cannot understand it. */
    private SecurityContextKey agreed(byte[] reply, SharedSecret secret, byte[] entropy) {
        try {
            var told = RequestSecurityTokenResponse.read(Elements.value(
                    Elements.children(Forgery.opened(reply, secret).body()).get(0)));
            return new SecurityContextKey(
                    told.token(),
                    ComputedKey.of(entropy, told.entropy(), means.suite().secretBytes()));
        } catch (MessageSecurityException | IllegalStateException refusedByTheClientToo) {
            return new SecurityContextKey(
                    new SecurityContextToken("", "", "refused"),
                    SharedSecret.of(new byte[means.suite().secretBytes()]));
        }
    }

    private HttpReply cancelled(ServiceSide side, ReceivedMessage received, Protection protection) {
        cancels++;
        if (deviation.kind().equals("failing-cancel")) {
            return HttpReply.fault(new byte[0]);
        }
        var addressing = Addressing.reply(
                SessionAction.CANCEL.reply(), received.addressing().messageId());
        var reply = new OutgoingMessage(addressing, List.of(), RequestSecurityTokenResponse.cancelled());
        boolean isEncrypted = deviation.kind().equals("encrypted-cancel");
        ProtectedMessage genuine = side.engine().protect(reply, isEncrypted ? protection : protection.signedOnly());
        return HttpReply.ok(
                deviation.kind().equals("cancel")
                        ? changed(genuine.octets(), genuine.key().secret())
                        : genuine.octets());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.forgery.ChangeScript;
import dev.wshttp.security.forgery.EncodedText;
import dev.wshttp.security.forgery.Forger;
import dev.wshttp.security.forgery.Forger.Endorser;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.forgery.HandMadeSession;
import dev.wshttp.security.forgery.WireAnswer;
import dev.wshttp.security.internal.encoding.MtomDeviations;
import dev.wshttp.security.internal.encoding.WireFormat;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.UnsecuredEnvelope;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.levels.LevelRequest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Sends the message of a case to a service, and tells what the service did. Each case has keys of its own. */
final class ServiceProbe {
    private static final ChangeScript GENUINE = ChangeScript.of("");
    private static final String TEXT = "application/soap+xml; charset=utf-8";
    private static final SharedSecret NO_SECRET = SharedSecret.of(new byte[0]);

    private final Target target;
    private final HttpWire wire;
    private final Negotiator negotiator;

    ServiceProbe(Target target, HttpWire wire) {
        this.target = target;
        this.wire = wire;
        this.negotiator = new Negotiator(target, wire);
    }

    /** @throws KitFailure if the service cannot be reached any more */
    Outcome probe(Case tried) {
        try {
            return outcome(tried);
        } catch (HttpWire.NoAnswer none) {
            return Outcome.noAnswer(String.valueOf(none.getMessage()));
        } catch (GenuineRefused refused) {
            return Outcome.unclear("not tried: " + refused.getMessage());
        } catch (HandMadeSession.UnreadableAnswer unreadable) {
            return Outcome.unclear(String.valueOf(unreadable.getMessage()));
        }
    }

    /** A genuine message that has to come before the one of the case was refused. */
    static final class GenuineRefused extends RuntimeException {
        private static final long serialVersionUID = 1;

        GenuineRefused(String step, Outcome outcome) {
            super(step + " was refused, " + outcome.detail());
        }
    }

    private Outcome outcome(Case tried) {
        if (tried.origin() == Case.Origin.NEGOTIATION) {
            return negotiator.probe(tried, this::callUnder);
        }
        return switch (tried.deviation().message()) {
            case "plain" -> judged(wire.post(plain(), NO_SECRET));
            case "octets" ->
                judged(wire.post(
                        new WireFormat.Body(TEXT, tried.deviation().how().getBytes(UTF_8)), NO_SECRET));
            case "headers" -> judged(send(withHeaders(tried.deviation().how())));
            case "text" -> encoded(envelope -> EncodedText.of(tried.deviation().how(), envelope));
            case "package" ->
                encoded(envelope -> MtomDeviations.body(
                        tried.name(), envelope, plain(), target.operation().action()));
            case "suite" ->
                judged(send(ofSuite(AlgorithmSuite.named(tried.deviation().how()))));
            case "unknown-context" -> judged(send(message(madeUp(), Optional.empty(), GENUINE)));
            case "untrusted" -> shown(target.bad(), endorser(target.bad(), target.bad()));
            case "stolen" ->
                target.mode().isNegotiated()
                        ? negotiator.withoutTheKey()
                        : shown(target.good(), endorser(target.good(), target.bad()));
            default -> target.mode().isSession() ? inSession(tried) : alone(tried);
        };
    }

    // Messages that stand for themselves

    private Outcome alone(Case tried) {
        ChangeScript change = tried.deviation().change();
        if (tried.deviation().message().equals("again")) {
            return twice(message(protection(target.good()), good(), GENUINE));
        }
        return judged(send(message(protection(target.good()), good(), change)));
    }

    /** @param key of a line of the recorded table */
    private Sent withHeaders(String key) {
        LevelRequest made = LevelRequest.of(
                key,
                target.engine(),
                protection(target.good()),
                new Forger(good(), target.service(), NO_SECRET),
                request().addressing(),
                target.operation().body());
        return new Sent(made.octets(), made.secret());
    }

    /** Sends the genuine message, written in another way. */
    private Outcome encoded(Function<byte[], WireFormat.Body> encoding) {
        Sent genuine = message(protection(target.good()), good(), GENUINE);
        return judged(wire.post(encoding.apply(genuine.octets()), genuine.secret()));
    }

    /** The genuine message in another algorithm suite. */
    private Sent ofSuite(AlgorithmSuite suite) {
        ProtectedMessage message = target.engine(suite).protect(request(), protection(target.good()));
        return new Sent(message.octets(), message.key().secret());
    }

    /** @param signing whose key signs for the certificate that is shown */
    private Outcome shown(X509Credential shown, Endorser signing) {
        return target.mode().isSession()
                ? Outcome.ofStep(session(shown, Optional.of(signing)).open(GENUINE))
                : judged(send(message(protection(shown), Optional.of(signing), GENUINE)));
    }

    /** Makes a call under a negotiated token, or in a session that is opened under it. */
    private WireAnswer callUnder(Protection negotiated) {
        if (!target.mode().isSession()) {
            return send(message(negotiated, Optional.empty(), GENUINE));
        }
        var session = new HandMadeSession(means(message -> protect(message, negotiated), Optional.empty()));
        WireAnswer opened = session.open(GENUINE);
        return opened.isOk() ? session.send(call(session, GENUINE)) : opened;
    }

    private Outcome twice(Sent sent) {
        require("the message itself", judged(send(sent)));
        return judged(send(sent));
    }

    /** A message that goes over the wire. */
    private record Sent(byte[] octets, SharedSecret secret) {}

    private Sent message(Protection protection, Optional<Endorser> endorser, ChangeScript change) {
        ProtectedMessage genuine = protect(request(), protection);
        SharedSecret secret = genuine.key().secret();
        var opened = Forgery.opened(genuine.octets(), secret);
        return new Sent(change.octets(opened, new Forger(endorser, target.service(), secret)), secret);
    }

    private WireAnswer send(Sent message) {
        return wire.post(message.octets(), message.secret());
    }

    // Sessions

    private Outcome inSession(Case tried) {
        String message = tried.deviation().message();
        ChangeScript change = tried.deviation().change();
        if (tried.origin() == Case.Origin.TOLERANCE) {
            return converse(tried);
        }
        HandMadeSession session = session(target.good(), good());
        if (message.equals("opening")) {
            return Outcome.ofStep(session.open(change));
        }
        if (message.equals("opening-again")) {
            return openingAgain();
        }
        require("the opening of a session", Outcome.ofStep(session.open(GENUINE)));
        return switch (message) {
            case "again" -> twice(new Sent(call(session, GENUINE), session.secret()));
            case "after-cancel" -> {
                require("the end of a session", Outcome.ofStep(session.send(session.cancel(false, GENUINE))));
                yield judged(session.send(call(session, GENUINE)));
            }
            case "cancel-again" -> {
                require("the end of a session", Outcome.ofStep(session.send(session.cancel(false, GENUINE))));
                yield Outcome.ofStep(session.send(session.cancel(false, GENUINE)));
            }
            default -> judged(session.send(call(session, change)));
        };
    }

    private Outcome converse(Case tried) {
        List<WireAnswer> answers = session(target.good(), good())
                .converse(
                        tried.deviation(),
                        target.operation().action(),
                        target.operation().body());
        WireAnswer last = answers.get(answers.size() - 1);
        return answers.size() == 2 ? judged(last) : stepsJudged(answers, last);
    }

    private Outcome stepsJudged(List<WireAnswer> answers, WireAnswer last) {
        if (answers.size() == 1) {
            return Outcome.ofStep(last);
        }
        Outcome called = judged(answers.get(1));
        return called.verdict() == Verdict.ACCEPTED ? Outcome.ofStep(last) : called;
    }

    private Outcome openingAgain() {
        var sent = new ArrayList<Sent>();
        var recording = new HandMadeSession(new HandMadeSession.Means(
                target.engine(), target.suite(), target.to(), bootstrap(target.good()), good(), (octets, secret) -> {
                    sent.add(new Sent(octets, secret));
                    return wire.post(octets, secret);
                }));
        require("the opening of a session", Outcome.ofStep(recording.open(GENUINE)));
        return Outcome.ofStep(send(sent.get(0)));
    }

    private byte[] call(HandMadeSession session, ChangeScript change) {
        return session.call(target.operation().action(), target.operation().body(), change);
    }

    private HandMadeSession session(X509Credential shown, Optional<Endorser> endorser) {
        return new HandMadeSession(means(bootstrap(shown), endorser));
    }

    private HandMadeSession.Means means(
            Function<OutgoingMessage, ProtectedMessage> bootstrap, Optional<Endorser> endorser) {
        return new HandMadeSession.Means(target.engine(), target.suite(), target.to(), bootstrap, endorser, wire::post);
    }

    private Function<OutgoingMessage, ProtectedMessage> bootstrap(X509Credential shown) {
        Protection protection = protection(shown);
        return message -> protect(message, protection);
    }

    // Parts

    /** The protection of a message that stands for itself, or opens a session. */
    private Protection protection(X509Credential shown) {
        return target.mode().isNegotiated()
                ? negotiator.negotiated()
                : Protection.request(target.service().orElseThrow(), shown);
    }

    /** Returns the client whose key signs beside the key of the message; empty under a negotiated token, where no second key signs. */
    private Optional<Endorser> good() {
        return target.mode().isNegotiated() ? Optional.empty() : Optional.of(endorser(target.good(), target.good()));
    }

    private static Endorser endorser(X509Credential shown, X509Credential signing) {
        return new Endorser(shown.certificate(), signing.privateKey());
    }

    /** The protection by a token that no service issued. */
    private Protection madeUp() {
        byte[] secret = new byte[target.suite().secretBytes()];
        new SecureRandom().nextBytes(secret);
        var token = new SecurityContextToken(SecurityContextToken.newId(), "urn:uuid:" + UUID.randomUUID(), "");
        var key = new SecurityContextKey(token, SharedSecret.of(secret));
        var pair = DerivedKeyPair.of(key, target.suite(), new SecureRandom());
        return Protection.context(new Protection.Context(key, Optional.of(pair), Carriage.CARRIED));
    }

    private ProtectedMessage protect(OutgoingMessage message, Protection protection) {
        return target.engine().protect(message, protection);
    }

    private OutgoingMessage request() {
        return new OutgoingMessage(
                Addressing.request(target.operation().action(), target.to()),
                List.of(),
                target.operation().body());
    }

    private byte[] plain() {
        return UnsecuredEnvelope.write(request());
    }

    private Outcome judged(WireAnswer answer) {
        return Outcome.ofCall(answer, target.operation().expected());
    }

    private static void require(String step, Outcome outcome) {
        if (outcome.verdict() != Verdict.ACCEPTED) {
            throw new GenuineRefused(step, outcome);
        }
    }
}

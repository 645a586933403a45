// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.captures;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.internal.engine.Engines;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageProof;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.wss.Verification;
import dev.wshttp.security.internal.wss.VerifiedEnvelope;
import dev.wshttp.security.internal.xml.XmlElement;
import java.nio.charset.Charset;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * The engine of octets and the reference, which have to judge alike: each step that one takes the other takes too, and both refuse for the same fault, or
 * find the same. Protects with each by turns.
 */
public final class BothEngines implements SecurityEngine {
    private static final int MOST_BYTES = 1 << 26;

    private final SecurityEngine octets;
    private final SecurityEngine reference;
    private final AtomicBoolean turn = new AtomicBoolean();

    public BothEngines(WsHttpBinding binding, Freshness freshness) {
        this.octets = Engines.of(MessageEngine.OCTETS, binding, freshness, new SecureRandom());
        this.reference = Engines.of(MessageEngine.WSS4J, binding, freshness, new SecureRandom());
    }

    @Override
    public ProtectedMessage protect(OutgoingMessage message, Protection protection) {
        boolean ofOctets = !turn.getAndSet(!turn.get());
        return (ofOctets ? octets : reference).protect(message, protection);
    }

    @Override
    public ReceivedMessage read(byte[] message, Charset charset) {
        return same("read", () -> octets.read(message, charset), () -> reference.read(message, charset), any -> "")
                .map(Message::new);
    }

    /** What each engine has. */
    private record Pair<T>(T ofOctets, T ofReference) {
        <R> R map(java.util.function.BiFunction<T, T, R> change) {
            return change.apply(ofOctets, ofReference);
        }
    }

    /** Takes a step with both; {@code seen} says what has to be equal. */
    private static <T> Pair<T> same(
            String step, Supplier<T> ofOctets, Supplier<T> ofReference, Function<T, Object> seen) {
        Outcome<T> first = Outcome.of(ofOctets);
        Outcome<T> second = Outcome.of(ofReference);
        if (!first.isLike(second)) {
            throw new AssertionError(
                    "The engines differ in '" + step + "': octets " + first + ", wss4j " + second, first.refusal());
        }
        if (first.refusal() != null) {
            throw first.refusal();
        }
        Object one = seen.apply(first.value());
        Object other = seen.apply(second.value());
        if (!Objects.equals(one, other)) {
            throw new AssertionError("The engines differ in '" + step + "': octets " + one + ", wss4j " + other);
        }
        return new Pair<>(first.value(), second.value());
    }

    private record Outcome<T>(@Nullable T found, @Nullable MessageSecurityException refusal) {
        private static final List<SecurityFault> OF_XML =
                List.of(SecurityFault.MESSAGE_UNREADABLE, SecurityFault.MESSAGE_TOO_LARGE);

        static <T> Outcome<T> of(Supplier<T> step) {
            try {
                return new Outcome<>(step.get(), null);
            } catch (MessageSecurityException refused) {
                return new Outcome<>(null, refused);
            }
        }

        @Nullable
        SecurityFault fault() {
            return refusal == null ? null : refusal.fault();
        }

        /** A message with two errors may be refused for either: one engine finds in one pass what the other finds in two. */
        boolean isLike(Outcome<?> other) {
            return fault() == other.fault()
                    || (fault() != null
                            && OF_XML.contains(fault())
                            && other.fault() != null
                            && OF_XML.contains(other.fault()));
        }

        T value() {
            return Objects.requireNonNull(found);
        }

        @Override
        public String toString() {
            return refusal == null ? "accepts" : "refuses with " + refusal.fault() + " (" + refusal.getMessage() + ")";
        }
    }

    private static String form(Optional<XmlElement> element) {
        return element.map(value -> new String(value.canonicalForm(MOST_BYTES), UTF_8))
                .orElse("");
    }

    private record Message(ReceivedMessage ofOctets, ReceivedMessage ofReference) implements ReceivedMessage {
        private <T> T same(String step, Function<ReceivedMessage, T> ask, Function<T, Object> seen) {
            return BothEngines.same(step, () -> ask.apply(ofOctets), () -> ask.apply(ofReference), seen)
                    .ofOctets();
        }

        @Override
        public Addressing addressing() {
            return same("addressing", ReceivedMessage::addressing, all -> all);
        }

        @Override
        public boolean isSecured() {
            return same("isSecured", ReceivedMessage::isSecured, all -> all);
        }

        @Override
        public List<SecurityContextToken> contexts() {
            return same("contexts", ReceivedMessage::contexts, all -> all);
        }

        @Override
        public Optional<XmlElement> content() {
            return same("content", ReceivedMessage::content, BothEngines::form);
        }

        @Override
        public Optional<SoapFault> faultInClear() {
            return same("faultInClear", ReceivedMessage::faultInClear, all -> all);
        }

        @Override
        public Verification verification(Expectation expectation) {
            return BothEngines.same(
                            "verification",
                            () -> ofOctets.verification(expectation),
                            () -> ofReference.verification(expectation),
                            any -> "")
                    .map(Steps::new);
        }
    }

    private record Steps(Verification ofOctets, Verification ofReference) implements Verification {
        private <T> T same(String step, Function<Verification, T> take, Function<T, Object> seen) {
            return BothEngines.same(step, () -> take.apply(ofOctets), () -> take.apply(ofReference), seen)
                    .ofOctets();
        }

        @Override
        public Optional<X509Certificate> claimedEndorser() {
            return same("claimedEndorser", Verification::claimedEndorser, all -> all);
        }

        /** An encrypted key that does not decrypt becomes another secret in each engine. */
        @Override
        public MessageKey unlock() {
            return same("unlock", Verification::unlock, any -> "");
        }

        @Override
        public String authenticate() {
            return same("authenticate", Verification::authenticate, all -> all);
        }

        @Override
        public void requireCreatedSince(Instant complete) {
            same(
                    "requireCreatedSince",
                    steps -> {
                        steps.requireCreatedSince(complete);
                        return "";
                    },
                    any -> any);
        }

        @Override
        public MessageProof prove() {
            return same("prove", Verification::prove, Steps::seen);
        }

        private static List<Object> seen(MessageProof proof) {
            List<Object> seen = new ArrayList<>(
                    List.of(proof.addressing(), proof.endorser(), proof.endorsingContext(), proof.signatureValues()));
            seen.add(proof.unreadable().isPresent());
            if (proof.unreadable().isEmpty()) {
                seen.add(form(proof.envelope().content()));
                seen.add(form(Optional.of(whole(proof.envelope()))));
            }
            return seen;
        }

        private static XmlElement whole(VerifiedEnvelope envelope) {
            try {
                var reader = envelope.reader();
                reader.nextTag();
                return XmlElement.read(reader, Integer.MAX_VALUE);
            } catch (XMLStreamException impossible) {
                throw new AssertionError("A verified envelope is XML", impossible);
            }
        }

        @Override
        public void requireFresh() {
            same(
                    "requireFresh",
                    steps -> {
                        steps.requireFresh();
                        return "";
                    },
                    all -> all);
        }
    }
}

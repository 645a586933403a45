// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import dev.wshttp.explain.Finding;
import dev.wshttp.explain.KeyFile;
import dev.wshttp.explain.internal.message.Key.Place;
import dev.wshttp.explain.internal.message.Message.Sender;
import dev.wshttp.explain.internal.xml.CanonicalForm;
import dev.wshttp.explain.internal.xml.Element;
import dev.wshttp.explain.internal.xml.Node;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Messages of one exchange in the order in which they were sent, each explained with what the ones before it brought: handshakes, tokens and, where
 * keys are given, the shares of which session keys are made. Not safe for use by several threads while it is read; immutable afterwards.
 */
public final class Exchange {
    private static final int DEFAULT_KEY_BITS = 256;
    // The suites of WCF have 128 to 256.
    private static final int LEAST_KEY_BITS = 128;
    private static final int MOST_KEY_BITS = 512;
    private static final int MOST_COSTLY = 300;
    // WCF's messages have two. The page marks each element with each signature that covers it.
    private static final int MOST_SIGNATURES = 10;
    // WCF's largest message has 65,536 octets by default, so a fourth of this in elements.
    private static final int MOST_ELEMENTS = 50_000;
    private static final Set<String> COSTLY = Set.of(
            "Signature",
            "Reference",
            "EncryptedData",
            "EncryptedKey",
            "DerivedKeyToken",
            "BinarySecurityToken",
            "BinaryExchange",
            "SecurityContextToken");

    private final List<Message> messages = new ArrayList<>();
    private final Secrets secrets;
    private final Origins origins;
    private final Map<String, Integer> requests = new HashMap<>();
    private final Map<String, Share> shares = new HashMap<>();

    /** The client's share of a session's key, and the key that protected it. */
    private record Share(byte[] octets, List<Key> protectedBy) {}

    private Exchange(KeyFile keys) {
        this.secrets = new Secrets(keys);
        this.origins = new Origins(keys);
    }

    /** Explains messages, in the order in which they were sent; a reply may stand before its request, as in a list of files by name. */
    public static Exchange of(List<Recorded> recorded, KeyFile keys) {
        return of(recorded, keys, (message, refused) -> {
            throw refused;
        });
    }

    /**
     * Explains messages likewise, and leaves out the ones that cannot be explained.
     *
     * @param leftOut is told which one, and why
     */
    public static Exchange of(
            List<Recorded> recorded, KeyFile keys, BiConsumer<Recorded, MessageSecurityException> leftOut) {
        var exchange = new Exchange(keys);
        for (Recorded each : inOrder(recorded)) {
            try {
                exchange.add(each);
            } catch (MessageSecurityException refused) {
                leftOut.accept(each, refused);
            }
        }
        return exchange;
    }

    private static List<Recorded> inOrder(List<Recorded> recorded) {
        var waiting = new LinkedHashMap<String, List<Recorded>>();
        var later = recorded.stream()
                .map(each -> addressing(each, "MessageID"))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toCollection(ArrayList::new));
        var ordered = new ArrayList<Recorded>();
        for (Recorded each : recorded) {
            String asks = addressing(each, "MessageID");
            String answers = addressing(each, "RelatesTo");
            later.remove(asks);
            if (asks.isEmpty() && later.contains(answers)) {
                waiting.computeIfAbsent(answers, any -> new ArrayList<>()).add(each);
            } else {
                ordered.add(each);
                ordered.addAll(Optional.ofNullable(waiting.remove(asks)).orElse(List.of()));
            }
        }
        waiting.values().forEach(ordered::addAll);
        return ordered;
    }

    private static String addressing(Recorded recorded, String name) {
        return recorded.envelope()
                .child(Ns.SOAP, "Header")
                .flatMap(header -> header.child(Ns.ADDRESSING, name))
                .map(Element::text)
                .orElse("");
    }

    /** Returns the messages. */
    public List<Message> messages() {
        return List.copyOf(messages);
    }

    /** Returns whether keys were given. */
    public boolean hasKeys() {
        return secrets.any();
    }

    /** Returns whether one of the messages is a leg of a negotiation. */
    public boolean hasHandshake() {
        return origins.hasHandshake();
    }

    /** Returns the certificates that one side showed in a handshake. */
    public List<X509Certificate> shownInHandshake(Sender sender) {
        return origins.shown(sender == Sender.SERVICE);
    }

    /**
     * Returns whether the proof of a negotiation fits its legs; empty if a message has none, or its key or its legs are not here.
     */
    public Optional<Boolean> provesNegotiation(Message message) {
        List<Message> legs = Authenticator.legs(messages, message);
        Optional<byte[]> key = message.wire()
                .root()
                .first(Ns.CONVERSATION, "SecurityContextToken")
                .flatMap(token ->
                        secrets.context(KeyFile.contextName(text(token, "Identifier"), text(token, "Instance"))));
        boolean whole = !legs.isEmpty()
                && legs.size() <= Origins.MOST_LEGS
                && legs.get(0)
                        .wire()
                        .root()
                        .first(Ns.TRUST, "RequestSecurityToken")
                        .isPresent();
        return Authenticator.proof(message).isPresent() && whole
                ? key.map(octets -> Authenticator.fits(legs, octets))
                : Optional.empty();
    }

    private void add(Recorded recorded) {
        int index = messages.size();
        requireBounded(recorded.label(), recorded.envelope());
        var wire = new Envelope(recorded.envelope());
        Sender sender = recorded.sender().orElseGet(() -> sender(wire, recorded.label()));
        int number = number(wire, sender);
        origins.registerLeg(index, wire, sender == Sender.SERVICE);
        origins.registerTokens(index, wire);
        var keys = new KeyFinder(origins, secrets, index, wire);
        tryCandidates(wire, keys);
        List<EncryptedPart> encrypted = wire.root().all(Ns.ENCRYPTION, "EncryptedData").stream()
                .map(each -> Opening.open(each, keys))
                .toList();
        Envelope understood = new Envelope(opened(wire.root(), encrypted));
        requireBounded(recorded.label(), understood.root());
        origins.registerTokens(index, understood);
        var inside = new KeyFinder(origins, secrets, index, understood);
        var budget = new CanonicalForm.Budget(wire.root().end() - wire.root().start());
        List<Signature> signatures = understood.signatures().stream()
                .map(each -> Signature.verify(each, understood, inside, budget))
                .toList();
        Optional<TlsFlight> flight = wire.leg().flatMap(origins::flight);
        var message =
                new Message(index, number, recorded.label(), sender, wire, understood, encrypted, signatures, flight);
        messages.add(message);
        learn(message);
    }

    // Each digests or decrypts a part of any size, and tokens may be derived from each other.
    private static void requireBounded(String label, Element root) {
        List<Element> all = root.all();
        requireAtMost(MOST_ELEMENTS, all.size(), label, "elements");
        requireAtMost(MOST_SIGNATURES, root.all(Ns.SIGNATURE, "Signature").size(), label, "signatures");
        long costly = all.stream()
                .filter(each -> COSTLY.contains(each.localName())
                        && !Ns.shortName(each.namespace()).isEmpty())
                .count();
        requireAtMost(MOST_COSTLY, costly, label, "signatures, references, tokens and encrypted parts");
    }

    private static void requireAtMost(int most, long found, String label, String what) {
        if (found > most) {
            throw new MessageSecurityException(
                    SecurityFault.MESSAGE_TOO_LARGE,
                    label + ": The message has " + found + " " + what + " (expected at most " + most
                            + ", and WCF's have far less). It is not explained, because that would take too long.");
        }
    }

    private static Sender sender(Envelope wire, String label) {
        boolean answers = wire.addressing("RelatesTo").isPresent();
        boolean asks = wire.addressing("MessageID").isPresent();
        boolean named = label.contains("response") || label.contains("reply");
        return answers || (!asks && named) ? Sender.SERVICE : Sender.CLIENT;
    }

    private int number(Envelope wire, Sender sender) {
        int last = messages.isEmpty() ? 0 : messages.get(messages.size() - 1).number();
        if (sender == Sender.SERVICE) {
            return requests.getOrDefault(wire.addressingText("RelatesTo"), Math.max(1, last));
        }
        int next = messages.stream().mapToInt(Message::number).max().orElse(0) + 1;
        String id = wire.addressingText("MessageID");
        return id.isEmpty() ? next : requests.computeIfAbsent(id, any -> next);
    }

    /** Tries secrets without a name on contexts without a secret: the right one opens a part. */
    private void tryCandidates(Envelope wire, KeyFinder keys) {
        for (Element data : wire.root().all(Ns.ENCRYPTION, "EncryptedData")) {
            Key key = keys.of(data);
            Optional<Key> context = key.sources().stream()
                    .filter(each -> each.kind() == Key.Kind.CONTEXT && !each.isKnown())
                    .findFirst();
            if (context.isPresent()) {
                String name = context.get().name().substring("context ".length());
                secrets.candidates().stream()
                        .filter(secret -> opens(data, name, secret, wire))
                        .findFirst()
                        .ifPresent(secret -> secrets.addContext(name, secret));
                return;
            }
        }
    }

    private boolean opens(Element data, String context, byte[] secret, Envelope wire) {
        var trial = new Secrets(KeyFile.none());
        trial.addContext(context, secret);
        return Opening.open(data, new KeyFinder(origins, trial, messages.size(), wire))
                .content()
                .isPresent();
    }

    private static Element opened(Element root, List<EncryptedPart> parts) {
        var contents = new IdentityHashMap<Element, List<Node>>();
        parts.forEach(part -> part.content().ifPresent(content -> contents.put(part.element(), content)));
        return root.copy(element -> Optional.ofNullable(contents.get(element)));
    }

    /**
     * Takes from a message what later ones need: shares of a session's key, and the tokens that it issues. What a peer would refuse teaches nothing:
     * otherwise an attacker could choose the key of a session and where it seems to come from.
     */
    private void learn(Message message) {
        boolean refused = Rules.apply(this, message).stream().anyMatch(each -> each.kind() == Finding.Kind.REFUSED);
        if (refused) {
            return;
        }
        if (message.flight().isPresent()) {
            message.wire().leg().flatMap(Element::parent).ifPresent(response -> negotiated(message, response));
        } else if (message.primary().filter(each -> isOverBody(each, message)).isPresent()) {
            message.understood().trust().stream().filter(message::isFromOpened).forEach(trust -> learn(message, trust));
        }
    }

    private static boolean isOverBody(Signature signature, Message message) {
        return signature.verdict() == Signature.Verdict.VALID
                && message.understood().body().filter(signature::covers).isPresent();
    }

    private void learn(Message message, Element trust) {
        List<Key> protectedBy =
                message.primary().map(each -> contexts(each.key())).orElse(List.of());
        if (message.sender() == Sender.CLIENT && trust.is(Ns.TRUST, "RequestSecurityToken")) {
            entropy(trust)
                    .ifPresent(octets -> shares.putIfAbsent(
                            message.wire().addressingText("MessageID"), new Share(octets, protectedBy)));
        } else if (message.sender() == Sender.SERVICE) {
            requested(trust).ifPresent(token -> issue(message, trust, token));
        }
    }

    private static Optional<Element> requested(Element response) {
        return response.child(Ns.TRUST, "RequestedSecurityToken")
                .flatMap(requested -> requested.child(Ns.CONVERSATION, "SecurityContextToken"));
    }

    private static String name(Element token) {
        return KeyFile.contextName(text(token, "Identifier"), text(token, "Instance"));
    }

    private void negotiated(Message message, Element response) {
        requested(response).filter(token -> message.sender() == Sender.SERVICE).ifPresent(token -> {
            String fact = "The service chose it and sent it in reply " + message.number()
                    + ", encrypted with the keys of the TLS handshake.";
            Key handshake = origins.handshake(response.attribute("Context"));
            var place = new Place(message.index(), token);
            origins.issued(name(token), new Origins.Issue(place, List.of(handshake), List.of(fact)));
        });
    }

    private void issue(Message message, Element response, Element token) {
        Optional<Share> asked = Optional.ofNullable(shares.get(message.wire().addressingText("RelatesTo")));
        Optional<byte[]> answered = entropy(response);
        Optional<Integer> bits = keyBits(response);
        if (asked.isEmpty() || answered.isEmpty() || bits.isEmpty()) {
            return;
        }
        int octets = (bits.get() + Byte.SIZE - 1) / Byte.SIZE;
        secrets.addContext(name(token), Crypto.pSha1(asked.get().octets(), answered.get(), octets));
        String fact = "Its key is P_SHA1 of the share in request " + message.number() + " and the share in reply "
                + message.number() + ", both of which were encrypted.";
        var place = new Place(message.index(), token);
        origins.issued(name(token), new Origins.Issue(place, asked.get().protectedBy(), List.of(fact)));
    }

    private static Optional<Integer> keyBits(Element response) {
        try {
            int bits = response.child(Ns.TRUST, "KeySize")
                    .map(size -> Integer.parseUnsignedInt(size.text()))
                    .orElse(DEFAULT_KEY_BITS);
            return bits < LEAST_KEY_BITS || bits > MOST_KEY_BITS ? Optional.empty() : Optional.of(bits);
        } catch (NumberFormatException malformed) {
            return Optional.empty();
        }
    }

    private static String text(Element token, String name) {
        return token.child(Ns.CONVERSATION, name).map(Element::text).orElse("");
    }

    private static Optional<byte[]> entropy(Element trust) {
        return trust.child(Ns.TRUST, "Entropy")
                .flatMap(entropy -> entropy.child(Ns.TRUST, "BinarySecret"))
                .flatMap(secret -> Crypto.base64(secret.text()))
                .filter(octets -> octets.length > 0);
    }

    private static List<Key> contexts(Key key) {
        return key.kind() == Key.Kind.DERIVED ? key.sources() : List.of(key);
    }
}

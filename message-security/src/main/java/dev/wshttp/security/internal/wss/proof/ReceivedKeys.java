// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import static dev.wshttp.security.SecurityFault.CONTEXT_NOT_RECOGNIZED;
import static dev.wshttp.security.SecurityFault.KEY_NOT_RECOGNIZED;
import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.proof.DerivedKeyReader.DerivedKeyToken;
import dev.wshttp.security.internal.wss.proof.EncryptedParts.EncryptedKey;
import dev.wshttp.security.internal.wss.proof.ReceivedHeader.ContextToken;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one received message: the secret that protects it, the secret that endorses a renewal, and the keys derived from both. The
 * constructor reads everything that names them; {@link #unlock} then finds or decrypts the secret. For one message.
 */
final class ReceivedKeys {
    private final Prover prover;
    private final Expectation expectation;
    private final ReceivedHeader header;
    private final @Nullable EncryptedKey encryptedKey;
    private final Optional<MessageKey> knownKey;
    private final List<DerivedKeyToken> tokens = new ArrayList<>();
    private final List<DerivedKeyToken> ofMessage = new ArrayList<>();
    private final List<DerivedKeyToken> ofEndorsement = new ArrayList<>();
    private final IdentityHashMap<DerivedKeyToken, byte[]> derived = new IdentityHashMap<>(4);

    /** @throws MessageSecurityException if the message names no key, or another than the expected one */
    ReceivedKeys(Prover prover, Expectation expectation, ReceivedHeader header) {
        this.prover = prover;
        this.expectation = expectation;
        this.header = header;
        this.encryptedKey = expectation.token() instanceof Expectation.EncryptedKeyFor own
                ? readEncryptedKey(own.recipient())
                : null;
        this.knownKey = knownKey();
        int number = header.derivedKeys().size();
        // All are read before any of them is judged.
        for (int i = 0; i < number; i++) {
            token(i);
        }
        for (int i = 0; i < number; i++) {
            (isOfMessage(token(i).source(), i) ? ofMessage : ofEndorsement).add(token(i));
        }
        requireComplete();
    }

    /** Returns a derived key token, the next one at most. */
    private DerivedKeyToken token(int position) {
        if (position == tokens.size()) {
            tokens.add(DerivedKeyReader.read(header.derivedKeys().get(position)));
        }
        return tokens.get(position);
    }

    private void requireComplete() {
        boolean endorses = !expectation.endorsingContext().isEmpty();
        if (!areNamed(ofMessage)
                || !areNamed(ofEndorsement)
                || ofMessage.isEmpty()
                || ofEndorsement.isEmpty() == endorses) {
            throw Refusal.malformed(
                    ofMessage.size() + " keys derived from the key of the message and " + ofEndorsement.size()
                            + " from one that endorses it, with ids or without",
                    "one at least of the message's key, and one that endorses it " + (endorses ? "as well" : "nowhere")
                            + ", each with an id");
        }
    }

    private static boolean areNamed(List<DerivedKeyToken> tokens) {
        for (DerivedKeyToken token : tokens) {
            if (token.id().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Finds or decrypts the secret that protects the message, and derives every key. */
    MessageKey unlock() {
        MessageKey key = knownKey.orElseGet(this::unwrapped);
        ofMessage.forEach(token -> derived.put(token, key.derive(token.derivation())));
        if (!ofEndorsement.isEmpty()) {
            SecurityContextKey endorsing = endorsingKey();
            ofEndorsement.forEach(token -> derived.put(token, endorsing.derive(token.derivation())));
        }
        return key;
    }

    /** Returns a derived key, once the secrets are unlocked. */
    byte[] derived(DerivedKeyToken token) {
        return requireNonNull(derived.get(token));
    }

    /** Returns the derived key tokens of the secret that protects the message. */
    List<DerivedKeyToken> ofMessage() {
        return ofMessage;
    }

    /** Returns the derived key tokens of the key of the context that the message renews. */
    List<DerivedKeyToken> ofEndorsement() {
        return ofEndorsement;
    }

    /** Returns the context that the message renews; only valid after the verification of its endorsement. */
    Optional<SecurityContextToken> endorsingContext() {
        return endorsingToken()
                .map(token -> carriedKey(expectation.endorsingContext(), token).token());
    }

    /** Keeps the derived keys for later messages; only to be called after the message is proved. */
    void keep(MessageKey messageKey) {
        if (messageKey instanceof MessageKey.OfContext context) {
            ofMessage.forEach(token -> context.context().keep(token.derivation()));
        }
    }

    /** Returns the key that this side has already; empty if the message carries it. */
    private Optional<MessageKey> knownKey() {
        if (expectation.token() instanceof Expectation.KeyOfRequest known) {
            requireNoKey(header.encryptedKey());
            requireContextTokens(0);
            return Optional.of(known.key());
        }
        if (expectation.token() instanceof Expectation.Context contexts) {
            requireNoKey(header.encryptedKey());
            return Optional.of(contextKey(contexts));
        }
        requireContextTokens(0);
        return Optional.empty();
    }

    /** Requires one token for the key of the message, if the message carries it, and one for the key that endorses a renewal. */
    private void requireContextTokens(int ofMessage) {
        int expected = ofMessage + (expectation.endorsingContext().isEmpty() ? 0 : 1);
        int found = header.contextTokens().size();
        if (found > expected) {
            throw Refusal.malformed(found + " security context tokens", "the key of this exchange and no other");
        }
    }

    /** Returns the token of the context that the message renews: the last one. */
    private Optional<ContextToken> endorsingToken() {
        List<ContextToken> tokens = header.contextTokens();
        return expectation.endorsingContext().isEmpty() || tokens.isEmpty()
                ? Optional.empty()
                : Optional.of(tokens.get(tokens.size() - 1));
    }

    private static void requireNoKey(@Nullable ReceivedElement carried) {
        if (carried != null) {
            throw Refusal.malformed(
                    "the message brings '" + carried.localName() + "'", "the key of this exchange and no other");
        }
    }

    private EncryptedKey readEncryptedKey(X509Credential recipient) {
        ReceivedElement element = header.encryptedKey();
        if (element == null) {
            throw Refusal.malformed("the message brings no key", "an EncryptedKey for this service");
        }
        EncryptedKey encrypted = EncryptedParts.readKey(element, prover.suite().keyWrapUri());
        if (!encrypted.recipient().names(recipient.certificate())) {
            throw new MessageSecurityException(
                    KEY_NOT_RECOGNIZED,
                    "The message is encrypted for " + encrypted.recipient() + " (expected this service's certificate '"
                            + recipient.certificate().getSubjectX500Principal() + "', thumbprint "
                            + Thumbprint.of(recipient.certificate()).base64()
                            + "). Give the client this service's present certificate.");
        }
        return encrypted;
    }

    private MessageKey unwrapped() {
        byte[] octets = requireNonNull(encryptedKey).octets();
        var recipient = ((Expectation.EncryptedKeyFor) expectation.token()).recipient();
        return new MessageKey.Encrypted(
                prover.keyTransport().unwrap(octets, recipient.privateKey()), MessageKey.Encrypted.nameOf(octets));
    }

    private MessageKey contextKey(Expectation.Context contexts) {
        if (contexts.carriage() == Carriage.REFERRED_TO) {
            requireContextTokens(0);
            TokenReference first = token(0).source();
            if (first instanceof TokenReference.Outside outside) {
                return new MessageKey.OfContext(named(contexts.keys(), outside.identifier(), outside.instance()));
            }
            throw notRecognized(first.toString());
        }
        if (header.contextTokens().isEmpty()) {
            throw notRecognized("no SecurityContextToken");
        }
        requireContextTokens(1);
        return new MessageKey.OfContext(
                carriedKey(contexts.keys(), header.contextTokens().get(0)));
    }

    private static SecurityContextKey carriedKey(List<SecurityContextKey> keys, ContextToken token) {
        SecurityContextToken carried = token.token();
        for (SecurityContextKey key : keys) {
            if (key.token().isCarriedAs(carried)) {
                return key;
            }
        }
        throw notRecognized("'" + carried.identifier() + "' with the instance '" + carried.instance() + "' and "
                + (carried.cookie().isEmpty() ? "no cookie" : "a cookie"));
    }

    private static SecurityContextKey named(List<SecurityContextKey> keys, String identifier, String instance) {
        for (SecurityContextKey key : keys) {
            if (key.token().isNamed(identifier, instance)) {
                return key;
            }
        }
        throw notRecognized("'" + identifier + "' with the instance '" + instance + "'");
    }

    private static MessageSecurityException notRecognized(String found) {
        return new MessageSecurityException(
                CONTEXT_NOT_RECOGNIZED,
                "The message is protected under " + found
                        + " (expected the security context of this exchange). It was renewed or ended meanwhile, or the message belongs to"
                        + " another one.");
    }

    /** Returns whether a key is derived from the secret of the message, and not from the one that endorses it. */
    private boolean isOfMessage(TokenReference source, int position) {
        if (isNamed(source) || isCarried(source, position, messageToken())) {
            return true;
        }
        if (isCarried(source, position, endorsingToken())) {
            return false;
        }
        throw new MessageSecurityException(
                KEY_NOT_RECOGNIZED,
                "A key of the message is derived from " + source + " (expected "
                        + (expectation.token() instanceof Expectation.Context
                                ? "the security context of this session"
                                : "the encrypted key of this "
                                        + (encryptedKey == null ? "exchange's request" : "message"))
                        + ").");
    }

    private SecurityContextKey endorsingKey() {
        return carriedKey(expectation.endorsingContext(), endorsingToken().orElseThrow());
    }

    /** Returns the token that names the key of the message, where it is carried. */
    private Optional<ContextToken> messageToken() {
        boolean carried =
                expectation.token() instanceof Expectation.Context contexts && contexts.carriage() == Carriage.CARRIED;
        return carried && !header.contextTokens().isEmpty()
                ? Optional.of(header.contextTokens().get(0))
                : Optional.empty();
    }

    /** Returns whether a derived key token at this position refers to a context token before it. */
    private static boolean isCarried(TokenReference source, int position, Optional<ContextToken> token) {
        return token.isPresent()
                && source instanceof TokenReference.Direct direct
                && isTyped(direct.valueType(), Namespaces.CONTEXT_TYPE)
                && direct.id().equals(token.get().token().id())
                && position >= token.get().derivedKeysBefore();
    }

    /** Returns whether a reference names the secret of the message by its hash or identifier, and not by a token before it. */
    private boolean isNamed(TokenReference source) {
        if (encryptedKey != null) {
            boolean direct = source instanceof TokenReference.Direct carried
                    && isTyped(carried.valueType(), Namespaces.ENCRYPTED_KEY_TYPE)
                    && carried.id().equals(encryptedKey.id());
            return direct || isHash(source, MessageKey.Encrypted.nameOf(encryptedKey.octets()));
        }
        if (knownKey.orElseThrow() instanceof MessageKey.Encrypted known) {
            return isHash(source, known.encryptedKeySha1());
        }
        var context = ((MessageKey.OfContext) knownKey.orElseThrow()).context();
        return source instanceof TokenReference.Outside outside
                && isTyped(outside.valueType(), Namespaces.CONTEXT_TYPE)
                && context.token().isNamed(outside.identifier(), outside.instance());
    }

    private static boolean isHash(TokenReference source, String encryptedKeySha1) {
        return source instanceof TokenReference.KeyIdentifier identifier
                && identifier.valueType().equals(Namespaces.ENCRYPTED_KEY_SHA1)
                && identifier.value().equals(encryptedKeySha1);
    }

    /** Interop: WCF accepts references without a value type. */
    private static boolean isTyped(String valueType, String expected) {
        return valueType.isEmpty() || valueType.equals(expected);
    }
}

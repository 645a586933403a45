// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import static dev.wshttp.security.SecurityFault.CONTEXT_NOT_RECOGNIZED;
import static dev.wshttp.security.SecurityFault.KEY_NOT_RECOGNIZED;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.dom.DerivedKeyReader.DerivedKeyToken;
import dev.wshttp.security.internal.wss.dom.ReceivedHeader.ContextToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * The keys of one received message: the secret that it is protected with, the secret that endorses a renewal, and what is derived from
 * either. One object for one message.
 */
final class ReceivedKeys {
    private final Wss4jEngine engine;
    private final Expectation expectation;
    private final ReceivedHeader header;
    private final List<DerivedKeyToken> ofMessage = new ArrayList<>();
    private final List<DerivedKeyToken> ofEndorsement = new ArrayList<>();
    private @Nullable MessageKey messageKey;

    ReceivedKeys(Wss4jEngine engine, Expectation expectation, ReceivedHeader header) {
        this.engine = engine;
        this.expectation = expectation;
        this.header = header;
    }

    /** Finds the secrets and derives every key, which the processors then know. */
    void derive(Wss4jProcessors processors) {
        messageKey = expectedKey();
        List<DerivedKeyToken> tokens =
                header.derivedKeys().stream().map(DerivedKeyReader::read).toList();
        for (int i = 0; i < tokens.size(); i++) {
            DerivedKeyToken token = tokens.get(i);
            MessageKey source = source(token.source(), i);
            (source.equals(messageKey) ? ofMessage : ofEndorsement).add(token);
            processors.know(token.id(), source.derive(token.derivation()));
        }
    }

    /** The secret that protects the message. */
    MessageKey messageKey() {
        return Objects.requireNonNull(messageKey);
    }

    /** What is derived from it. */
    List<DerivedKeyToken> ofMessage() {
        return ofMessage;
    }

    /** What is derived from the key of the context that the message renews. */
    List<DerivedKeyToken> ofEndorsement() {
        return ofEndorsement;
    }

    /** The context that the message renews; to be asked once its endorsement is verified. */
    Optional<SecurityContextToken> endorsingContext() {
        return endorsingToken()
                .map(token -> carriedKey(expectation.endorsingContext(), token.element())
                        .token());
    }

    /** To be called once the message is proven: its derivations are worth keeping. */
    void keep() {
        if (messageKey instanceof MessageKey.OfContext context) {
            ofMessage.forEach(token -> context.context().keep(token.derivation()));
        }
    }

    private MessageKey expectedKey() {
        if (expectation.token() instanceof Expectation.KeyOfRequest known) {
            requireNoKey(header.encryptedKey());
            requireContextTokens(0);
            return known.key();
        }
        if (expectation.token() instanceof Expectation.Context contexts) {
            requireNoKey(header.encryptedKey());
            return contextKey(contexts);
        }
        requireContextTokens(0);
        return encryptedKey(((Expectation.EncryptedKeyFor) expectation.token()).recipient());
    }

    /** One token for the key of the message where it is carried, and one for the key that endorses a renewal. */
    private void requireContextTokens(int ofMessage) {
        int expected = ofMessage + (expectation.endorsingContext().isEmpty() ? 0 : 1);
        int found = header.contextTokens().size();
        if (found > expected) {
            throw Refusal.malformed(found + " security context tokens", "the key of this exchange and no other");
        }
    }

    /** The token of the context that the message renews: the last one. */
    private Optional<ContextToken> endorsingToken() {
        List<ContextToken> tokens = header.contextTokens();
        return expectation.endorsingContext().isEmpty() || tokens.isEmpty()
                ? Optional.empty()
                : Optional.of(tokens.get(tokens.size() - 1));
    }

    private static void requireNoKey(@Nullable Element carried) {
        if (carried != null) {
            throw Refusal.malformed(
                    "the message brings '" + carried.getLocalName() + "'", "the key of this exchange and no other");
        }
    }

    private MessageKey encryptedKey(X509Credential recipient) {
        Element element = header.encryptedKey();
        if (element == null) {
            throw Refusal.malformed("the message brings no key", "an EncryptedKey for this service");
        }
        var encrypted = EncryptedParts.readKey(element, engine.suite().keyWrapUri());
        if (!encrypted.recipient().names(recipient.certificate())) {
            throw new MessageSecurityException(
                    KEY_NOT_RECOGNIZED,
                    "The message is encrypted for " + encrypted.recipient() + " (expected this service's certificate '"
                            + recipient.certificate().getSubjectX500Principal() + "', thumbprint "
                            + Thumbprint.of(recipient.certificate()).base64()
                            + "). Give the client this service's present certificate.");
        }
        SharedSecret secret = engine.keyTransport().unwrap(encrypted.octets(), recipient.privateKey());
        return new MessageKey.Encrypted(secret, MessageWriter.sha1(encrypted.octets()));
    }

    private MessageKey contextKey(Expectation.Context contexts) {
        if (contexts.carriage() == Carriage.REFERRED_TO) {
            requireContextTokens(0);
            var first = DerivedKeyReader.read(header.derivedKeys().get(0)).source();
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
                carriedKey(contexts.keys(), header.contextTokens().get(0).element()));
    }

    private static SecurityContextKey carriedKey(List<SecurityContextKey> keys, Element token) {
        return named(keys, text(token, "Identifier"), text(token, "Instance"));
    }

    private static String text(Element token, String name) {
        Element child = Elements.child(token, Namespaces.CONVERSATION, name);
        return child == null ? "" : Elements.text(child);
    }

    private static SecurityContextKey named(List<SecurityContextKey> keys, String identifier, String instance) {
        return keys.stream()
                .filter(key -> key.token().isNamed(identifier, instance))
                .findFirst()
                .orElseThrow(() -> notRecognized("'" + identifier + "' with the instance '" + instance + "'"));
    }

    private static MessageSecurityException notRecognized(String found) {
        return new MessageSecurityException(
                CONTEXT_NOT_RECOGNIZED,
                "The message is protected under " + found
                        + " (expected the security context of this exchange). It was renewed or ended meanwhile, or the message belongs to"
                        + " another one.");
    }

    private MessageKey source(TokenReference source, int position) {
        MessageKey key = messageKey();
        if (key instanceof MessageKey.Encrypted encrypted && isNamed(encrypted, source)) {
            return key;
        }
        if (key instanceof MessageKey.OfContext context
                && (isCarried(source, position, messageToken()) || isNamed(context.context(), source))) {
            return key;
        }
        if (isCarried(source, position, endorsingToken())) {
            return new MessageKey.OfContext(carriedKey(
                    expectation.endorsingContext(),
                    endorsingToken().orElseThrow().element()));
        }
        throw new MessageSecurityException(
                KEY_NOT_RECOGNIZED,
                "A key of the message is derived from " + source + " (expected "
                        + (key instanceof MessageKey.OfContext
                                ? "the security context of this session"
                                : "the encrypted key of this "
                                        + (header.encryptedKey() == null ? "exchange's request" : "message"))
                        + ").");
    }

    /** The token that names the key of the message, where it is carried. */
    private Optional<ContextToken> messageToken() {
        boolean carried =
                expectation.token() instanceof Expectation.Context contexts && contexts.carriage() == Carriage.CARRIED;
        return carried ? header.contextTokens().stream().findFirst() : Optional.empty();
    }

    /** Whether a derived key token at this position refers to a context token before it. */
    private static boolean isCarried(TokenReference source, int position, Optional<ContextToken> token) {
        return token.isPresent()
                && source instanceof TokenReference.Direct direct
                && isTyped(direct.valueType(), Namespaces.CONTEXT_TYPE)
                && direct.id().equals(Elements.id(token.get().element()))
                && position >= token.get().derivedKeysBefore();
    }

    private boolean isNamed(MessageKey.Encrypted key, TokenReference source) {
        Element carried = header.encryptedKey();
        if (source instanceof TokenReference.Direct direct && carried != null) {
            return isTyped(direct.valueType(), Namespaces.ENCRYPTED_KEY_TYPE)
                    && direct.id().equals(Elements.id(carried));
        }
        return source instanceof TokenReference.KeyIdentifier identifier
                && identifier.valueType().equals(Namespaces.ENCRYPTED_KEY_SHA1)
                && identifier.value().equals(key.encryptedKeySha1());
    }

    private static boolean isNamed(SecurityContextKey key, TokenReference source) {
        return source instanceof TokenReference.Outside outside
                && isTyped(outside.valueType(), Namespaces.CONTEXT_TYPE)
                && key.token().isNamed(outside.identifier(), outside.instance());
    }

    /** Interop: WCF accepts references without a value type. */
    private static boolean isTyped(String valueType, String expected) {
        return valueType.isEmpty() || valueType.equals(expected);
    }
}

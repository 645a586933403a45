// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.protection.MessageParts;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The protection that a message gets before it is sent. Addressing headers are always signed.
 *
 * @param token where the key comes from
 * @param endorsing whose certificate endorses the primary signature
 * @param endorsingContext whose key endorses it too, because the message renews that context
 * @param confirmations signature values of the request to confirm, in its order
 * @param confirmed whether the signatures of the request were encrypted, and so are the confirmations
 * @param parts the levels of the body and of declared headers
 */
public record Protection(
        Token token,
        Optional<X509Credential> endorsing,
        Optional<SecurityContextKey> endorsingContext,
        List<String> confirmations,
        Confidentiality confirmed,
        MessageParts parts) {
    public Protection {
        confirmations = List.copyOf(confirmations);
    }

    /** Returns the protection of a request with a key of its own, endorsed by the sender. */
    public static Protection request(X509Certificate recipient, X509Credential sender) {
        return new Protection(
                new NewEncryptedKey(recipient),
                Optional.of(sender),
                Optional.empty(),
                List.of(),
                Confidentiality.ENCRYPTED,
                MessageParts.DEFAULT);
    }

    /**
     * Returns the protection of the reply to such a request.
     *
     * @param confirmed whether the signatures of the request were encrypted
     */
    public static Protection reply(MessageKey.Encrypted key, List<String> confirmations, Confidentiality confirmed) {
        return new Protection(
                new KeyOfRequest(key),
                Optional.empty(),
                Optional.empty(),
                confirmations,
                confirmed,
                MessageParts.DEFAULT);
    }

    /** Returns the protection of a message under a security context. */
    public static Protection context(Context context) {
        return new Protection(
                context,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Confidentiality.ENCRYPTED,
                MessageParts.DEFAULT);
    }

    /** Returns the same protection, with an endorsement by the key of a context too. */
    public Protection endorsedBy(SecurityContextKey context) {
        return new Protection(token, endorsing, Optional.of(context), confirmations, confirmed, parts);
    }

    /** Returns the same protection of a message with parts of these levels. */
    public Protection withParts(MessageParts otherParts) {
        return otherParts.equals(parts)
                ? this
                : new Protection(token, endorsing, endorsingContext, confirmations, confirmed, otherParts);
    }

    /** Returns the same protection without encryption. */
    public Protection signedOnly() {
        return withParts(MessageParts.SIGNED);
    }

    /** Returns whether another signature endorses the primary one. */
    public boolean isEndorsed() {
        return endorsing.isPresent() || endorsingContext.isPresent();
    }

    /** Returns whether something in the message is encrypted, and therefore its signatures are. */
    public boolean isEncrypted() {
        return parts.isEncrypted() || confirmsEncrypted();
    }

    /** Returns whether there are confirmations and they are encrypted. Interop: they are exactly when the request's signatures were. */
    public boolean confirmsEncrypted() {
        return !confirmations.isEmpty() && confirmed == Confidentiality.ENCRYPTED;
    }

    /** Returns the derived keys that the sender uses again and again; empty if the message has new ones. */
    public Optional<DerivedKeyPair> derivedKeys() {
        return token instanceof Context context ? context.pair() : Optional.empty();
    }

    /** Says whether signatures are encrypted. */
    public enum Confidentiality {
        ENCRYPTED,
        /** In clear, as in WCF's message that ends a session. */
        IN_CLEAR
    }

    /** The source of the key that protects a message. */
    public sealed interface Token {}

    /** A new secret for this message, encrypted for a certificate and carried along. */
    public record NewEncryptedKey(X509Certificate recipient) implements Token {}

    /** The secret that the request carried. */
    public record KeyOfRequest(MessageKey.Encrypted key) implements Token {}

    /**
     * The secret of a security context.
     *
     * @param pair the derived keys that the sender uses again and again; empty for new ones in each message
     * @param carriage whether the message carries the token, as requests do, or refers to it
     */
    public record Context(SecurityContextKey key, Optional<DerivedKeyPair> pair, Carriage carriage) implements Token {}

    /** Says whether a message carries the token of its context or only refers to it. */
    public enum Carriage {
        CARRIED,
        REFERRED_TO
    }
}

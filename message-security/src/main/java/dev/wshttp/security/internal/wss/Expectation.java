// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.Protection.Confidentiality;
import dev.wshttp.security.protection.MessageParts;
import java.util.List;

/**
 * The proofs that one received message has to give, in addition to those that every message has to give.
 *
 * @param token which key has to protect it
 * @param endorsement whether a certificate has to endorse the primary signature
 * @param endorsingContext keys, one of which has to endorse it, too; empty if none has to
 * @param confirmations the signature values that it has to confirm, all of them and no others
 * @param confirmed whether the signatures that it confirms were encrypted, and so have the confirmations to be
 * @param parts the least levels of its body and of declared headers
 */
public record Expectation(
        Token token,
        Endorsement endorsement,
        List<SecurityContextKey> endorsingContext,
        List<String> confirmations,
        Confidentiality confirmed,
        MessageParts parts) {
    public Expectation {
        endorsingContext = List.copyOf(endorsingContext);
        confirmations = List.copyOf(confirmations);
    }

    /** Returns the expectation of a request with a key of its own, endorsed by its sender. */
    public static Expectation request(X509Credential recipient) {
        return new Expectation(
                new EncryptedKeyFor(recipient),
                Endorsement.REQUIRED,
                List.of(),
                List.of(),
                Confidentiality.ENCRYPTED,
                MessageParts.DEFAULT);
    }

    /**
     * Returns the expectation of the reply to such a request.
     *
     * @param confirmed whether the signatures of the request were encrypted
     */
    public static Expectation reply(MessageKey.Encrypted key, List<String> confirmations, Confidentiality confirmed) {
        return new Expectation(
                new KeyOfRequest(key),
                Endorsement.FORBIDDEN,
                List.of(),
                confirmations,
                confirmed,
                MessageParts.DEFAULT);
    }

    /** Returns the expectation of a message under a security context. */
    public static Expectation context(Context context) {
        return new Expectation(
                context, Endorsement.FORBIDDEN, List.of(), List.of(), Confidentiality.ENCRYPTED, MessageParts.DEFAULT);
    }

    /** Returns the same expectation of a message that one of these keys endorses too. */
    public Expectation endorsedByOneOf(List<SecurityContextKey> keys) {
        return new Expectation(token, endorsement, keys, confirmations, confirmed, parts);
    }

    /** Returns the same expectation of a message with parts of these levels. */
    public Expectation withParts(MessageParts otherParts) {
        return otherParts.equals(parts)
                ? this
                : new Expectation(token, endorsement, endorsingContext, confirmations, confirmed, otherParts);
    }

    /** Returns the same expectation of a message that is encrypted or in clear. */
    public Expectation signedOnly() {
        return withParts(MessageParts.SIGNED);
    }

    /** The key that has to protect a message. */
    public sealed interface Token {}

    /** A secret encrypted for this certificate. */
    public record EncryptedKeyFor(X509Credential recipient) implements Token {}

    /** The secret that this side sent with its request. */
    public record KeyOfRequest(MessageKey.Encrypted key) implements Token {}

    /**
     * The secret of a security context.
     *
     * @param keys those that are accepted, during a renewal more than one
     * @param carriage whether the message has to carry the token or must not
     */
    public record Context(List<SecurityContextKey> keys, Carriage carriage) implements Token {
        public Context {
            keys = List.copyOf(keys);
        }
    }

    /** Says whether the sender's certificate has to endorse the primary signature (WS-SecurityPolicy 1.1, section 8.3). */
    public enum Endorsement {
        REQUIRED,
        FORBIDDEN
    }
}

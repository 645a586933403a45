// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.MessageIds;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.octets.HeaderOctets.TokenName;

/**
 * The secret of a message that is being written, and how its derived key tokens name it.
 *
 * @param key the secret
 * @param name what a derived key token says
 */
record MessageToken(MessageKey key, TokenName name) {
    /** Writes the token of a message, if the message carries one. */
    static MessageToken write(OctetWriter to, OctetsEngine engine, Protection.Token token, MessageIds ids) {
        if (token instanceof Protection.KeyOfRequest known) {
            return new MessageToken(
                    known.key(), new TokenName.OfRequest(known.key().encryptedKeySha1()));
        }
        if (token instanceof Protection.Context context) {
            return context.carriage() == Carriage.CARRIED
                    ? ofContext(to, context.key())
                    : new MessageToken(
                            new MessageKey.OfContext(context.key()),
                            new TokenName.OfContextOutside(context.key().token()));
        }
        return newKey(to, engine, (Protection.NewEncryptedKey) token, ids.nextToken());
    }

    /** Writes the token of a context. */
    static MessageToken ofContext(OctetWriter to, SecurityContextKey context) {
        HeaderOctets.contextToken(to, context.token());
        return new MessageToken(new MessageKey.OfContext(context), new TokenName.OfContext(context.token()));
    }

    private static MessageToken newKey(
            OctetWriter to, OctetsEngine engine, Protection.NewEncryptedKey token, String id) {
        SharedSecret secret =
                SharedSecret.random(engine.random(), engine.suite().secretBytes());
        byte[] wrapped = engine.keyTransport().wrap(secret, token.recipient());
        HeaderOctets.encryptedKey(
                to, id, engine.suite(), Thumbprint.of(token.recipient()).base64(), wrapped);
        return new MessageToken(
                new MessageKey.Encrypted(secret, MessageKey.Encrypted.nameOf(wrapped)),
                new TokenName.OfEncryptedKey(id));
    }
}

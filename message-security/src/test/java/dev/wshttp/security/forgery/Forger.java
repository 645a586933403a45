// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import dev.wshttp.security.internal.token.SharedSecret;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * The keys and certificates of the side that makes a message.
 *
 * @param own the certificate and the key that endorse a request; empty where nothing is endorsed
 * @param recipient the certificate for which the secret of a request is encrypted; empty where the secret is agreed
 * @param secret the secret under which the genuine message was made
 */
public record Forger(Optional<Endorser> own, Optional<X509Certificate> recipient, SharedSecret secret) {
    /** The certificate that a message names, and the key that signs for it; an attacker may have the one without the other. */
    public record Endorser(X509Certificate certificate, PrivateKey key) {}

    /** Returns a side that signs with a shared secret only. */
    public static Forger of(SharedSecret secret) {
        return new Forger(Optional.empty(), Optional.empty(), secret);
    }

    /** Signs and endorses anew, and encrypts again: only what was changed before is wrong with the message. */
    public byte[] remade(Forgery message) {
        message.sign();
        if (message.all("Signature").size() > 1) {
            message.endorse(own.orElseThrow(() -> new IllegalStateException("This side has no key to endorse with"))
                    .key());
        }
        return message.seal();
    }
}

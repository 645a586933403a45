// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.exchange.Renewable;
import dev.wshttp.security.internal.token.SecurityContextKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An open session as its client knows it. Immutable: each renewal makes another one.
 *
 * @param service the certificate by which the service proved itself when it made the current key
 * @param client the certificate by which the client opened the session; the service lets no other one renew it
 * @param current the key of new requests
 * @param previous older keys; replies under them may still be on their way
 * @param renewAt when the current key has to be renewed
 */
record ClientSession(
        Peer.Name peer,
        X509Certificate service,
        X509Certificate client,
        SessionKey current,
        List<OldKey> previous,
        Instant renewAt)
        implements Renewable.Lifespan {
    /** A key that was renewed, and the end of the time in which replies may use it. */
    record OldKey(SecurityContextKey key, Instant until) {}

    @Override
    public Instant expires() {
        return current.expires();
    }

    /** Returns the keys that a reply may use now. */
    List<SecurityContextKey> accepted(Instant now) {
        var accepted = new ArrayList<>(List.of(current.key()));
        for (OldKey old : previous) {
            if (old.until.isAfter(now)) {
                accepted.add(old.key);
            }
        }
        return accepted;
    }

    /** Returns the session with another key. Old keys whose time is over are wiped. */
    ClientSession renewed(
            SessionKey key, X509Certificate provedBy, Instant nextRenewal, Instant now, Duration rollover) {
        var retired = new ArrayList<>(List.of(new OldKey(current.key(), now.plus(rollover))));
        for (OldKey old : previous) {
            if (old.until.isAfter(now)) {
                retired.add(old);
            } else {
                old.key.destroy();
            }
        }
        return new ClientSession(peer, provedBy, client, key, List.copyOf(retired), nextRenewal);
    }

    /** Returns the same session, whose current key has to be renewed before its next use. */
    ClientSession expired() {
        return new ClientSession(peer, service, client, current, previous, Instant.MIN);
    }

    /** Returns whether a key is one of this session, the very object: the identifier that keys have in common was chosen by the service. */
    @SuppressWarnings("ReferenceEquality")
    boolean has(SecurityContextKey key) {
        return key == current.key() || previous.stream().anyMatch(old -> old.key == key);
    }

    /** Returns whether a new key has the identifier that all keys of the session have in common. */
    boolean isRenewedBy(SecurityContextKey key) {
        return current.key().token().identifier().equals(key.token().identifier());
    }

    /** Wipes all keys. */
    void destroy() {
        current.key().destroy();
        previous.forEach(old -> old.key.destroy());
    }
}

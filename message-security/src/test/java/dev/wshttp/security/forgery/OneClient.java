// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import dev.wshttp.security.internal.exchange.ServiceProtocol;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys that one client negotiated, each of which it may use as often as it likes, whether or not it showed a certificate. */
final class OneClient implements ServiceProtocol {
    private final List<SecurityContextKey> keys = new ArrayList<>();

    void negotiated(SecurityContextKey key) {
        keys.add(key);
    }

    @Override
    public Expectation expectation(ReceivedMessage request) {
        return Expectation.context(new Expectation.Context(keys, Carriage.CARRIED));
    }

    @Override
    public X509Certificate sender(VerifiedMessage request) {
        throw new UnsupportedOperationException("The client may have shown none");
    }

    @Override
    public Protection protection(VerifiedMessage request) {
        return Protection.context(
                new Protection.Context(MessageKey.contextOf(request), Optional.empty(), Carriage.REFERRED_TO));
    }
}

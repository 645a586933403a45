// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.internal.exchange.ServiceProtocol;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.security.cert.X509Certificate;
import java.time.Clock;

/**
 * The service's half of direct mode. The client proves itself by a signature, with its certificate's key, over the whole message. Safe for
 * use by several threads.
 */
public final class DirectService implements ServiceProtocol {
    private final ServiceCredentials credentials;
    private final Clock clock;

    public DirectService(ServiceCredentials credentials, Clock clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    /** Returns the expectation of a request whose key is encrypted for the present certificate of this service. */
    @Override
    public Expectation expectation(ReceivedMessage request) {
        return Expectation.request(credentials.serviceCertificate(clock.instant()));
    }

    @Override
    public X509Certificate sender(VerifiedMessage request) {
        return request.sender().orElseThrow();
    }

    /** Returns protection under the request's key, which confirms the request's signatures. */
    @Override
    public Protection protection(VerifiedMessage request) {
        return Protection.reply((MessageKey.Encrypted) request.key(), request.signatureValues(), request.signatures());
    }
}

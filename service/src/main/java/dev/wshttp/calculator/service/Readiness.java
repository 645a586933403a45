// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.credential.X509CertificateValidator.Role;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Knows whether clients should be sent to this service: it does not stop, and it has a certificate with which it can prove itself now. Safe for use by
 * several threads.
 */
final class Readiness {
    private final MessageSecurityFeature security;
    private final AtomicBoolean stopping = new AtomicBoolean();

    Readiness(MessageSecurityFeature security) {
        this.security = security;
    }

    /** The service stops. */
    void stop() {
        stopping.set(true);
    }

    boolean isStopping() {
        return stopping.get();
    }

    /** Returns why no client should be sent here, in words that tell an unauthenticated peer nothing new; empty if the service is ready. */
    Optional<String> reasonAgainst() {
        if (isStopping()) {
            return Optional.of("STOPPING");
        }
        return hasUsableCertificate() ? Optional.empty() : Optional.of("NO VALID CERTIFICATE");
    }

    private boolean hasUsableCertificate() {
        if (!(security.side() instanceof MessageSecurityFeature.Service service)) {
            return false;
        }
        try {
            Instant now = security.clock().instant();
            X509CertificateValidator.requireUsable(service.own(now).certificate(), Role.SERVICE, now);
            return true;
        } catch (MessageSecurityException unusable) {
            return false;
        }
    }
}

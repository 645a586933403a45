// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.events.EndpointStatus;
import dev.wshttp.security.internal.conversation.SessionService;
import dev.wshttp.security.internal.negotiation.NegotiationService;
import dev.wshttp.security.internal.wss.ReplayGuard;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The state of one endpoint, asked of its parts. */
record ServiceStatus(
        MessageSecurityFeature feature,
        MessageSecurityFeature.Service service,
        Optional<SessionService> sessions,
        Optional<NegotiationService> negotiation,
        ReplayGuard replayGuard)
        implements EndpointStatus {
    @Override
    public Instant now() {
        return feature.clock().instant();
    }

    @Override
    public long activeSessions() {
        return sessions.map(SessionService::active).orElse(0L);
    }

    @Override
    public long pendingSessions() {
        return sessions.map(SessionService::pending).orElse(0L);
    }

    @Override
    public int pendingNegotiations() {
        return negotiation.map(NegotiationService::pending).orElse(0);
    }

    @Override
    public int rememberedMessages() {
        return replayGuard.size();
    }

    @Override
    public int mostRememberedMessages() {
        return replayGuard.capacity();
    }

    @Override
    public List<X509Certificate> ownCertificates() {
        return service.own(now()).chain();
    }

    @Override
    public List<X509Certificate> authorities() {
        return service.credentials().clientTrust().current(now()).authorities();
    }

    @Override
    public List<X509CRL> revocationLists() {
        return service.credentials().clientTrust().revocationLists(now());
    }
}

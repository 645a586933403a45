// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.captures;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.direct.DirectClient;
import dev.wshttp.security.internal.direct.DirectService;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ReplayGuard;
import dev.wshttp.security.internal.wss.SecurityEngine;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * The two sides of direct mode without a transport between them, at a time of the test's choice.
 *
 * @param engine protects and verifies for both
 */
public record Sides(SecurityEngine engine, ClientSide client, ServiceSide service) {
    /** The service that the client of the recordings expects. */
    public static final EndpointIdentity CONTOSO = EndpointIdentity.dns("Contoso.com");

    /** The sides of a recording at the time of a message. */
    public static Sides of(Recorded recorded, Clock clock) {
        return of(recorded.binding(), Recorded.clientCredentials(), Recorded.serviceCredentials(), clock);
    }

    /** Sides with credentials of their own. */
    public static Sides of(WsHttpBinding binding, ClientCredentials client, ServiceCredentials service, Clock clock) {
        var freshness = new Freshness(clock, binding.maxClockSkew());
        var engine = EngineUnderTest.of(binding, freshness);
        var services =
                new X509CertificateValidator(client.serviceTrust(), X509CertificateValidator.Role.SERVICE, clock);
        var clients = new X509CertificateValidator(service.clientTrust(), X509CertificateValidator.Role.CLIENT, clock);
        return new Sides(
                engine,
                new ClientSide(
                        engine,
                        new DirectClient(client, services, clock),
                        MessageVerifier.ofClient(guard(binding, freshness))),
                new ServiceSide(
                        engine,
                        new DirectService(service, clock),
                        MessageVerifier.ofService(clients, guard(binding, freshness))));
    }

    private static ReplayGuard guard(WsHttpBinding binding, Freshness freshness) {
        return new ReplayGuard(
                freshness.clock(), new SecureRandom(), freshness.replayWindow(), binding.replayCacheSize());
    }
}

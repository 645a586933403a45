// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.attack;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.wire.WirePeer;
import dev.wshttp.it.wire.WireReply;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.credential.X509CertificateValidator.Role;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.negotiation.NegotiationService;
import dev.wshttp.security.internal.soap.UnsecuredEnvelope;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.wss.dom.Wss4jEngine;
import dev.wshttp.testing.http.HttpRelay.Answer;
import dev.wshttp.testing.http.HttpRelay.Reply;
import dev.wshttp.testing.http.HttpRelay.Request;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * Negotiates in a service's place with a certificate of its own, be it one that our service would not start with. Like
 * {@link InsiderPeer} it uses the engine behind the public switch.
 */
public final class ImpostorService implements Answer {
    private final SecurityEngine engine;
    private final NegotiationService negotiation;

    public ImpostorService(TestCredential own, CertificateTrust clients) {
        var binding = Mode.NEGOTIATED.binding().build();
        var clock = Clock.systemUTC();
        var random = new SecureRandom();
        engine = new Wss4jEngine(binding, new Freshness(clock, binding.maxClockSkew()), random);
        negotiation = new NegotiationService(
                new SecurityEnvironment(engine, binding, clock, random),
                ServiceCredentials.of(X509Credential.of(own.key(), own.chain()), clients),
                new X509CertificateValidator(clients, Role.CLIENT, clock));
    }

    @Override
    public Reply to(Request request) {
        var leg = engine.read(request.body(), StandardCharsets.UTF_8);
        return new Reply(WireReply.OK, WirePeer.SOAP_12, UnsecuredEnvelope.write(negotiation.answer(leg)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.conversation.SessionClient;
import dev.wshttp.security.internal.conversation.SessionService;
import dev.wshttp.security.internal.direct.DirectClient;
import dev.wshttp.security.internal.direct.DirectService;
import dev.wshttp.security.internal.engine.Engines;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.exchange.SecuredRequest;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.ReplayGuard;
import dev.wshttp.security.internal.wss.SecurityEngine;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The sessions of one service, which are opened and used by messages, without HTTP and JAX-WS. They have one client, but the service keeps its
 * certificate with each of them.
 */
final class SessionsInMemory implements Peer {
    private static final String ADDRESS = "http://localhost:8080/Calculator";

    private final WsHttpBinding binding;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final SecurityEngine engine;
    private final SecurityEnvironment environment;
    private final DirectClient client;
    private final X509CertificateValidator services;
    private final MessageVerifier answers;
    private final SessionService service;

    SessionsInMemory(CredentialFolder folder, int sessions) {
        binding = WsHttpBinding.builder()
                .negotiateServiceCredential(false)
                .sessionSettings(SessionSettings.builder()
                        .inactivityTimeout(Duration.ofHours(1))
                        .maxSessions(sessions)
                        .build())
                .build();
        engine = Engines.of(MessageEngine.ofSystem(), binding, new Freshness(clock, binding.maxClockSkew()), random);
        environment = new SecurityEnvironment(engine, binding, clock, random);
        var ofClient = BenchmarkCredentials.ofClient(folder)
                .withServiceCertificate(folder.path().resolve("service.pem"));
        services = new X509CertificateValidator(ofClient.serviceTrust(), X509CertificateValidator.Role.SERVICE, clock);
        client = new DirectClient(ofClient, services, clock);
        answers = MessageVerifier.ofClient(guard());
        var ofService = BenchmarkCredentials.ofService(folder);
        var clients =
                new X509CertificateValidator(ofService.clientTrust(), X509CertificateValidator.Role.CLIENT, clock);
        service = new SessionService(
                environment, new DirectService(ofService, clock), MessageVerifier.ofService(clients, guard()), clients);
    }

    private ReplayGuard guard() {
        var window = new Freshness(clock, binding.maxClockSkew()).replayWindow();
        return new ReplayGuard(clock, random, window, binding.replayCacheSize());
    }

    /** Opens a session and makes one call in it. The client then forgets it, the service does not. */
    void open() {
        var session = new SessionClient(environment, client, answers, services);
        var call = engine.protect(
                new OutgoingMessage(
                        Addressing.request(CalculatorNames.ADD_ACTION, ADDRESS),
                        List.of(),
                        SessionsInMemory::writeBody),
                session.protection(this));
        SecuredRequest request = verified(call.octets());
        request.protector()
                .protect(new OutgoingMessage(
                        Addressing.reply(
                                CalculatorNames.ADD_RESPONSE_ACTION,
                                request.message().addressing().messageId()),
                        List.of(),
                        SessionsInMemory::writeBody));
    }

    private static void writeBody(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeEmptyElement("", "Anything", CalculatorNames.NAMESPACE);
        writer.writeDefaultNamespace(CalculatorNames.NAMESPACE);
    }

    private SecuredRequest verified(byte[] envelope) {
        return service.verify(service.classify(engine.read(envelope, UTF_8)));
    }

    @Override
    public String address() {
        return ADDRESS;
    }

    @Override
    public EndpointIdentity identity() {
        return BenchmarkCredentials.SERVICE_IDENTITY;
    }

    @Override
    public ReceivedMessage exchange(byte[] envelope) {
        SecuredRequest request = verified(envelope);
        var answer = request.answer().orElseThrow().get().message();
        return engine.read(request.protector().protect(answer).octets(), UTF_8);
    }
}

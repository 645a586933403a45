// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.captures;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.conversation.SecuredRequest;
import dev.wshttp.security.internal.conversation.SecuritySession;
import dev.wshttp.security.internal.conversation.SessionService;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.XmlContent;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.ReplayGuard;
import dev.wshttp.security.internal.wss.SecurityEngine;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client and a service in session mode without a transport between them; every message that goes over is kept. */
public final class Conversation implements SecuritySession.Peer {
    public static final String CONTRACT = "http://Microsoft.ServiceModel.Samples";
    public static final String ADD = CONTRACT + "/ICalculator/Add";

    private static final String ADDRESS = "http://localhost:18080/ServiceModelSamples/service";

    private final Clock clock;
    private final WsHttpBinding binding;
    private final Sides sides;
    private final SecuritySession session;
    private final SessionService service;
    private final List<ProtectedMessage> sent = new ArrayList<>();

    private Conversation(
            Clock clock,
            WsHttpBinding binding,
            Sides sides,
            ServiceCredentials own,
            Optional<SessionService> existing) {
        this.clock = clock;
        this.binding = binding;
        this.sides = sides;
        this.session = new SecuritySession(
                sides.engine(), sides.client(), verifier(Optional.empty()), binding, clock, new SecureRandom());
        this.service = existing.orElseGet(() -> new SessionService(
                sides.engine(),
                sides.service(),
                verifier(Optional.of(
                        new X509CertificateValidator(own.clientTrust(), X509CertificateValidator.Role.CLIENT, clock))),
                own,
                binding,
                clock,
                new SecureRandom()));
    }

    /** A client and a service that have not met yet. */
    public static Conversation between(
            WsHttpBinding binding, ClientCredentials client, ServiceCredentials service, Clock clock) {
        return new Conversation(clock, binding, Sides.of(binding, client, service, clock), service, Optional.empty());
    }

    /** Another client of the same service. */
    public Conversation with(ClientCredentials other, ServiceCredentials own) {
        return new Conversation(clock, binding, Sides.of(binding, other, own, clock), own, Optional.of(service));
    }

    /** The client's half. */
    public SecuritySession session() {
        return session;
    }

    /** The service's half. */
    public SessionService service() {
        return service;
    }

    /** Protects and reads for both. */
    public SecurityEngine engine() {
        return sides.engine();
    }

    /** The sides of direct mode, which open a session. */
    public Sides sides() {
        return sides;
    }

    /** All messages in both directions, requests and replies by turns. */
    public List<ProtectedMessage> sent() {
        return sent;
    }

    /** The request that was sent last. */
    public ProtectedMessage lastRequest() {
        return sent.get(sent.size() - 2);
    }

    /** The reply that was sent last. */
    public ProtectedMessage lastReply() {
        return sent.get(sent.size() - 1);
    }

    /** One call of the sample. */
    public void call() {
        ProtectedMessage request = session.protect(request(), this);
        ProtectedMessage reply = reply(request);
        session.verify(read(reply), request);
    }

    /** What the service says to a call. */
    public ProtectedMessage reply(ProtectedMessage request) {
        SecuredRequest received = service.verify(read(request));
        sent.add(request);
        sent.add(received.protector()
                .protect(new OutgoingMessage(
                        Addressing.reply(
                                ADD + "Response",
                                received.message().addressing().messageId()),
                        List.of(),
                        content("AddResponse", "AddResult", "115.99"))));
        return lastReply();
    }

    /** A request in clear. */
    public OutgoingMessage request() {
        return new OutgoingMessage(
                Addressing.request(ADD, ADDRESS), List.of(), content("Add", "n1", "100", "n2", "15.99"));
    }

    /** A message as the other side gets it. */
    public ReceivedMessage read(ProtectedMessage message) {
        return read(message.octets());
    }

    /** A message as the other side gets it. */
    public ReceivedMessage read(byte[] octets) {
        return sides.engine().read(octets, UTF_8);
    }

    @Override
    public String address() {
        return ADDRESS;
    }

    @Override
    public EndpointIdentity identity() {
        return Sides.CONTOSO;
    }

    @Override
    public ReceivedMessage exchange(ProtectedMessage request) {
        SecuredRequest received = service.verify(read(request));
        sent.add(request);
        sent.add(received.protector().protect(received.answer().orElseThrow().get()));
        return read(lastReply());
    }

    private static XmlContent content(String operation, String... parametersAndValues) {
        return writer -> {
            writer.writeStartElement("", operation, CONTRACT);
            writer.writeDefaultNamespace(CONTRACT);
            for (int i = 0; i < parametersAndValues.length; i += 2) {
                writer.writeStartElement("", parametersAndValues[i], CONTRACT);
                writer.writeCharacters(parametersAndValues[i + 1]);
                writer.writeEndElement();
            }
            writer.writeEndElement();
        };
    }

    private MessageVerifier verifier(Optional<X509CertificateValidator> senders) {
        var window = new Freshness(clock, binding.maxClockSkew()).replayWindow();
        return new MessageVerifier(sides.engine(), senders, new ReplayGuard(clock, window, 1_000));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.captures;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.conversation.SessionClient;
import dev.wshttp.security.internal.conversation.SessionService;
import dev.wshttp.security.internal.direct.DirectClient;
import dev.wshttp.security.internal.direct.DirectService;
import dev.wshttp.security.internal.exchange.BootstrapProtocol;
import dev.wshttp.security.internal.exchange.ClientProtocol;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.exchange.SecuredRequest;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.exchange.ServiceProtocol;
import dev.wshttp.security.internal.instances.EndpointInstances;
import dev.wshttp.security.internal.negotiation.NegotiationClient;
import dev.wshttp.security.internal.negotiation.NegotiationService;
import dev.wshttp.security.internal.negotiation.SharedNegotiationClient;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.UnsecuredEnvelope;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.Protection.Confidentiality;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.ReplayGuard;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.xml.XmlContent;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/** A client and a service without a transport between them, in any mode; every message that goes over is kept. */
public final class Conversation implements Peer {
    public static final String CONTRACT = "http://Microsoft.ServiceModel.Samples";
    public static final String ADD = CONTRACT + "/ICalculator/Add";

    private static final String ADDRESS = "http://localhost:18080/ServiceModelSamples/service";

    private final SecurityEnvironment environment;
    private final KeepingEngine engine;
    private final ClientSide client;
    private final ClientSide bootstrap;
    private final List<Server> servers;
    private final List<ProtectedMessage> sent = new ArrayList<>();
    private UnaryOperator<byte[]> arriving = UnaryOperator.identity();
    private UnaryOperator<XmlContent> issuing = UnaryOperator.identity();
    private IntSupplier balancer = () -> 0;

    private Conversation(
            SecurityEnvironment environment,
            KeepingEngine engine,
            ClientCredentials credentials,
            List<Server> servers) {
        this.environment = environment;
        this.engine = engine;
        var binding = environment.binding();
        var clock = environment.clock();
        var verifier = verifierOf(environment);
        var services =
                new X509CertificateValidator(credentials.serviceTrust(), X509CertificateValidator.Role.SERVICE, clock);
        BootstrapProtocol protocol = outsideSessions(credentials, services);
        this.bootstrap = new ClientSide(engine, withoutSessions(protocol, services), verifier);
        this.client = binding.establishSecurityContext()
                ? new ClientSide(engine, new SessionClient(environment, protocol, verifier, services), verifier)
                : bootstrap;
        this.servers = servers;
    }

    private BootstrapProtocol outsideSessions(ClientCredentials credentials, X509CertificateValidator services) {
        return environment.binding().negotiateServiceCredential()
                ? new NegotiationClient(environment, credentials, services)
                : new DirectClient(credentials, services, environment.clock());
    }

    private ClientProtocol withoutSessions(BootstrapProtocol protocol, X509CertificateValidator services) {
        return protocol instanceof NegotiationClient negotiation
                        && !environment.binding().establishSecurityContext()
                ? new SharedNegotiationClient(negotiation, services, environment.clock())
                : protocol;
    }

    /** A client and a service that have not met yet. */
    public static Conversation between(
            WsHttpBinding binding, ClientCredentials client, ServiceCredentials service, Clock clock) {
        var engine = new KeepingEngine(binding, clock);
        var environment = new SecurityEnvironment(engine, binding, clock, new SecureRandom());
        return new Conversation(environment, engine, client, List.of(Server.of(environment, service)));
    }

    /** A client and several instances of a service, of which the first one answers. */
    public static Conversation among(
            List<EndpointInstances> instances,
            WsHttpBinding binding,
            ClientCredentials client,
            ServiceCredentials service,
            Clock clock) {
        var engine = new KeepingEngine(binding, clock);
        var environment = new SecurityEnvironment(engine, binding, clock, new SecureRandom());
        return new Conversation(
                environment,
                engine,
                client,
                instances.stream()
                        .map(each -> Server.of(environment.among(each), service))
                        .toList());
    }

    /** Lets one instance of the service answer from now on. */
    public void at(int instance) {
        balancer = () -> instance;
    }

    /** Lets the instances answer by turns, but for the legs of negotiations, which the first one answers. */
    public void byTurns() {
        var next = new AtomicInteger();
        balancer = () -> next.getAndIncrement() % servers.size();
    }

    private Server server() {
        return servers.get(balancer.getAsInt());
    }

    /** Lets the service say something else about tokens, and see requests in another form than they were sent in. */
    public Conversation changing(UnaryOperator<XmlContent> answers, UnaryOperator<byte[]> requests) {
        issuing = answers;
        arriving = requests;
        return this;
    }

    private OutgoingMessage issued(OutgoingMessage answer) {
        return new OutgoingMessage(answer.addressing(), answer.headers(), issuing.apply(answer.body()));
    }

    /** Another client of the same service. */
    public Conversation with(ClientCredentials other) {
        return new Conversation(environment, engine, other, servers);
    }

    /** The client's half. */
    public ClientSide client() {
        return client;
    }

    /** The client's half outside sessions, which opens one. */
    public ClientSide bootstrap() {
        return bootstrap;
    }

    /** The service's judgement of a request. */
    public SecuredRequest verify(ReceivedMessage request) {
        return server().verify(request);
    }

    /** The service's half outside sessions. */
    public ServiceSide service() {
        return new ServiceSide(engine, servers.get(0).protocol, servers.get(0).verifier);
    }

    /** The service's half of negotiations. */
    public NegotiationService negotiation() {
        return servers.get(0).negotiation;
    }

    /** Protects and reads for both. */
    public SecurityEngine engine() {
        return engine;
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

    /** The nonces of the two derived keys of a message. */
    public static String nonces(ProtectedMessage message) {
        return new String(message.octets(), UTF_8).replaceAll("(?s).*<c:Nonce>([^<]*)<.*<c:Nonce>([^<]*)<.*", "$1 $2");
    }

    /** One call of the sample. */
    public void call() {
        ProtectedMessage request = client.protect(request(), this);
        ProtectedMessage reply = reply(request);
        client.verify(read(reply), request);
    }

    /** What the service says to a call. */
    public ProtectedMessage reply(ProtectedMessage request) {
        SecuredRequest received = server().verify(read(arriving.apply(request.octets())));
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

    /** Returns the reply to a call, with a confirmation that the request did not ask for. */
    public ProtectedMessage confirmingReply(ProtectedMessage request) {
        Protection plain = Protection.context(
                new Protection.Context(MessageKey.contextOf(request), Optional.empty(), Carriage.REFERRED_TO));
        var confirming = new Protection(
                plain.token(),
                plain.endorsing(),
                plain.endorsingContext(),
                request.signatureValues(),
                Confidentiality.ENCRYPTED,
                plain.parts());
        return engine.protect(
                new OutgoingMessage(
                        Addressing.reply(
                                ADD + "Response", read(request).addressing().messageId()),
                        List.of(),
                        content("AddResponse", "AddResult", "115.99")),
                confirming);
    }

    /** A request in clear. */
    public OutgoingMessage request() {
        return request(ADDRESS);
    }

    /** A request in clear to a service elsewhere. */
    public static OutgoingMessage request(String address) {
        return new OutgoingMessage(
                Addressing.request(ADD, address), List.of(), content("Add", "n1", "100", "n2", "15.99"));
    }

    /** A message as the other side gets it. */
    public ReceivedMessage read(ProtectedMessage message) {
        return read(message.octets());
    }

    /** A message as the other side gets it. */
    public ReceivedMessage read(byte[] octets) {
        return engine.read(octets, UTF_8);
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
    public ReceivedMessage exchange(byte[] envelope) {
        ReceivedMessage request = read(arriving.apply(envelope));
        ProtectedMessage answer;
        if (NegotiationService.isLeg(request)) {
            answer = KeepingEngine.leg(
                    UnsecuredEnvelope.write(issued(negotiation().answer(request))));
        } else {
            SecuredRequest received = server().verify(request);
            answer = received.protector()
                    .protect(issued(received.answer().orElseThrow().get().message()));
        }
        sent.add(engine.kept(envelope));
        sent.add(answer);
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

    private static MessageVerifier verifierOf(SecurityEnvironment environment) {
        return MessageVerifier.ofClient(guardOf(environment));
    }

    private static ReplayGuard guardOf(SecurityEnvironment environment) {
        var clock = environment.clock();
        var window = new Freshness(clock, environment.binding().maxClockSkew()).replayWindow();
        return new ReplayGuard(clock, new SecureRandom(), window, 1_000);
    }

    private record Server(
            SecurityEngine engine,
            MessageVerifier verifier,
            NegotiationService negotiation,
            ServiceProtocol protocol,
            Optional<SessionService> sessions) {
        static Server of(SecurityEnvironment environment, ServiceCredentials own) {
            var clients = new X509CertificateValidator(
                    own.clientTrust(), X509CertificateValidator.Role.CLIENT, environment.clock());
            var verifier = MessageVerifier.ofInstance(
                    clients, guardOf(environment), environment.instances().memory());
            var negotiation = new NegotiationService(environment, own, clients);
            ServiceProtocol protocol = environment.binding().negotiateServiceCredential()
                    ? negotiation
                    : new DirectService(own, environment.clock());
            return new Server(
                    environment.engine(),
                    verifier,
                    negotiation,
                    protocol,
                    environment.binding().establishSecurityContext()
                            ? Optional.of(new SessionService(environment, protocol, verifier, clients))
                            : Optional.empty());
        }

        SecuredRequest verify(ReceivedMessage request) {
            return sessions.map(each -> each.verify(each.classify(request)))
                    .orElseGet(() -> SecuredRequest.of(
                            verifier.verify(request, protocol.expectation(request)), protocol, engine));
        }
    }
}

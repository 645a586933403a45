// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static dev.wshttp.security.Refusals.faultOf;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.forgery.DeviatingService;
import dev.wshttp.security.forgery.Deviation;
import dev.wshttp.security.forgery.Forger;
import dev.wshttp.security.forgery.Forger.Endorser;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import dev.wshttp.security.internal.xml.XmlContent;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * One good call, for a test to spoil: its request and reply as they go over the wire, and two sides that have seen neither of them.
 *
 * @param client the client's key and certificate
 * @param service the service's certificate
 * @param sent what the client remembers of its request
 */
record Call(
        Sides sides,
        X509Credential client,
        X509Certificate service,
        byte[] request,
        ProtectedMessage sent,
        byte[] reply) {
    /** What our own client's request is for. */
    static final String ADDRESS = "http://localhost/Calculator";

    static final String CONTRACT = "http://Microsoft.ServiceModel.Samples";
    static final String ADD = CONTRACT + "/ICalculator/Add";

    private static final WsHttpBinding BINDING = WsHttpBinding.builder()
            .negotiateServiceCredential(false)
            .establishSecurityContext(false)
            .build();

    private static final WsHttpBinding SESSIONS =
            WsHttpBinding.builder().negotiateServiceCredential(false).build();

    /** Who made the messages of a call. */
    enum Origin {
        /** This library, on either side. */
        OURS,
        /** WCF, on either side. */
        WCF;

        Call call(TestPki pki) {
            return this == OURS ? ours(pki) : recorded();
        }

        /** What switches security on for the service that the request is for, at the time of the request. */
        MessageSecurityFeature serviceFeature(TestPki pki) {
            if (this == OURS) {
                return MessageSecurityFeature.forService(BINDING, serviceCredentials(pki))
                        .withAddress(URI.create(ADDRESS))
                        .withClock(clock(pki));
            }
            String request = Recorded.SAMPLE.text("01-request.xml");
            return MessageSecurityFeature.forService(Recorded.SAMPLE.binding(), Recorded.serviceCredentials())
                    .withAddress(Recorded.addressOf(request))
                    .withClock(Recorded.clockOf(request));
        }

        /** A client whom the service does not trust. */
        X509Credential stranger(TestPki pki) {
            return this == OURS ? credential(pki.untrustedTwin(TestPki.Role.CLIENT)) : Recorded.credential("evil");
        }

        /** A request of the same client to the same service, under another key. */
        byte[] anotherRequest(TestPki pki) {
            return this == OURS
                    ? ours(pki).request()
                    : new Recorded.Exchange(Recorded.SAMPLE, "02").request().getBytes(UTF_8);
        }

        /** The reply to a request of the same client, under another key. */
        byte[] anotherReply(TestPki pki) {
            return this == OURS
                    ? ours(pki).reply()
                    : new Recorded.Exchange(Recorded.SAMPLE, "02").response().getBytes(UTF_8);
        }
    }

    /** A call between our own client and service. */
    static Call ours(TestPki pki) {
        return answered(pki, newRequest(pki).octets());
    }

    /** A request of our own client, under a key of its own. */
    static ProtectedMessage newRequest(TestPki pki) {
        return sides(pki)
                .client()
                .protect(message(Addressing.request(ADD, ADDRESS), "Add", "n1", "100", "n2", "15.99"), Sides.CONTOSO);
    }

    /** A call of our own client, as our own service answers it. */
    static Call answered(TestPki pki, byte[] request) {
        Sides making = sides(pki);
        VerifiedMessage understood = making.service().verify(making.engine().read(request, UTF_8));
        var relation =
                Addressing.reply(ADD + "Response", understood.addressing().messageId());
        byte[] reply = making.service()
                .protect(message(relation, "AddResponse", "AddResult", "115.99"), understood)
                .octets();
        return new Call(
                sides(pki),
                credential(pki.client()),
                pki.service().certificate(),
                request,
                new ProtectedMessage(
                        request, understood.key(), understood.signatureValues(), understood.signatures(), writer -> {}),
                reply);
    }

    /** The first call of WCF's sample. */
    static Call recorded() {
        var exchange = Recorded.SAMPLE.exchanges().findFirst().orElseThrow();
        return new Call(
                Sides.of(Recorded.SAMPLE, Recorded.clockOf(exchange.request())),
                Recorded.credential("client"),
                Recorded.credential("service").certificate(),
                exchange.request().getBytes(UTF_8),
                exchange.sent(),
                exchange.response().getBytes(UTF_8));
    }

    static X509Credential credential(TestCredential made) {
        return X509Credential.of(made.key(), made.chain());
    }

    /** The same call with a request that was encrypted again: what is changed in it later has the same size. */
    Call resealed() {
        return new Call(sides, client, service, openedRequest().seal(), sent, reply);
    }

    /** The request, opened for changes. */
    Forgery openedRequest() {
        return Forgery.opened(request, sent.key().secret());
    }

    /** The reply, opened for changes. */
    Forgery openedReply() {
        return Forgery.opened(reply, sent.key().secret());
    }

    /** The genuine keys of the side that makes a message. */
    Forger forger() {
        return new Forger(
                Optional.of(new Endorser(client.certificate(), client.privateKey())),
                Optional.of(service),
                sent.key().secret());
    }

    /** Signed and endorsed with the genuine keys, and encrypted again: only what the test changed is wrong with it. */
    byte[] remade(Forgery message) {
        return message.remake(client.privateKey()).seal();
    }

    VerifiedMessage serviceAccepts(byte[] octets) {
        return sides.service().verify(sides.engine().read(octets, UTF_8));
    }

    VerifiedMessage clientAccepts(byte[] octets) {
        return sides.client().verify(sides.engine().read(octets, UTF_8), sent);
    }

    SecurityFault serviceRefuses(byte[] octets) {
        return faultOf(() -> serviceAccepts(octets));
    }

    SecurityFault clientRefuses(byte[] octets) {
        return faultOf(() -> clientAccepts(octets));
    }

    /** What switches security on for our own client. */
    static MessageSecurityFeature clientFeature(TestPki pki) {
        return MessageSecurityFeature.forClient(BINDING, clientCredentials(pki), Sides.CONTOSO)
                .withAddress(URI.create(ADDRESS))
                .withClock(clock(pki));
    }

    /** The same in session mode. */
    static MessageSecurityFeature sessionClientFeature(TestPki pki) {
        return MessageSecurityFeature.forClient(SESSIONS, clientCredentials(pki), Sides.CONTOSO)
                .withAddress(URI.create(ADDRESS))
                .withClock(clock(pki));
    }

    /** What switches security on for our own service, in session mode. */
    static MessageSecurityFeature sessionServiceFeature(TestPki pki) {
        return MessageSecurityFeature.forService(SESSIONS, serviceCredentials(pki))
                .withAddress(URI.create(ADDRESS))
                .withClock(clock(pki));
    }

    /** The body of the request. */
    static XmlContent sum() {
        return message(Addressing.request(ADD, ADDRESS), "Add", "n1", "100", "n2", "15.99")
                .body();
    }

    /** The body of the reply. */
    static XmlContent sumResponse() {
        return message(Addressing.reply(ADD + "Response", null), "AddResponse", "AddResult", "115.99")
                .body();
    }

    /** Two sides that have seen nothing yet. */
    static Sides sides(TestPki pki) {
        return Sides.of(BINDING, clientCredentials(pki), serviceCredentials(pki), clock(pki));
    }

    /** A service that answers as WCF's does, except for a deviation. */
    static DeviatingService deviating(TestPki pki, Deviation deviation) {
        return new DeviatingService(
                new DeviatingService.Means(
                        () -> sides(pki).service(),
                        BINDING.algorithmSuite(),
                        clock(pki),
                        sumResponse(),
                        Optional.empty()),
                deviation);
    }

    private static ClientCredentials clientCredentials(TestPki pki) {
        return ClientCredentials.of(credential(pki.client()), trust(pki))
                .withServiceCertificate(pki.service().certificate());
    }

    private static ServiceCredentials serviceCredentials(TestPki pki) {
        return ServiceCredentials.of(credential(pki.service()), trust(pki));
    }

    private static CertificateTrust trust(TestPki pki) {
        return CertificateTrust.chain(List.of(pki.authorityCertificate()));
    }

    private static Clock clock(TestPki pki) {
        return Clock.fixed(pki.now(), ZoneOffset.UTC);
    }

    private static OutgoingMessage message(Addressing addressing, String operation, String... parametersAndValues) {
        return new OutgoingMessage(addressing, List.of(), writer -> {
            writer.writeStartElement("", operation, CONTRACT);
            writer.writeDefaultNamespace(CONTRACT);
            for (int i = 0; i < parametersAndValues.length; i += 2) {
                writer.writeStartElement("", parametersAndValues[i], CONTRACT);
                writer.writeCharacters(parametersAndValues[i + 1]);
                writer.writeEndElement();
            }
            writer.writeEndElement();
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.ProtectedMessage.RequestKey;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * One good call, for a test to spoil: its request and reply as they go over the wire, and two sides that have seen neither of them.
 *
 * @param client the client's key and certificate
 * @param sent what the client remembers of its request
 */
record Call(Sides sides, X509Credential client, byte[] request, ProtectedMessage sent, byte[] reply) {
    private static final String CONTRACT = "http://Microsoft.ServiceModel.Samples";
    private static final String ADD = CONTRACT + "/ICalculator/Add";

    /** Who made the messages of a call. */
    enum Origin {
        /** This library, on either side. */
        OURS,
        /** WCF, on either side. */
        WCF;

        Call call(TestPki pki) {
            return this == OURS ? ours(pki) : recorded();
        }

        /** A client whom the service does not trust. */
        X509Credential stranger(TestPki pki) {
            return this == OURS ? credential(pki.untrustedTwin(TestPki.Role.CLIENT)) : Recorded.credential("evil");
        }

        X509Certificate serviceCertificate(TestPki pki) {
            return this == OURS
                    ? pki.service().certificate()
                    : Recorded.serviceCredentials().serviceCertificate().certificate();
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
        Sides making = sides(pki);
        ProtectedMessage request = making.client()
                .protect(
                        message(Addressing.request(ADD, "http://localhost/Calculator"), "Add", "n1", "100"),
                        Sides.CONTOSO);
        VerifiedMessage understood = making.service().verify(making.engine().read(request.octets(), UTF_8));
        byte[] reply = making.service()
                .protect(
                        message(
                                Addressing.reply(
                                        ADD + "Response",
                                        understood.addressing().messageId()),
                                "AddResponse",
                                "AddResult",
                                "115.99"),
                        understood)
                .octets();
        return new Call(sides(pki), credential(pki.client()), request.octets(), request, reply);
    }

    /** The first call of WCF's sample. */
    static Call recorded() {
        var exchange = Recorded.SAMPLE.exchanges().findFirst().orElseThrow();
        var secret = SharedSecret.of(Base64.getDecoder().decode(exchange.messageKey()));
        byte[] wrapped =
                Base64.getDecoder().decode(exchange.request().replaceAll("(?s).*?<e:CipherValue>([^<]*)<.*", "$1"));
        var sent = new ProtectedMessage(new byte[0], new RequestKey(secret, sha1(wrapped)), exchange.signatureValues());
        return new Call(
                Sides.of(Recorded.SAMPLE, Recorded.clockOf(exchange.request())),
                Recorded.credential("client"),
                exchange.request().getBytes(UTF_8),
                sent,
                exchange.response().getBytes(UTF_8));
    }

    static X509Credential credential(TestCredential made) {
        return X509Credential.of(made.key(), made.chain());
    }

    /** The request, opened for changes. */
    Forgery openedRequest() {
        return Forgery.opened(request, sent.key().secret());
    }

    /** The reply, opened for changes. */
    Forgery openedReply() {
        return Forgery.opened(reply, sent.key().secret());
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
        return refusal(() -> serviceAccepts(octets));
    }

    SecurityFault clientRefuses(byte[] octets) {
        return refusal(() -> clientAccepts(octets));
    }

    private static SecurityFault refusal(ThrowingCallable call) {
        MessageSecurityException refused = catchThrowableOfType(MessageSecurityException.class, call);
        assertThat(refused).as("the message was accepted").isNotNull();
        return refused.fault();
    }

    private static Sides sides(TestPki pki) {
        var trust = CertificateTrust.chain(List.of(pki.authorityCertificate()));
        return Sides.of(
                WsHttpBinding.builder()
                        .negotiateServiceCredential(false)
                        .establishSecurityContext(false)
                        .build(),
                ClientCredentials.of(credential(pki.client()), trust)
                        .withServiceCertificate(pki.service().certificate()),
                ServiceCredentials.of(credential(pki.service()), trust),
                Clock.fixed(pki.now(), ZoneOffset.UTC));
    }

    private static OutgoingMessage message(Addressing addressing, String operation, String parameter, String value) {
        return new OutgoingMessage(addressing, List.of(), writer -> {
            writer.writeStartElement("", operation, CONTRACT);
            writer.writeDefaultNamespace(CONTRACT);
            writer.writeStartElement("", parameter, CONTRACT);
            writer.writeCharacters(value);
            writer.writeEndElement();
            writer.writeEndElement();
        });
    }

    private static String sha1(byte[] octets) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(octets));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

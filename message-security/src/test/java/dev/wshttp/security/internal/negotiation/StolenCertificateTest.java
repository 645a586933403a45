// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import static dev.wshttp.security.Refusals.faultOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Conversation;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.RevocationServer;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.credential.X509RevocationMode;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.UnsecuredEnvelope;
import dev.wshttp.security.internal.trust.BinaryExchange;
import dev.wshttp.security.internal.trust.NegotiationRequest;
import dev.wshttp.security.internal.trust.NegotiationResponse;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.xml.XmlContent;
import java.security.cert.CRLException;
import java.util.List;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A peer that shows the certificate of a client, which everyone sees on the wire, and does not have its key. It must not make the service ask
 * servers whether that certificate is revoked: each question can cost seconds, and the client's own questions would wait.
 */
class StolenCertificateTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private final AdjustableClock clock = new AdjustableClock(PKI.now());
    private final RevocationServer authority = new RevocationServer();

    @AfterEach
    void close() {
        authority.close();
    }

    @Test
    void causesNoQuestionAboutItsRevocation() throws Exception {
        TestCredential client = client();
        Conversation wire = conversation(client);
        var thief = new CertificateThief(client.certificate());
        ReceivedMessage challenge = wire.exchange(leg(
                NegotiationRequest.ACTION,
                new NegotiationRequest("thief", 256, BinaryExchange.tlsnego(thief.firstFlight()))));
        byte[] answer = NegotiationResponse.read(challenge.content().orElseThrow())
                .exchange()
                .octets();

        assertThat(faultOf(() -> wire.exchange(leg(
                        NegotiationResponse.ACTION,
                        new NegotiationResponse("thief", BinaryExchange.tlsnego(thief.secondFlight(answer)))))))
                .isEqualTo(SecurityFault.NEGOTIATION_FAILED);
        assertThat(authority.requests()).isZero();
        wire.call();
        assertThat(authority.requests()).isOne();
    }

    @Test
    void ownerOfARevokedCertificateIsRefusedAtTheEndOfTheHandshake() throws Exception {
        TestCredential client = client();
        authority.close();

        assertThat(faultOf(conversation(client)::call)).isEqualTo(SecurityFault.CERTIFICATE_REVOKED);
    }

    private TestCredential client() throws CRLException {
        Extension list = authority.offers(PKI.emptyRevocationList());
        return PKI.withExtensions(
                "with-list-" + UUID.randomUUID(),
                TestPki.Role.CLIENT,
                new X500Principal("CN=Cohowinery.com"),
                List.of(list));
    }

    private Conversation conversation(TestCredential client) {
        var trust = CertificateTrust.chain(List.of(PKI.authorityCertificate()));
        return Conversation.between(
                WsHttpBinding.builder().establishSecurityContext(false).build(),
                ClientCredentials.of(X509Credential.of(client.key(), client.chain()), trust),
                ServiceCredentials.of(
                        X509Credential.of(PKI.service().key(), PKI.service().chain()),
                        trust.withRevocationMode(X509RevocationMode.ONLINE)),
                clock);
    }

    private static byte[] leg(String action, XmlContent content) {
        return UnsecuredEnvelope.write(
                new OutgoingMessage(Addressing.request(action, "http://localhost/"), List.of(), content));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.SecurityFault.CONTEXT_NOT_RECOGNIZED;
import static dev.wshttp.security.SecurityFault.DECRYPTION_FAILED;
import static dev.wshttp.security.SecurityFault.ENDORSING_SIGNATURE_MISSING;
import static dev.wshttp.security.SecurityFault.KEY_NOT_RECOGNIZED;
import static dev.wshttp.security.SecurityFault.MESSAGE_REPLAYED;
import static dev.wshttp.security.SecurityFault.PART_NOT_ENCRYPTED;
import static dev.wshttp.security.SecurityFault.PART_NOT_SIGNED;
import static dev.wshttp.security.SecurityFault.SECURITY_HEADER_MALFORMED;
import static dev.wshttp.security.SecurityFault.SIGNATURE_INVALID;
import static dev.wshttp.security.SecurityFault.TOKEN_REQUEST_INVALID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.captures.Conversation;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.forgery.Changes;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.trust.RequestSecurityToken;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.DelayedRefusal;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.RefusalGuard;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Messages of sessions by attackers on the network, and by a trusted client that wants the session of another one. */
class ForgedSessionTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private final AdjustableClock clock = new AdjustableClock(PKI.now());
    private final ServiceCredentials service = ServiceCredentials.of(Call.credential(PKI.service()), trust());
    private final Conversation victim = Conversation.between(
            WsHttpBinding.builder()
                    .negotiateServiceCredential(false)
                    .sessionSettings(SessionSettings.builder()
                            .inactivityTimeout(Duration.ofDays(1))
                            .build())
                    .build(),
            client(PKI.client()),
            service,
            clock);
    // The list that names it is not given to the service, which trusts it like any other.
    private final Conversation attacker = victim.with(client(PKI.revoked(TestPki.Role.CLIENT)));

    @BeforeEach
    void bothHaveSessions() {
        victim.call();
        attacker.call();
    }

    // An attacker on the path

    @Test
    void refusesReplayedRequest() {
        assertThat(serviceRefuses(victim.lastRequest().octets())).isEqualTo(MESSAGE_REPLAYED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Action", "MessageID", "To"})
    void refusesChangedAddressingHeader(String header) {
        Forgery wire = Forgery.intercepted(newRequest().octets());
        wire.first(header).setTextContent("urn:changed");

        assertThat(serviceRefuses(wire.octets())).isEqualTo(SIGNATURE_INVALID);
    }

    @Test
    void refusesBodyOfAnotherMessageOfTheSession() {
        Forgery first = Forgery.intercepted(newRequest().octets());
        Forgery second = Forgery.intercepted(newRequest().octets());
        first.body()
                .replaceChild(
                        first.body()
                                .getOwnerDocument()
                                .importNode(second.first("Body").getFirstChild(), true),
                        first.body().getFirstChild());

        // Equal requests have equal bodies: what is refused is a body that says something else.
        assertThat(victim.verify(victim.read(first.octets())).sender())
                .isEqualTo(PKI.client().certificate());
        Forgery third = Forgery.opened(newRequest().octets(), secretOf(newRequest()));
        third.first("n1").setTextContent("1000000");
        assertThat(serviceRefuses(third.seal())).isEqualTo(SIGNATURE_INVALID);
    }

    @Test
    void refusesBodyInClearUnderTheOriginalSignature() {
        Forgery wire = Forgery.intercepted(newRequest().octets());
        wire.body().setTextContent("");
        wire.body().appendChild(wire.create("urn:attacker", "Add"));

        assertThat(serviceRefuses(wire.octets())).isEqualTo(PART_NOT_ENCRYPTED);
    }

    @Test
    void refusesCallThatIsSignedOnlyAlthoughACancelMayBe() {
        ProtectedMessage request = victim.engine()
                .protect(victim.request(), contextProtection(newRequest()).signedOnly());

        assertThat(serviceRefuses(request.octets())).isEqualTo(PART_NOT_ENCRYPTED);
    }

    @Test
    void refusesReflectedRequestAsReply() {
        ProtectedMessage request = newRequest();

        assertThat(faultOf(() -> victim.client().verify(victim.read(request), request)))
                .isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesReplyOfAnotherSession() {
        assertThat(faultOf(() -> victim.client().verify(victim.read(attacker.lastReply()), newRequest())))
                .isEqualTo(CONTEXT_NOT_RECOGNIZED);
    }

    @Test
    void refusesReplyOfAnotherSessionUnderTheNameOfThisOne() {
        Forgery wire = Forgery.intercepted(attacker.reply(attackersRequest()).octets());
        for (Element key : wire.all("DerivedKeyToken")) {
            Forgery.in(key, "Reference").setAttributeNS(null, "URI", identifierOf(newRequest()));
        }

        assertThat(faultOf(() -> victim.client().verify(victim.read(wire.octets()), newRequest())))
                .isEqualTo(DECRYPTION_FAILED);
    }

    @Test
    void refusesReplyWithoutRelationUnderASession() {
        ProtectedMessage request = newRequest();
        Forgery reply = Forgery.opened(victim.reply(request).octets(), secretOf(request));
        Changes.unsigned(reply, "RelatesTo");

        assertThat(faultOf(() -> victim.client().verify(victim.read(reply.sign().seal()), request)))
                .isEqualTo(PART_NOT_SIGNED);
    }

    @Test
    void outlivesAnyNumberOfGuessesAtItsCiphertext() {
        byte[] genuine = newRequest().octets();
        for (int guess = 0; guess < 100; guess++) {
            Forgery wire = Forgery.intercepted(genuine);
            Forgery.in(wire.body(), "CipherValue")
                    .setTextContent(Base64.getEncoder().encodeToString(new byte[32 + 16 * (guess % 4)]));
            assertThat(serviceRefuses(wire.octets())).isEqualTo(DECRYPTION_FAILED);
        }

        assertThat(victim.verify(victim.read(genuine)).sender())
                .isEqualTo(PKI.client().certificate());
        attacker.call();
    }

    /** If the ids that an attacker adds were compared with those in the body, the answer would tell the body's. */
    @Test
    void comparesNoIdOfAnAttackerWithThoseInTheEncryptedBody() {
        OutgoingMessage plain = victim.request();
        byte[] genuine = victim.client()
                .protect(
                        new OutgoingMessage(plain.addressing(), List.of(), writer -> {
                            writer.writeStartElement("account");
                            writer.writeAttribute("id", "0047");
                            writer.writeEndElement();
                        }),
                        victim)
                .octets();
        Forgery wire = Forgery.intercepted(genuine);
        Element added = wire.create("urn:attacker", "x:Guess");
        added.setAttributeNS(Namespaces.UTILITY, "u:Id", "0047");
        wire.header().appendChild(wire.create("urn:attacker", "x:Guesses")).appendChild(added);

        assertThat(victim.verify(victim.read(wire.octets())).sender())
                .isEqualTo(PKI.client().certificate());
    }

    /** Whether it has to be understood is read in clear, so it is refused before the body is touched, and counts. */
    @Test
    void countsWhatAnAttackerAddsToAGenuineMessage() {
        byte[] genuine = newRequest().octets();
        Forgery wire = Forgery.intercepted(genuine);
        Element demand = wire.create("urn:attacker", "x:Demand");
        demand.setAttributeNS(Namespaces.SOAP, "s:mustUnderstand", "1");
        wire.header().appendChild(demand);
        for (int i = 0; i < RefusalGuard.PROMPT_ANSWERS; i++) {
            assertThat(serviceRefuses(wire.octets())).isEqualTo(PART_NOT_SIGNED);
        }

        assertThat(catchThrowable(() -> victim.verify(victim.read(wire.octets()))))
                .isInstanceOf(DelayedRefusal.class);
    }

    @Test
    void refusesARenewalThatBringsNoKeyOfTheSession() {
        SecurityContextKey own = contextOf(newRequest());
        Forgery renewal = Forgery.intercepted(renewal(victim, own, own).octets());
        List<Element> tokens = renewal.all("DerivedKeyToken");
        Forgery.remove(tokens.get(tokens.size() - 1));

        assertThat(serviceRefuses(renewal.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void outlivesAnyNumberOfMessagesThatTellNothing() {
        byte[] genuine = newRequest().octets();
        Forgery old = Forgery.intercepted(genuine);
        old.first("Created").setTextContent("2001-01-01T00:00:00Z");
        for (int i = 0; i < 200; i++) {
            assertThat(serviceRefuses(old.octets())).isEqualTo(SecurityFault.TIMESTAMP_OUT_OF_RANGE);
        }

        assertThat(victim.verify(victim.read(genuine)).sender())
                .isEqualTo(PKI.client().certificate());
    }

    // A trusted client who wants another's session

    @Test
    void refusesRequestUnderTheNameOfAnothersSession() {
        Forgery own = Forgery.intercepted(attackersRequest().octets());
        own.first("Identifier").setTextContent(identifierOf(newRequest()));

        assertThat(serviceRefuses(own.octets())).isEqualTo(DECRYPTION_FAILED);
    }

    @Test
    void refusesRequestUnderOwnKeyWithTwoTokensOfWhichTheFirstIsAnothers() {
        Forgery own = Forgery.intercepted(attackersRequest().octets());
        Element token = own.first("SecurityContextToken");
        Element another = (Element) token.cloneNode(true);
        another.setAttributeNS(Namespaces.UTILITY, "u:Id", "another");
        Forgery.in(another, "Identifier").setTextContent(identifierOf(newRequest()));
        Forgery.moveBefore(own.security().appendChild(another), token);

        assertThat(serviceRefuses(own.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesDirectModeRequestToAServiceWithSessions() {
        ProtectedMessage direct = attacker.bootstrap().protect(attacker.request(), Sides.CONTOSO);

        assertThat(serviceRefuses(direct.octets())).isEqualTo(CONTEXT_NOT_RECOGNIZED);
    }

    @Test
    void refusesDirectModeRequestThatNamesAnothersSession() {
        Forgery direct = Forgery.intercepted(
                attacker.bootstrap().protect(attacker.request(), Sides.CONTOSO).octets());
        Element token = (Element) direct.security()
                .getOwnerDocument()
                .importNode(Forgery.intercepted(newRequest().octets()).first("SecurityContextToken"), true);
        direct.security().insertBefore(token, direct.signatureKey());

        assertThat(serviceRefuses(direct.octets())).isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void refusesToCancelAnothersSession() {
        ProtectedMessage any = attackersRequest();
        var cancel = new OutgoingMessage(
                Addressing.request(SessionAction.CANCEL.request(), attacker.address()),
                List.of(),
                RequestSecurityToken.cancel(contextOf(newRequest()).token()));
        var request = attacker.engine().protect(cancel, contextProtection(any).signedOnly());

        assertThat(refusedAnswer(request)).isEqualTo(TOKEN_REQUEST_INVALID);
        victim.call();
        attacker.call();
    }

    @Test
    void refusesToRenewAnothersSessionWithTheOwnKey() {
        assertThat(refusedAnswer(renewal(attacker, contextOf(attackersRequest()), contextOf(newRequest()))))
                .isEqualTo(TOKEN_REQUEST_INVALID);
    }

    @Test
    void refusesToRenewAnothersSessionEvenWithItsStolenKey() {
        SecurityContextKey stolen = contextOf(newRequest());

        assertThat(refusedAnswer(renewal(attacker, stolen, stolen))).isEqualTo(TOKEN_REQUEST_INVALID);
    }

    @Test
    void refusesToRenewWithoutTheKeyOfTheSession() {
        SecurityContextKey own = contextOf(newRequest());
        var guessed = new SecurityContextKey(own.token(), SharedSecret.random(new SecureRandom(), 32));

        assertThat(faultOf(() -> victim.verify(victim.read(renewal(victim, guessed, own)))))
                .isEqualTo(SIGNATURE_INVALID);
    }

    @Test
    void refusesRenewalThatNoContextEndorses() {
        SecurityContextKey own = contextOf(newRequest());
        ProtectedMessage request = renewal(victim, own, own);
        Forgery opened = Forgery.opened(request.octets(), request.key().secret());
        opened.dropPart(opened.all("Signature").get(2));

        assertThat(serviceRefuses(opened.remake(Call.credential(PKI.client()).privateKey())
                        .seal()))
                .isEqualTo(ENDORSING_SIGNATURE_MISSING);
    }

    @Test
    void refusesCallUnderTheOldKeyOnceItsTimeIsOver() {
        SecurityContextKey old = contextOf(newRequest());
        clock.advance(Duration.ofHours(10));
        victim.call();
        var late = Protection.context(new Protection.Context(
                old,
                Optional.of(DerivedKeyPair.of(old, AlgorithmSuite.BASIC256, new SecureRandom())),
                Protection.Carriage.CARRIED));
        byte[] inTime = victim.engine().protect(victim.request(), late).octets();
        assertThat(victim.verify(victim.read(inTime)).sender())
                .isEqualTo(PKI.client().certificate());
        clock.advance(Duration.ofMinutes(5));
        byte[] tooLate = victim.engine().protect(victim.request(), late).octets();

        assertThat(serviceRefuses(tooLate)).isIn(CONTEXT_NOT_RECOGNIZED, KEY_NOT_RECOGNIZED);
    }

    @Test
    void forgetsTheKeysOfACancelledSession() {
        SecurityContextKey key = contextOf(newRequest());
        victim.client().close(victim);

        assertThat(faultOf(() -> key.secret().octets())).isEqualTo(CONTEXT_NOT_RECOGNIZED);
        assertThat(key.toString()).doesNotContain("secret").contains(key.token().identifier());
    }

    private ProtectedMessage renewal(Conversation client, SecurityContextKey endorsing, SecurityContextKey target) {
        var renewal = new OutgoingMessage(
                Addressing.request(SessionAction.RENEW.request(), client.address()),
                List.of(),
                RequestSecurityToken.renew(new byte[32], 256, target.token()));
        return client.bootstrap().protectRenewal(renewal, client, endorsing);
    }

    private ProtectedMessage newRequest() {
        return victim.client().protect(victim.request(), victim);
    }

    private ProtectedMessage attackersRequest() {
        return attacker.client().protect(attacker.request(), attacker);
    }

    private static Protection contextProtection(ProtectedMessage like) {
        SecurityContextKey key = contextOf(like);
        return Protection.context(new Protection.Context(
                key,
                Optional.of(DerivedKeyPair.of(key, AlgorithmSuite.BASIC256, new SecureRandom())),
                Protection.Carriage.CARRIED));
    }

    private static SecurityContextKey contextOf(ProtectedMessage message) {
        return ((MessageKey.OfContext) message.key()).context();
    }

    private static SharedSecret secretOf(ProtectedMessage message) {
        return message.key().secret();
    }

    private static String identifierOf(ProtectedMessage message) {
        return contextOf(message).token().identifier();
    }

    private SecurityFault serviceRefuses(byte[] octets) {
        return faultOf(() -> victim.verify(victim.engine().read(octets, UTF_8)));
    }

    /** Of a request that is verified and then refused. */
    private SecurityFault refusedAnswer(ProtectedMessage request) {
        var received = victim.verify(victim.read(request));
        return faultOf(() -> received.answer().orElseThrow().get());
    }

    private static ClientCredentials client(TestCredential own) {
        return ClientCredentials.of(Call.credential(own), trust())
                .withServiceCertificate(PKI.service().certificate());
    }

    private static CertificateTrust trust() {
        return CertificateTrust.chain(List.of(PKI.authorityCertificate()));
    }
}

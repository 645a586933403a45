// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.Refusals.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Conversation;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.soap.UnsecuredEnvelope;
import dev.wshttp.security.internal.trust.BinaryExchange;
import dev.wshttp.security.internal.trust.NegotiationRequest;
import dev.wshttp.security.internal.trust.NegotiationResponse;
import dev.wshttp.security.internal.trust.RequestSecurityToken;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an attacker between client and service, or one of the two, may do to a negotiation. */
class ForgedNegotiationTest {
    private final AdjustableClock clock = new AdjustableClock(Instant.parse("2026-11-22T10:40:00Z"));
    private final Conversation wire = conversation(true);

    // The man in the middle

    @Test
    void manInTheMiddleWithHisOwnCertificateLearnsNotEvenWhoTheClientIs() {
        HandMadeService attacker = service(legs("evil"));

        assertThat(faultOf(() -> wire.client().protect(wire.request(), attacker)))
                .isIn(SecurityFault.SERVICE_IDENTITY_MISMATCH, SecurityFault.CERTIFICATE_NOT_TRUSTED);
        assertThat(attacker.legs()).isEqualTo(1);
    }

    @Test
    void trustedCertificateOfAnotherNameIsRefusedWithBothNames() {
        HandMadeService attacker = service(legs("client"));

        assertThat(refusal(() -> wire.client().protect(wire.request(), attacker)))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.SERVICE_IDENTITY_MISMATCH))
                .hasMessageContaining("Cohowinery.com")
                .hasMessageContaining("'Contoso.com'");
        assertThat(attacker.legs()).isEqualTo(1);
    }

    /** What TLS does not protect, the Authenticator does. */
    @ParameterizedTest
    @CsvSource({
        "1, <t:KeySize>256</t:KeySize>, <t:KeySize>0256</t:KeySize>",
        "1, <t:RequestType>http://schemas.xmlsoap.org/ws/2005/02/trust/Issue</t:RequestType>, ''",
        "1, '<t:TokenType>http://schemas.xmlsoap.org/ws/2005/02/sc/sct</t:TokenType>', ''",
        "2, </t:RequestSecurityTokenResponse>, <t:Lifetime/></t:RequestSecurityTokenResponse>",
    })
    void changedLegOfTheClientIsNoticedByTheClient(int leg, String found, String put) {
        Peer middle =
                new Middle((number, envelope) -> number == leg ? replace(envelope, found, put) : envelope, (n, e) -> e);

        assertThat(faultOf(() -> wire.client().protect(wire.request(), middle)))
                .isEqualTo(SecurityFault.AUTHENTICATOR_MISMATCH);
    }

    @ParameterizedTest
    @CsvSource({
        "1, </t:RequestSecurityTokenResponse>, <t:Lifetime/></t:RequestSecurityTokenResponse>",
        "2, 10:55:00.000Z, 23:55:00.000Z",
        "2, <t:KeySize>256</t:KeySize>, ''",
        "2, <t:TokenType>http://schemas.xmlsoap.org/ws/2005/02/sc/sct</t:TokenType>, ''",
    })
    void changedLegOfTheServiceIsNoticedByTheClient(int leg, String found, String put) {
        Peer middle =
                new Middle((n, e) -> e, (number, envelope) -> number == leg ? replace(envelope, found, put) : envelope);

        assertThat(faultOf(() -> wire.client().protect(wire.request(), middle)))
                .isEqualTo(SecurityFault.AUTHENTICATOR_MISMATCH);
    }

    @Test
    void strippedAuthenticatorIsNoticed() {
        Peer middle = new Middle(
                (n, e) -> e,
                (number, envelope) -> number == 2
                        ? edit(envelope, text -> text.replaceFirst("<t:Authenticator>.*</t:Authenticator>", ""))
                        : envelope);

        assertThat(faultOf(() -> wire.client().protect(wire.request(), middle)))
                .isEqualTo(SecurityFault.AUTHENTICATOR_MISMATCH);
    }

    @Test
    void tokenOfAnotherNegotiationIsRefused() {
        var others = new ArrayList<String>();
        wire.client().protect(wire.request(), new Middle((n, e) -> e, (number, envelope) -> {
            others.add(new String(envelope, UTF_8));
            return envelope;
        }));
        String otherKey = others.get(1).replaceFirst("(?s).*<e:CipherValue>([^<]*)<.*", "$1");
        Conversation another = conversation(true);
        Peer middle = new Middle(
                another,
                (n, e) -> e,
                (number, envelope) -> edit(
                        envelope,
                        text -> text.replaceFirst(
                                "<e:CipherValue>[^<]*<", "<e:CipherValue>" + otherKey.replace("$", "\\$") + "<")));

        assertThat(faultOf(() -> another.client().protect(another.request(), middle)))
                .isEqualTo(SecurityFault.NEGOTIATION_FAILED);
    }

    @Test
    void lastLegOfAnotherNegotiationIsRefused() {
        var others = new ArrayList<byte[]>();
        wire.client().protect(wire.request(), new Middle((n, e) -> e, (number, envelope) -> {
            others.add(envelope);
            return envelope;
        }));
        Conversation another = conversation(true);
        Peer middle = new Middle(another, (n, e) -> e, (number, envelope) -> number == 2 ? others.get(1) : envelope);

        assertThat(faultOf(() -> another.client().protect(another.request(), middle)))
                .isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);
    }

    @Test
    void firstAnswerOfAnotherNegotiationIsRefusedEvenUnderTheRightContext() {
        var others = new ArrayList<String>();
        wire.client().protect(wire.request(), new Middle((n, e) -> e, (number, envelope) -> {
            others.add(new String(envelope, UTF_8));
            return envelope;
        }));
        Conversation another = conversation(true);
        Peer middle = new Middle(
                another,
                (n, e) -> e,
                (number, envelope) -> number == 1
                        ? edit(
                                others.get(0).getBytes(UTF_8),
                                text -> text.replaceFirst(
                                        "Context=\"[^\"]*\"",
                                        "Context=\""
                                                + new String(envelope, UTF_8)
                                                        .replaceFirst("(?s).*Context=\"([^\"]*)\".*", "$1")
                                                + "\""))
                        : envelope);

        // The client goes on with the other server's hello; the service does not understand its answer.
        assertThat(faultOf(() -> another.client().protect(another.request(), middle)))
                .isEqualTo(SecurityFault.NEGOTIATION_FAILED);
    }

    @Test
    void missingLastFlightOfTheServiceIsRefused() {
        Peer middle = new Middle(
                (n, e) -> e,
                (number, envelope) -> number == 2
                        ? edit(envelope, text -> text.replaceFirst("<t:BinaryExchange.*</t:BinaryExchange>", ""))
                        : envelope);

        assertThat(faultOf(() -> wire.client().protect(wire.request(), middle)))
                .isEqualTo(SecurityFault.NEGOTIATION_FAILED);
    }

    // A service that is not by the book

    @Test
    void lastLegWithoutAFlightIsTakenWhereTlsWasOverBefore() {
        HandMadeService service = service(legs("service").endsTlsFirst());

        ProtectedMessage request = wire.client().protect(wire.request(), service);

        wire.client().verify(wire.read(wire.reply(request)), request);
        assertThat(service.legs()).isEqualTo(3);
    }

    @Test
    void serviceThatAnswersForEverIsLeft() {
        var legs = new AtomicInteger();
        Peer endless = new Middle((n, e) -> e, (n, e) -> e) {
            @Override
            public ReceivedMessage exchange(byte[] envelope) {
                legs.incrementAndGet();
                return wire.read(laterLeg(contextOf(envelope), new byte[0]));
            }
        };

        assertThat(faultOf(() -> wire.client().protect(wire.request(), endless)))
                .isEqualTo(SecurityFault.NEGOTIATION_FAILED);
        assertThat(legs).hasValueLessThan(15);
    }

    @ParameterizedTest
    @CsvSource({"16", "24", "64"})
    void keyOfAnotherSizeIsRefused(int bytes) {
        HandMadeService service = service(legs("service").secretBytes(bytes));

        assertThat(faultOf(() -> wire.client().protect(wire.request(), service)))
                .isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);
    }

    @ParameterizedTest
    @CsvSource({
        "'<t:RequestedProofToken>.*</t:RequestedProofToken>', '<t:RequestedProofToken><t:BinarySecret>AAAA</t:BinarySecret></t:RequestedProofToken>'",
        "'<t:RequestedSecurityToken>.*</t:RequestedSecurityToken>', ''",
        "'<t:KeySize>', '<t:Entropy/><t:KeySize>'",
        "'/ws/2005/02/sc/sct</t:TokenType>', '/ws/2005/02/other</t:TokenType>'",
        "'<t:RequestSecurityTokenResponse ', '<t:Other '",
    })
    void lastLegThatWcfRefusesIsRefused(String found, String put) {
        HandMadeService service = service(legs("service")
                .lastOnItsWay(envelope -> edit(envelope, leg -> {
                    String changed = leg.replaceFirst(found, put);
                    assertThat(changed).isNotEqualTo(leg);
                    return changed.contains("<t:Other ")
                            ? changed.replaceFirst("</t:RequestSecurityTokenResponse>", "</t:Other>")
                            : changed;
                })));

        assertThat(faultOf(() -> wire.client().protect(wire.request(), service)))
                .isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);
    }

    @ParameterizedTest
    @CsvSource({
        "Sender, http://schemas.xmlsoap.org/ws/2005/02/trust, FailedAuthentication, NEGOTIATION_REFUSED, does not support TLS 1.2",
        "Sender, http://schemas.xmlsoap.org/ws/2005/02/trust, InvalidRequest, NEGOTIATION_REFUSED, algorithm suite",
        "Receiver, http://schemas.microsoft.com/ws/2006/05/security, ServerTooBusy, TOO_MANY_NEGOTIATIONS, Try again",
        "Sender, http://schemas.xmlsoap.org/ws/2005/02/sc, BadContextToken, NEGOTIATION_NOT_OFFERED, negotiateServiceCredential",
        "Sender, http://www.w3.org/2005/08/addressing, ActionNotSupported, NEGOTIATION_NOT_OFFERED, negotiateServiceCredential",
        "Sender, http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd, InvalidSecurity, NEGOTIATION_NOT_OFFERED, negotiateServiceCredential",
        "Sender, http://www.w3.org/2005/08/addressing, DestinationUnreachable, NEGOTIATION_REFUSED, and via to that of the proxy",
        "Receiver, urn:any, Boom, NEGOTIATION_REFUSED, Its log has the reason",
        "Sender, urn:any, Other, NEGOTIATION_REFUSED, Its log has the reason",
    })
    void faultInAnswerToTheFirstLegIsToldWithWhatToDo(
            String code, String namespace, String subcode, SecurityFault expected, String remedy) {
        var fault = new SoapFault(code, List.of(new SoapFault.Subcode(namespace, subcode)), "text");
        Peer refusing = new Middle((n, e) -> e, (n, e) -> fault.unsecured(null));

        assertThat(refusal(() -> wire.client().protect(wire.request(), refusing)))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(expected))
                .hasMessageContaining(remedy);
    }

    @Test
    void answerThatIsNoLegMeansThatTheServiceDoesNotNegotiate() {
        Peer other = new Middle(
                (n, e) -> e,
                (n, e) -> UnsecuredEnvelope.write(
                        new OutgoingMessage(Addressing.reply("urn:any", null), List.of(), writer -> {})));

        assertThat(faultOf(() -> wire.client().protect(wire.request(), other)))
                .isEqualTo(SecurityFault.NEGOTIATION_NOT_OFFERED);
    }

    // A client that is not by the book

    @Test
    void replayedFirstLegIsRefusedAndDoesNoHarm() {
        var first = new ArrayList<byte[]>();
        Peer middle =
                new Middle((number, envelope) -> envelope, (number, envelope) -> {
                    if (number == 1) {
                        assertThat(faultOf(() -> wire.exchange(first.get(0))))
                                .isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);
                    }
                    return envelope;
                }) {
                    @Override
                    public ReceivedMessage exchange(byte[] envelope) {
                        first.add(envelope);
                        return super.exchange(envelope);
                    }
                };

        wire.client().protect(wire.request(), middle);
    }

    @Test
    void replayedSecondLegIsRefused() {
        var legs = new ArrayList<byte[]>();
        wire.client()
                .protect(
                        wire.request(),
                        new Middle(
                                (number, envelope) -> {
                                    legs.add(envelope);
                                    return envelope;
                                },
                                (n, e) -> e));

        assertThat(faultOf(() -> wire.exchange(legs.get(1)))).isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);
    }

    @Test
    void secondLegUnderTheContextOfAnotherPeerIsRefused() {
        Peer keeper = new Middle(
                (number, envelope) ->
                        number == 2 ? replace(envelope, contextOf(envelope), "uuid-somebody-elses-1") : envelope,
                (n, e) -> e);
        wire.exchange(replace(firstLegOf(wire), "CONTEXT", "uuid-somebody-elses-1"));

        assertThat(faultOf(() -> wire.client().protect(wire.request(), keeper)))
                .isEqualTo(SecurityFault.NEGOTIATION_FAILED);
    }

    @Test
    void legThatComesAMinuteLaterIsRefused() {
        Peer slow = new Middle(
                (number, envelope) -> {
                    if (number == 2) {
                        clock.advance(Duration.ofMinutes(1));
                    }
                    return envelope;
                },
                (n, e) -> e);

        assertThat(faultOf(() -> wire.client().protect(wire.request(), slow)))
                .isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);
    }

    @Test
    void clientThatGoesOnInSmallPiecesIsLeft() {
        TlsHandshake tls = TlsSide.client(TlsSide.credulous(Recorded.credential("client")));
        byte[] hello = tls.firstFlight();
        byte[] flight = tls.answer(challenge(wire.exchange(firstLeg("uuid-slow-1", hello))));
        // Pieces of the client's certificate, each a record of its own.
        List<byte[]> pieces = CertificateThief.records(TlsHandshakeTest.fragment(flight, 10));
        assertThat(pieces).hasSizeGreaterThan(20);
        for (int i = 0; i < 8; i++) {
            assertThat(challenge(wire.exchange(laterLeg("uuid-slow-1", pieces.get(i)))))
                    .isEmpty();
        }

        assertThat(faultOf(() -> wire.exchange(laterLeg("uuid-slow-1", pieces.get(8)))))
                .isEqualTo(SecurityFault.NEGOTIATION_FAILED);
        assertThat(faultOf(() -> wire.exchange(laterLeg("uuid-slow-1", pieces.get(9)))))
                .isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);
    }

    @Test
    void clientThatSaysNothingIsLeft() {
        assertThat(faultOf(() -> wire.exchange(firstLeg("uuid-silent-1", new byte[0]))))
                .isEqualTo(SecurityFault.NEGOTIATION_FAILED);
        wire.exchange(replace(firstLegOf(wire), "CONTEXT", "uuid-silent-2"));

        assertThat(faultOf(() -> wire.exchange(laterLeg("uuid-silent-2", new byte[0]))))
                .isEqualTo(SecurityFault.NEGOTIATION_FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "' Context=\"CONTEXT\"', ''",
        "/trust/Issue<, /trust/Renew<",
        "<t:KeySize>256, <t:KeySize>many",
        "' EncodingType=', ' Other='",
        "#Base64Binary, #Other",
        "' ValueType=', ' Other='",
        "t:BinaryExchange, t:Other",
        "t:RequestSecurityToken, t:Other",
    })
    void malformedFirstLegIsRefusedAndLeavesNothingBehind(String found, String put) {
        byte[] malformed = edit(firstLegOf(wire), text -> text.replace(found, put));

        assertThat(faultOf(() -> wire.exchange(malformed))).isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);
    }

    @Test
    void firstLegWithALongContextIsRefused() {
        byte[] leg = replace(firstLegOf(wire), "CONTEXT", "x".repeat(1_025));

        assertThat(faultOf(() -> wire.exchange(leg))).isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);
    }

    @Test
    void secondLegOfAnotherKindOfNegotiationIsRefused() {
        Peer middle = new Middle(
                (number, envelope) -> number == 2 ? replace(envelope, "/tlsnego\"", "/spnego\"") : envelope,
                (n, e) -> e);

        assertThat(faultOf(() -> wire.client().protect(wire.request(), middle)))
                .isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);
    }

    @Test
    void tokenLivesNoLongerThanTheCertificateOfItsOwner() {
        var end = Recorded.credential("client").certificate().getNotAfter().toInstant();
        clock.advance(Duration.between(clock.instant(), end.minus(Duration.ofMinutes(30))));
        Conversation withoutSessions = conversation(false);
        ProtectedMessage request = withoutSessions.client().protect(withoutSessions.request(), withoutSessions);
        String last = new String(withoutSessions.lastReply().octets(), UTF_8);

        assertThat(last).contains("<u:Expires>" + end.toString().replace("Z", ".000Z") + "<");
        assertThat(request).isNotNull();
    }

    @Test
    void octetsInHexadecimalAreUnderstoodAsInWcf() {
        String leg = new String(firstLegOf(wire), UTF_8);
        String base64 = leg.replaceFirst("(?s).*Base64Binary\">([^<]*)<.*", "$1");
        String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
        byte[] changed =
                leg.replace(base64, hex).replace("#Base64Binary", "#HexBinary").getBytes(UTF_8);

        assertThat(NegotiationResponse.read(wire.exchange(changed).content().orElseThrow())
                        .exchange()
                        .octets())
                .isNotEmpty();
    }

    // What a negotiated context is good for

    @Test
    void contextOpensOneSessionOnly() {
        ProtectedMessage first = wire.bootstrap().protect(opening(), wire);
        wire.exchange(first.octets());

        assertThat(faultOf(() -> wire.exchange(first.octets())))
                .isEqualTo(SecurityFault.NEGOTIATED_CONTEXT_NOT_RECOGNIZED);
    }

    @Test
    void contextOpensOneSessionOnlyEvenForTwoRequestsAtTheSameTime() {
        ProtectedMessage first = wire.bootstrap().protect(opening(), wire);
        var received = wire.verify(wire.read(first));
        wire.exchange(secondUnder(first));

        assertThat(faultOf(() -> received.answer().orElseThrow().get()))
                .isEqualTo(SecurityFault.NEGOTIATED_CONTEXT_NOT_RECOGNIZED);
    }

    /** Another request under the context of a first one. */
    private byte[] secondUnder(ProtectedMessage first) {
        var key = MessageKey.contextOf(first);
        var protection = Protection.context(new Protection.Context(key, Optional.empty(), Protection.Carriage.CARRIED));
        return wire.engine().protect(opening(), protection).octets();
    }

    @Test
    void contextThatOpensSessionsIsOverAfter15Minutes() {
        ProtectedMessage request = wire.bootstrap().protect(opening(), wire);
        clock.advance(Duration.ofMinutes(15));

        assertThat(faultOf(() -> wire.exchange(request.octets())))
                .isEqualTo(SecurityFault.NEGOTIATED_CONTEXT_NOT_RECOGNIZED);
    }

    @Test
    void contextOfAServiceWithSessionsCarriesNoCalls() {
        ProtectedMessage call = wire.bootstrap().protect(wire.request(), wire);

        assertThat(faultOf(() -> wire.verify(wire.read(call)))).isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
    }

    @Test
    void contextCarriesCallsFor10Hours() {
        Conversation withoutSessions = conversation(false);
        ProtectedMessage request = withoutSessions.client().protect(withoutSessions.request(), withoutSessions);
        clock.advance(Duration.ofHours(10));

        assertThat(faultOf(() -> withoutSessions.reply(request)))
                .isEqualTo(SecurityFault.NEGOTIATED_CONTEXT_NOT_RECOGNIZED);
    }

    @Test
    void replayUnderANegotiatedContextIsRefused() {
        Conversation withoutSessions = conversation(false);
        ProtectedMessage request = withoutSessions.client().protect(withoutSessions.request(), withoutSessions);
        withoutSessions.reply(request);

        assertThat(faultOf(() -> withoutSessions.reply(request))).isEqualTo(SecurityFault.MESSAGE_REPLAYED);
    }

    @Test
    void contextOutlivesAnyNumberOfChangedMessages() {
        Conversation withoutSessions = conversation(false);
        ProtectedMessage genuine = withoutSessions.client().protect(withoutSessions.request(), withoutSessions);
        byte[] changed =
                edit(genuine.octets(), text -> text.replaceFirst("(?s)(<s:Body.*?CipherValue>)....", "$1AAAA"));
        assertThat(changed).isNotEqualTo(genuine.octets());
        for (int i = 0; i < 100; i++) {
            assertThat(faultOf(() -> withoutSessions.service().verify(withoutSessions.read(changed))))
                    .isIn(
                            SecurityFault.DECRYPTION_FAILED,
                            SecurityFault.SIGNATURE_INVALID,
                            SecurityFault.SECURITY_HEADER_MALFORMED);
        }

        assertThatNoException().isThrownBy(() -> withoutSessions.service().verify(withoutSessions.read(genuine)));
    }

    @Test
    void renewalBySomebodyElseIsRefused() {
        wire.call();
        Conversation thief = wire.with(Recorded.clientCredentials());
        ProtectedMessage call = wire.client().protect(wire.request(), wire);
        var key = MessageKey.contextOf(call);
        // Endorsed with the key of the thief's own session, which is another one.
        thief.call();
        var own = MessageKey.contextOf(thief.client().protect(thief.request(), thief));
        var renewal = new OutgoingMessage(
                Addressing.request(SessionAction.RENEW.request(), wire.address()),
                List.of(),
                RequestSecurityToken.renew(new byte[32], 256, key.token()));

        ProtectedMessage forged = thief.bootstrap().protectRenewal(renewal, thief, own);
        assertThat(faultOf(() -> thief.exchange(forged.octets()))).isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);
    }

    private HandMadeLegs legs(String credential) {
        return new HandMadeLegs(Recorded.credential(credential), clock);
    }

    private HandMadeService service(HandMadeLegs legs) {
        return new HandMadeService(wire, Recorded.credential("client").certificate(), legs);
    }

    private static OutgoingMessage opening() {
        return new OutgoingMessage(
                Addressing.request(SessionAction.ISSUE.request(), "http://localhost:18080/ServiceModelSamples/service"),
                List.of(),
                RequestSecurityToken.issue(new byte[32], 256));
    }

    private Conversation conversation(boolean session) {
        return Conversation.between(
                WsHttpBinding.builder().establishSecurityContext(session).build(),
                Recorded.clientCredentials(),
                Recorded.serviceCredentials(),
                clock);
    }

    /** The first leg of a client, under the context {@code CONTEXT}. */
    private static byte[] firstLegOf(Conversation wire) {
        byte[] hello =
                TlsSide.client(TlsSide.credulous(Recorded.credential("client"))).firstFlight();
        return UnsecuredEnvelope.write(new OutgoingMessage(
                Addressing.request(NegotiationRequest.ACTION, wire.address()),
                List.of(),
                new NegotiationRequest("CONTEXT", 256, BinaryExchange.tlsnego(hello))));
    }

    private byte[] firstLeg(String context, byte[] flight) {
        return UnsecuredEnvelope.write(new OutgoingMessage(
                Addressing.request(NegotiationRequest.ACTION, wire.address()),
                List.of(),
                new NegotiationRequest(context, 256, BinaryExchange.tlsnego(flight))));
    }

    private byte[] laterLeg(String context, byte[] flight) {
        return UnsecuredEnvelope.write(new OutgoingMessage(
                Addressing.request(NegotiationResponse.ACTION, wire.address()),
                List.of(),
                new NegotiationResponse(context, BinaryExchange.tlsnego(flight))));
    }

    private static byte[] challenge(ReceivedMessage reply) {
        return NegotiationResponse.read(reply.content().orElseThrow())
                .exchange()
                .octets();
    }

    private static String contextOf(byte[] envelope) {
        return new String(envelope, UTF_8).replaceFirst("(?s).*Context=\"([^\"]*)\".*", "$1");
    }

    private static byte[] replace(byte[] envelope, String found, String put) {
        String text = new String(envelope, UTF_8);
        assertThat(text).contains(found);
        return text.replaceFirst(Pattern.quote(found), Matcher.quoteReplacement(put))
                .getBytes(UTF_8);
    }

    private static byte[] edit(byte[] envelope, UnaryOperator<String> change) {
        return change.apply(new String(envelope, UTF_8)).getBytes(UTF_8);
    }

    /** An attacker on the path who may change legs; what comes after the legs passes unchanged. */
    private class Middle implements Peer {
        private final Conversation target;
        private final BiFunction<Integer, byte[], byte[]> requests;
        private final BiFunction<Integer, byte[], byte[]> replies;
        private int legs;

        Middle(BiFunction<Integer, byte[], byte[]> requests, BiFunction<Integer, byte[], byte[]> replies) {
            this(wire, requests, replies);
        }

        Middle(
                Conversation target,
                BiFunction<Integer, byte[], byte[]> requests,
                BiFunction<Integer, byte[], byte[]> replies) {
            this.target = target;
            this.requests = requests;
            this.replies = replies;
        }

        @Override
        public String address() {
            return target.address();
        }

        @Override
        public EndpointIdentity identity() {
            return target.identity();
        }

        @Override
        public ReceivedMessage exchange(byte[] envelope) {
            if (!NegotiationService.isLeg(target.read(envelope))) {
                return target.exchange(envelope);
            }
            legs++;
            target.exchange(requests.apply(legs, envelope));
            return target.read(replies.apply(legs, target.lastReply().octets()));
        }
    }
}

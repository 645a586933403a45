// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.Refusals;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.captures.Envelopes;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Recorded.Exchange;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.trust.ComputedKey;
import dev.wshttp.security.internal.trust.NegotiationRequest;
import dev.wshttp.security.internal.trust.NegotiationResponse;
import dev.wshttp.security.internal.trust.NegotiationResult;
import dev.wshttp.security.internal.trust.RequestSecurityToken;
import dev.wshttp.security.internal.trust.RequestSecurityTokenResponse;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageProof;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.xml.XmlElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden test: WCF's own negotiations, and all messages under what they yielded, are understood as WCF understood them. */
class RecordedNegotiationsTest {
    private static final List<String> ACCEPTED = List.of(
            "3-nego-session-DEFAULT",
            "3-nego-session-DEFAULT--fault",
            "3-nego-session-DEFAULT--renew",
            "3-nego-session-DEFAULT--two-channels",
            "4-nego-nosession",
            "4-nego-nosession--fault",
            "4-nego-nosession--two-channels",
            "suite-Basic128--3-nego-session",
            "suite-Basic128Sha256Rsa15--3-nego-session",
            "suite-Basic256Rsa15--3-nego-session",
            "suite-Basic256Sha256--3-nego-session",
            "live-suite-Basic192--mode3",
            "live-suite-Basic192Rsa15--mode3",
            "live-suite-Basic192Sha256--mode3",
            "live-suite-Basic192Sha256Rsa15--mode3",
            "live-suite-TripleDes--mode3",
            "live-suite-TripleDesRsa15--mode3",
            "live-suite-TripleDesSha256--mode3",
            "live-suite-TripleDesSha256Rsa15--mode3",
            "live-mtom--mode3",
            "live-utf16-le--mode3",
            "live-utf16-be--mode3");

    /** Those in which the negotiation succeeded and a message afterwards was refused. */
    private static final List<String> REFUSED_LATER = List.of(
            "3-nego-session-DEFAULT--err-a1-tampered-body",
            "3-nego-session-DEFAULT--err-a2-tampered-action",
            "3-nego-session-DEFAULT--err-b-expired-timestamp",
            "3-nego-session-DEFAULT--err-d-unknown-sct",
            "3-nego-session-DEFAULT--err-e-cancelled-sct-replay-unsecured",
            "3-nego-session-DEFAULT--err-j-client-dns-identity-mismatch",
            "3-nego-session-DEFAULT--err-k-session-inactive",
            "4-nego-nosession--err-a1-tampered-body",
            "4-nego-nosession--err-a2-tampered-action",
            "4-nego-nosession--err-b-expired-timestamp",
            "4-nego-nosession--err-d-unknown-sct");

    /** The recorded negotiations, each as its first leg with the second one after it. */
    static Stream<Negotiation> negotiations() {
        return Stream.concat(ACCEPTED.stream(), REFUSED_LATER.stream())
                .map(Recorded::new)
                .flatMap(RecordedNegotiationsTest::negotiationsOf);
    }

    private static Stream<Negotiation> negotiationsOf(Recorded folder) {
        List<Exchange> exchanges = folder.exchanges().toList();
        var found = new ArrayList<Negotiation>();
        for (Exchange first : exchanges) {
            if (first.request().contains(">" + NegotiationRequest.ACTION + "<")) {
                String context =
                        NegotiationRequest.read(content(first.request())).context();
                Exchange second = exchanges.stream()
                        .filter(each -> each.request().contains(">" + NegotiationResponse.ACTION + "<"))
                        .filter(each -> each.request().contains("\"" + context + "\""))
                        .findFirst()
                        .orElseThrow();
                found.add(new Negotiation(first, second));
            }
        }
        return found.stream();
    }

    static Stream<Exchange> exchanges() {
        return ACCEPTED.stream()
                .map(Recorded::new)
                .flatMap(Recorded::exchanges)
                .filter(exchange -> exchange.request().contains("<o:Security"));
    }

    record Negotiation(Exchange first, Exchange second) {
        @Override
        public String toString() {
            return first.toString();
        }
    }

    @Test
    void everyRecordedNegotiationIsHere() {
        assertThat(negotiations()).hasSize(36);
    }

    @ParameterizedTest
    @MethodSource("negotiations")
    void recomputesTheAuthenticator(Negotiation negotiation) {
        XmlElement last = content(negotiation.second().response());
        var result = NegotiationResult.read(last);

        assertThat(transcript(negotiation, last)
                        .combinedHash(key(negotiation, result).secret()))
                .isEqualTo(result.combinedHash());
    }

    @ParameterizedTest
    @MethodSource("negotiations")
    void authenticatorCoversEveryLeg(Negotiation negotiation) {
        XmlElement last = content(negotiation.second().response());
        var result = NegotiationResult.read(last);
        var withoutOne = new Transcript(1 << 20);
        withoutOne.add(content(negotiation.first().request()));
        withoutOne.add(content(negotiation.second().request()));
        withoutOne.add(NegotiationResult.authenticated(last));

        assertThat(withoutOne.combinedHash(key(negotiation, result).secret())).isNotEqualTo(result.combinedHash());
    }

    @ParameterizedTest
    @MethodSource("negotiations")
    void readsEveryLeg(Negotiation negotiation) {
        var request = NegotiationRequest.read(content(negotiation.first().request()));
        var challenge = NegotiationResponse.read(content(negotiation.first().response()));
        var answer = NegotiationResponse.read(content(negotiation.second().request()));
        var result = NegotiationResult.read(content(negotiation.second().response()));

        int bits = negotiation.first().folder().suite().secretBytes() * 8;
        assertThat(request.keySizeBits()).isEqualTo(bits);
        assertThat(result.issued().keySizeBits()).isEqualTo(bits);
        assertThat(List.of(
                        challenge.context(), answer.context(), result.issued().context()))
                .containsOnly(request.context());
        assertThat(List.of(
                        request.exchange(),
                        challenge.exchange(),
                        answer.exchange(),
                        result.issued().exchange().orElseThrow()))
                .allSatisfy(exchange -> {
                    assertThat(exchange.valueType()).isEqualTo(" http://schemas.xmlsoap.org/ws/2005/02/trust/tlsnego");
                    assertThat(exchange.isTlsnego()).isTrue();
                });
        // One record of application data (23) of TLS 1.2.
        assertThat(result.issued().wrappedKey()).startsWith(23, 3, 3);
        assertThat(result.issued().lifetime().orElseThrow().length())
                .isEqualTo(
                        negotiation.first().folder().folder().startsWith("4-")
                                ? Duration.ofHours(10)
                                : Duration.ofMinutes(15));
    }

    @ParameterizedTest
    @MethodSource("negotiations")
    void writesEveryLegAsItReadIt(Negotiation negotiation) {
        XmlElement last = content(negotiation.second().response());

        assertThat(canonical(XmlElement.of(
                        NegotiationRequest.read(content(negotiation.first().request())))))
                .isEqualTo(canonical(content(negotiation.first().request())));
        assertThat(canonical(XmlElement.of(
                        NegotiationResponse.read(content(negotiation.first().response())))))
                .isEqualTo(canonical(content(negotiation.first().response())));
        assertThat(canonical(XmlElement.of(NegotiationResult.read(last)))).isEqualTo(canonical(last));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void verifiesAndDecryptsEachRequest(Exchange exchange) {
        MessageProof proof = prove(exchange, exchange.request(), Carriage.CARRIED);

        assertThat(Envelopes.body(proof.envelope()))
                .isEqualTo(Envelopes.body(Envelopes.parse(exchange.decryptedRequest())));
        assertThat(proof.signatureValues()).isEqualTo(exchange.signatureValues());
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void verifiesAndDecryptsEachReply(Exchange exchange) {
        MessageProof proof = prove(exchange, exchange.response(), Carriage.REFERRED_TO);

        assertThat(Envelopes.body(proof.envelope()))
                .isEqualTo(Envelopes.body(Envelopes.parse(exchange.decryptedResponse())));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void computesTheKeysThatWcfComputed(Exchange exchange) {
        SessionAction action = Stream.of(SessionAction.ISSUE, SessionAction.RENEW)
                .filter(each -> isAbout(exchange, each))
                .findFirst()
                .orElse(null);
        if (action == null) {
            return;
        }
        var wanted = RequestSecurityToken.read(content(exchange.decryptedRequest()), action);
        var granted = RequestSecurityTokenResponse.read(content(exchange.decryptedResponse()));
        byte[] computed = ComputedKey.of(
                        wanted.entropy(),
                        granted.entropy(),
                        exchange.folder().suite().secretBytes())
                .octets();

        assertThat(exchange.folder().contextKeys())
                .filteredOn(key -> key.token()
                        .isNamed(granted.token().identifier(), granted.token().instance()))
                .singleElement()
                .satisfies(key -> assertThat(key.secret().octets()).isEqualTo(computed));
    }

    @Test
    void refusesTheReplyOfAnotherNegotiatedContext() {
        var exchange = new Exchange(new Recorded("4-nego-nosession"), "03");
        var stranger = new Exchange(new Recorded("4-nego-nosession--fault"), "03");

        assertThat(Refusals.faultOf(() -> prove(exchange, stranger.response(), Carriage.REFERRED_TO)))
                .isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
    }

    private static Transcript transcript(Negotiation negotiation, XmlElement last) {
        var transcript = new Transcript(1 << 20);
        transcript.add(content(negotiation.first().request()));
        transcript.add(content(negotiation.first().response()));
        transcript.add(content(negotiation.second().request()));
        transcript.add(NegotiationResult.authenticated(last));
        return transcript;
    }

    private static SecurityContextKey key(Negotiation negotiation, NegotiationResult result) {
        return negotiation.first().folder().contextKeys().stream()
                .filter(key ->
                        key.token().identifier().equals(result.issued().token().identifier()))
                .findFirst()
                .orElseThrow();
    }

    private static MessageProof prove(Exchange exchange, String message, Carriage carriage) {
        Sides sides = Sides.of(exchange.folder(), Recorded.clockOf(message));
        ReceivedMessage received = sides.engine().read(message.getBytes(UTF_8), UTF_8);
        List<SecurityContextKey> keys = exchange.folder().contextKeys();
        var expectation = Expectation.context(new Expectation.Context(keys, carriage));
        if (isAbout(exchange, SessionAction.RENEW) && carriage == Carriage.CARRIED) {
            expectation = expectation.endorsedByOneOf(keys);
        }
        return received.verification(isAbout(exchange, SessionAction.CANCEL) ? expectation.signedOnly() : expectation)
                .proveAtOnce();
    }

    private static boolean isAbout(Exchange exchange, SessionAction action) {
        return exchange.request().contains(">" + action.request() + "<");
    }

    private static String canonical(XmlElement element) {
        return new String(element.canonicalForm(1 << 20), UTF_8);
    }

    private static XmlElement content(String envelope) {
        return Elements.value(Elements.content(Envelopes.parse(envelope).getDocumentElement()));
    }

    @Test
    void hashesAsTheTestVectorSays() {
        byte[] digest = Base64.getDecoder().decode("BndKmQUKMbX0uq5B13juRa4bujw=");
        var key = dev.wshttp.security.internal.token.SharedSecret.of(
                Base64.getDecoder().decode("Y8Xa2NFlh/L+/Gx/Vir4+Qu6CVkhJuRPif4OmG+fWE4="));
        byte[] label = "AUTH-HASH".getBytes(UTF_8);
        byte[] seed = java.util.Arrays.copyOf(label, label.length + digest.length);
        System.arraycopy(digest, 0, seed, label.length, digest.length);

        assertThat(Base64.getEncoder().encodeToString(key.pSha1(seed, 32)))
                .isEqualTo("u/GFhYRFcWJG38bxhf0P6HIiN1z6dps1HjIasQswu0I=");
    }
}

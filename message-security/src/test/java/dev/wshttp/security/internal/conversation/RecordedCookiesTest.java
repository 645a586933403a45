// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import static dev.wshttp.security.Refusals.faultOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.trust.ComputedKey;
import dev.wshttp.security.internal.trust.RequestSecurityToken;
import dev.wshttp.security.internal.trust.RequestSecurityTokenResponse;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageProof;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.xml.XmlOctets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden test: the tokens with a cookie that WCF's plain client sends back are those that were issued, and what it sends with them is verified. */
class RecordedCookiesTest {
    private static final Recorded FOLDER = new Recorded("live-cookie-echo--mode2");
    private static final Pattern ISSUED = Pattern.compile(
            "u:Id=\"([^\"]*)\".*<c:Identifier>([^<]*)</c:Identifier>(?:<c:Instance>([^<]*)</c:Instance>)?<dnse:Cookie[^>]*>([^<]*)<");

    private final SecurityContextKey first = granted("01", SessionAction.ISSUE, issued("issued-01-session.xml"));
    private final SecurityContextKey renewed = granted("04", SessionAction.RENEW, issued("issued-02-renewed.xml"));

    @ParameterizedTest
    @ValueSource(strings = {"02", "03"})
    void verifiesACall(String number) {
        MessageProof proof = prove(request(number), under(first));

        assertThat(proof.addressing().action()).endsWith("ICalculator/Add");
        assertThat(proof.key()).isEqualTo(new MessageKey.OfContext(first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"05", "06"})
    void verifiesACallUnderTheRenewedToken(String number) {
        MessageProof proof = prove(request(number), under(renewed));

        assertThat(proof.key()).isEqualTo(new MessageKey.OfContext(renewed));
        assertThat(renewed.token().cookie()).isNotEqualTo(first.token().cookie());
    }

    @Test
    void verifiesTheRenewal() {
        MessageProof proof = prove(request("04"), bootstrap().endorsedByOneOf(List.of(first)));

        assertThat(proof.endorsingContext()).contains(first.token());
    }

    @Test
    void verifiesTheCancellation() {
        MessageProof proof = prove(request("07"), under(renewed).signedOnly());

        assertThat(RequestSecurityToken.read(proof.envelope().content().orElseThrow(), SessionAction.CANCEL)
                        .target()
                        .map(SecurityContextToken::identifier))
                .contains(renewed.token().identifier());
    }

    @ParameterizedTest
    @ValueSource(strings = {"02", "04", "05", "07"})
    void readsTheTokenAsItWasIssued(String number) {
        SecurityContextToken expected = number.compareTo("04") > 0 ? renewed.token() : first.token();

        assertThat(read(request(number)).contexts()).containsExactly(expected);
    }

    /** What chooses the key is the very token that the key is compared with. */
    @Test
    void readsATokenOnce() {
        ReceivedMessage message = read(request("02"));

        assertThat(message.contexts().get(0)).isSameAs(message.contexts().get(0));
    }

    /** The cookie is a part of the name of the key. */
    @ParameterizedTest
    @ValueSource(strings = {"02", "04"})
    void refusesTheSameKeyUnderAnotherCookie(String number) {
        for (SecurityContextToken other : List.of(
                first.token().withCookie(""),
                first.token().withCookie(renewed.token().cookie()),
                first.token().withCookie(first.token().cookie().substring(4)))) {
            var key = new SecurityContextKey(other, first.secret());
            Expectation expectation = number.equals("04") ? bootstrap().endorsedByOneOf(List.of(key)) : under(key);

            assertThat(faultOf(() -> prove(request(number), expectation)))
                    .isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
        }
    }

    /** In modes that negotiate the key is known because that service of WCF left its cookie readable. */
    @ParameterizedTest
    @CsvSource({
        "live-cookie-state--mode3, 03, trust/RST/SCT",
        "live-cookie-state--mode3, 04, ICalculator/Add",
        "live-cookie-state--mode3, 07, ICalculator/GetCallerIdentity",
        "live-cookie-state--mode3, 12, trust/RST/SCT/Cancel",
        "live-cookie-state--mode4, 03, ICalculator/Add",
        "live-cookie-state--mode4, 06, ICalculator/GetCallerIdentity"
    })
    void verifiesWhatThePlainClientSendsUnderATokenOfWcf(String folder, String number, String action) {
        String message = new Recorded(folder).text(number + "-request.xml");
        SecurityContextToken token = read(message).contexts().get(0);
        var key = new SecurityContextKey(token, keyIn(token));
        Expectation expectation = action.endsWith("Cancel") ? under(key).signedOnly() : under(key);

        assertThat(prove(message, expectation).addressing().action()).endsWith(action);

        var other = new SecurityContextKey(token.withCookie(token.cookie().substring(4)), key.secret());
        Expectation another = action.endsWith("Cancel") ? under(other).signedOnly() : under(other);
        assertThat(faultOf(() -> prove(message, another))).isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
    }

    /** The first token is of a new negotiation, the second one that of the session. Both carry a cookie, and each key is known by its own. */
    @Test
    void verifiesARenewalUnderTwoTokensOfWcf() {
        String message = new Recorded("live-cookie-state-renewal--mode3").text("08-request.xml");
        List<SecurityContextToken> tokens = read(message).contexts();
        assertThat(tokens).hasSize(2);
        var negotiated = new SecurityContextKey(tokens.get(0), keyIn(tokens.get(0)));
        var session = new SecurityContextKey(tokens.get(1), keyIn(tokens.get(1)));

        MessageProof proof = prove(message, under(negotiated).endorsedByOneOf(List.of(session)));

        assertThat(proof.addressing().action()).endsWith("trust/RST/SCT/Renew");
        assertThat(proof.key()).isEqualTo(new MessageKey.OfContext(negotiated));
        assertThat(proof.endorsingContext()).contains(session.token());
        var other = new SecurityContextKey(
                session.token().withCookie(negotiated.token().cookie()), session.secret());
        assertThat(faultOf(() -> prove(message, under(negotiated).endorsedByOneOf(List.of(other)))))
                .isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
    }

    /** Returns the key in a state of WCF: binary XML, whose element 8 has octets in two records of 30 and 2. */
    private static SharedSecret keyIn(SecurityContextToken token) {
        String state = HexFormat.of().formatHex(Base64.getDecoder().decode(token.cookie()));
        Matcher key = Pattern.compile("42089e1e(.{60})9f02(.{4})").matcher(state);
        assertThat(key.find()).isTrue();
        return SharedSecret.of(HexFormat.of().parseHex(key.group(1) + key.group(2)));
    }

    /** The client sends back what it got octet by octet, if it is written so. */
    @ParameterizedTest
    @ValueSource(strings = {"issued-01-session.xml", "issued-02-renewed.xml"})
    void writesATokenAsTheClientOfWcfDoes(String file) {
        var response = new RequestSecurityTokenResponse(issued(file), new byte[32], 256, Optional.empty(), "");

        assertThat(new String(XmlOctets.of(response), UTF_8))
                .contains(FOLDER.text(file).strip());
    }

    private static SecurityContextToken issued(String file) {
        Matcher token = ISSUED.matcher(FOLDER.text(file));
        assertThat(token.find()).isTrue();
        return new SecurityContextToken(
                        token.group(1),
                        token.group(2),
                        Optional.ofNullable(token.group(3)).orElse(""))
                .withCookie(token.group(4));
    }

    private SecurityContextKey granted(String number, SessionAction action, SecurityContextToken token) {
        Expectation expectation =
                action == SessionAction.RENEW ? bootstrap().endorsedByOneOf(List.of(first)) : bootstrap();
        MessageProof request = prove(request(number), expectation);
        MessageProof answer = prove(
                FOLDER.text(number + "-response.xml"),
                Expectation.reply(
                        (MessageKey.Encrypted) request.key(), request.signatureValues(), request.signatures()));
        var wanted = RequestSecurityToken.read(request.envelope().content().orElseThrow(), action);
        var response =
                RequestSecurityTokenResponse.read(answer.envelope().content().orElseThrow());
        return new SecurityContextKey(token, ComputedKey.of(wanted.entropy(), response.entropy(), 32));
    }

    private static String request(String number) {
        return FOLDER.text(number + "-request.xml");
    }

    private static Expectation bootstrap() {
        return Expectation.request(Recorded.serviceCredentials().serviceCertificate());
    }

    private static Expectation under(SecurityContextKey key) {
        return Expectation.context(new Expectation.Context(List.of(key), Carriage.CARRIED));
    }

    private static ReceivedMessage read(String message) {
        return Sides.of(FOLDER, Recorded.clockOf(message)).engine().read(message.getBytes(UTF_8), UTF_8);
    }

    private static MessageProof prove(String message, Expectation expectation) {
        return read(message).verification(expectation).proveAtOnce();
    }
}

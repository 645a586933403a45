// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

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
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.trust.ComputedKey;
import dev.wshttp.security.internal.trust.RequestSecurityToken;
import dev.wshttp.security.internal.trust.RequestSecurityTokenResponse;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageProof;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** Golden test: WCF's own sessions, with the clock at the time of each message, are understood as WCF understood them. */
class RecordedSessionsTest {
    private static final Pattern COMBINED =
            Pattern.compile("combined-key requestorEntropy=(\\S+) issuerEntropy=(\\S+) bits=256 key=(\\S+)");

    static Stream<Exchange> exchanges() {
        return Stream.of(
                        "2-nonego-session",
                        "2-nonego-session--fault",
                        "2-nonego-session--renew",
                        "2-nonego-session--key-expiry-client-renews")
                .map(Recorded::new)
                .flatMap(Recorded::exchanges);
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void verifiesAndDecryptsEachRequest(Exchange exchange) {
        MessageProof proof = prove(exchange.folder(), exchange.request(), requestExpectation(exchange));

        assertThat(Envelopes.body(proof.envelope()))
                .isEqualTo(Envelopes.body(Envelopes.parse(exchange.decryptedRequest())));
        assertThat(proof.signatureValues()).isEqualTo(exchange.signatureValues());
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void verifiesAndDecryptsEachReply(Exchange exchange) {
        MessageProof proof = prove(exchange.folder(), exchange.response(), replyExpectation(exchange));

        assertThat(Envelopes.body(proof.envelope()))
                .isEqualTo(Envelopes.body(Envelopes.parse(exchange.decryptedResponse())));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void computesTheKeysThatWcfComputed(Exchange exchange) {
        XmlElement request = content(exchange.decryptedRequest());
        if (!isAbout(exchange, SessionAction.ISSUE) && !isAbout(exchange, SessionAction.RENEW)) {
            return;
        }
        var wanted = RequestSecurityToken.read(request, actionOf(exchange));
        var granted = RequestSecurityTokenResponse.read(content(exchange.decryptedResponse()));

        assertThat(keys(exchange.folder()))
                .contains(Base64.getEncoder()
                        .encodeToString(ComputedKey.of(wanted.entropy(), granted.entropy(), 32)
                                .octets()));
        assertThat(granted.lifetime()).isPresent();
        assertThat(granted.keySizeBits()).isEqualTo(256);
    }

    @Test
    void refusesReplyOfAnotherSession() {
        Exchange exchange = new Exchange(new Recorded("2-nonego-session"), "02");
        var stranger = new SecurityContextKey(
                new SecurityContextToken("", "urn:uuid:another", ""), SharedSecret.of(new byte[32]));

        assertThat(Refusals.faultOf(() -> prove(
                        exchange.folder(),
                        exchange.response(),
                        Expectation.context(new Expectation.Context(List.of(stranger), Carriage.REFERRED_TO)))))
                .isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
    }

    private static MessageProof prove(Recorded folder, String message, Expectation expectation) {
        Sides sides = Sides.of(folder, Recorded.clockOf(message));
        ReceivedMessage received = sides.engine().read(message.getBytes(UTF_8), UTF_8);
        return received.verification(expectation).proveAtOnce();
    }

    private static Expectation requestExpectation(Exchange exchange) {
        if (isAbout(exchange, SessionAction.ISSUE) || isAbout(exchange, SessionAction.RENEW)) {
            var bootstrap = Expectation.request(Recorded.serviceCredentials().serviceCertificate());
            return isAbout(exchange, SessionAction.RENEW)
                    ? bootstrap.endorsedByOneOf(contextKeys(exchange.folder()))
                    : bootstrap;
        }
        var session = Expectation.context(new Expectation.Context(contextKeys(exchange.folder()), Carriage.CARRIED));
        return isAbout(exchange, SessionAction.CANCEL) ? session.signedOnly() : session;
    }

    private static Expectation replyExpectation(Exchange exchange) {
        if (isAbout(exchange, SessionAction.ISSUE) || isAbout(exchange, SessionAction.RENEW)) {
            MessageProof request = prove(exchange.folder(), exchange.request(), requestExpectation(exchange));
            return Expectation.reply(
                    (dev.wshttp.security.internal.wss.MessageKey.Encrypted) request.key(),
                    exchange.signatureValues(),
                    exchange.signatures());
        }
        var session =
                Expectation.context(new Expectation.Context(contextKeys(exchange.folder()), Carriage.REFERRED_TO));
        return isAbout(exchange, SessionAction.CANCEL) ? session.signedOnly() : session;
    }

    private static boolean isAbout(Exchange exchange, SessionAction action) {
        return exchange.request().contains(">" + action.request() + "<");
    }

    private static SessionAction actionOf(Exchange exchange) {
        return Stream.of(SessionAction.values())
                .filter(action -> isAbout(exchange, action))
                .findFirst()
                .orElseThrow();
    }

    /** The keys of the folder's session: the combined ones in their order, under the names that the responses gave them. */
    private static List<SecurityContextKey> contextKeys(Recorded folder) {
        List<String> keys = keys(folder);
        var named = new ArrayList<SecurityContextKey>();
        folder.exchanges()
                .filter(exchange -> isAbout(exchange, SessionAction.ISSUE) || isAbout(exchange, SessionAction.RENEW))
                .map(exchange -> RequestSecurityTokenResponse.read(content(exchange.decryptedResponse())))
                .forEach(response -> named.add(new SecurityContextKey(
                        response.token(), SharedSecret.of(Base64.getDecoder().decode(keys.get(named.size()))))));
        return named;
    }

    private static List<String> keys(Recorded folder) {
        return COMBINED.matcher(folder.text("client-keys.txt"))
                .results()
                .map(match -> match.group(3))
                .toList();
    }

    private static XmlElement content(String envelope) {
        Element root = Envelopes.parse(envelope).getDocumentElement();
        Element body = Elements.children(root).get(1);
        return Elements.value(Elements.children(body).get(0));
    }
}

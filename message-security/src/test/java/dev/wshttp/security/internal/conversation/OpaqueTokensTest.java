// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import static dev.wshttp.security.Refusals.faultOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Conversation;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlOctets;
import dev.wshttp.security.internal.xml.XmlParser;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A token is opaque to a client: it comes back in each request as the service issued it, whatever is in it. So services that keep their state in a cookie
 * inside the token, which WCF can, and farms of them, have our clients. In all modes with tokens.
 */
@ParameterizedClass
@CsvSource({"false, true", "true, true", "true, false"})
class OpaqueTokensTest {
    private static final Pattern TOKEN = Pattern.compile(
            "<c:SecurityContextToken (?:(?!</c:SecurityContextToken>).)*</c:SecurityContextToken>", Pattern.DOTALL);
    private static final String END = "</c:SecurityContextToken>";
    private static final String COOKIE =
            "<dnse:Cookie xmlns:dnse=\"http://schemas.microsoft.com/ws/2006/05/security\">+mOXE2ZYCRkEd3ccJj/w</dnse:Cookie>";

    private final AdjustableClock clock = new AdjustableClock(Instant.parse("2026-11-28T13:00:00Z"));

    @Parameter(0)
    private boolean negotiates;

    @Parameter(1)
    private boolean hasSessions;

    @ParameterizedTest
    @ValueSource(
            strings = {
                COOKIE,
                COOKIE + COOKIE,
                "<any xmlns=\"urn:any\" xmlns:p=\"urn:p\" p:at=\"p:value\">p:text &amp; \u00e9<b></b></any>",
                "<c:Other>text</c:Other>",
                "<any></any>",
                "\n  ",
            })
    void comesBackAsItWasIssued(String more) {
        Conversation wire = conversation(token -> token.replace(END, more + END));

        wire.call();
        wire.call();

        assertThat(tokensOfCalls(wire)).isNotEmpty().allMatch(token -> token.endsWith(more + END));
    }

    @Test
    void anAttributeComesBackToo() {
        Conversation wire = conversation(token ->
                token.replace("<c:SecurityContextToken ", "<c:SecurityContextToken p:a=\"1\" xmlns:p=\"urn:p\" "));

        wire.call();

        assertThat(tokensOfCalls(wire)).isNotEmpty().allMatch(token -> token.contains("p:a=\"1\""));
    }

    @Test
    void aRenewedTokenComesBackWithItsNewCookie() {
        Conversation wire = conversation(token -> token.replace(END, COOKIE + END));
        wire.call();
        clock.advance(Duration.ofHours(10).plusMinutes(1));

        wire.call();

        assertThat(tokensOfCalls(wire)).hasSizeGreaterThan(1).allMatch(token -> token.endsWith(COOKIE + END));
    }

    @Test
    void aSessionIsCancelledByItsTokenAsItWasIssued() {
        assumeThat(hasSessions).isTrue();
        Conversation wire = conversation(token -> token.replace(END, COOKIE + END));
        wire.call();

        wire.client().close(wire);

        assertThat(new String(wire.lastRequest().octets(), UTF_8)).contains("RST/SCT/Cancel", COOKIE);
    }

    /** WCF's client writes its references as the service wrote the one that it issued. */
    @Test
    void referencesAreTypedAsTheIssuedOne() {
        assumeThat(hasSessions).isTrue();
        Conversation wire = conversation(
                UnaryOperator.identity(),
                response -> response.replaceAll(
                        "(<t:RequestedAttachedReference>.*?<o:Reference) ValueType=\"[^\"]*\"", "$1"));

        wire.call();

        String call = new String(wire.lastRequest().octets(), UTF_8);
        assertThat(call).containsPattern("<c:DerivedKeyToken (?:(?!ValueType).)*</c:DerivedKeyToken>");
    }

    @Test
    void referencesMayBeMissing() {
        assumeThat(hasSessions).isTrue();
        Conversation wire = conversation(
                UnaryOperator.identity(),
                response -> response.replaceAll(
                        "<t:Requested(Una|A)ttachedReference>.*?</t:Requested(Una|A)ttachedReference>", ""));

        wire.call();

        assertThat(tokensOfCalls(wire)).isNotEmpty();
    }

    /** What comes back in every request has a bound. */
    @Test
    void aTokenThatIsTooLargeIsRefused() {
        String large = "<large xmlns=\"urn:any\">" + "x".repeat(70_000) + "</large>";
        Conversation wire = conversation(token -> token.replace(END, large + END));

        assertThat(faultOf(wire::call)).isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);
    }

    private List<String> tokensOfCalls(Conversation wire) {
        return wire.sent().stream()
                .map(ProtectedMessage::octets)
                .map(octets -> new String(octets, UTF_8))
                .filter(text -> text.contains(">" + Conversation.ADD + "<"))
                .flatMap(text -> TOKEN.matcher(text).results())
                .map(java.util.regex.MatchResult::group)
                .toList();
    }

    private Conversation conversation(UnaryOperator<String> token) {
        return conversation(token, UnaryOperator.identity());
    }

    /** The service of the test knows its tokens as it wrote them; nothing in a message signs them. */
    private Conversation conversation(UnaryOperator<String> token, UnaryOperator<String> response) {
        return Conversation.between(
                        WsHttpBinding.builder()
                                .negotiateServiceCredential(negotiates)
                                .establishSecurityContext(hasSessions)
                                .maxReceivedMessageBytes(200_000)
                                .sessionSettings(SessionSettings.builder()
                                        .inactivityTimeout(Duration.ofDays(1))
                                        .build())
                                .build(),
                        Recorded.clientCredentials(),
                        Recorded.serviceCredentials(),
                        clock)
                .changing(body -> changed(body, token, response), OpaqueTokensTest::withPlainTokens);
    }

    private static XmlContent changed(XmlContent body, UnaryOperator<String> token, UnaryOperator<String> response) {
        String text = new String(XmlOctets.of(body), UTF_8);
        String changed = (text.contains("Authenticator") ? UnaryOperator.<String>identity() : response)
                .apply(TOKEN.matcher(text)
                        .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(token.apply(found.group()))));
        try {
            return new XmlParser(100).parse(changed.getBytes(UTF_8));
        } catch (XMLStreamException malformed) {
            throw new IllegalArgumentException(changed, malformed);
        }
    }

    private static byte[] withPlainTokens(byte[] request) {
        return TOKEN.matcher(new String(request, UTF_8))
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(found.group()
                        .replaceAll(" p:a=\"1\"| xmlns:p=\"urn:p\"", "")
                        .replaceAll(
                                "</c:Identifier>(<c:Instance>[^<]*</c:Instance>)?.*" + END, "</c:Identifier>$1" + END)))
                .getBytes(UTF_8);
    }
}

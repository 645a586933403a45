// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.instances;

import static dev.wshttp.security.Refusals.faultOf;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Conversation;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.instances.AesSeal;
import dev.wshttp.security.instances.InOneJvm;
import dev.wshttp.security.instances.TokenSeal;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The cookie of a token travels in clear and unsigned. Whatever an attacker makes of it is refused: at the instance that issued the token and knows it, and at
 * one that has to believe the cookie.
 */
@ParameterizedClass
@CsvSource({"false, true", "true, true", "true, false"})
class CookieAttackTest {
    private static final Pattern COOKIE = Pattern.compile("<dnse:Cookie[^>]*>([^<]*)</dnse:Cookie>");
    private static final Pattern TOKEN = Pattern.compile("<c:SecurityContextToken .*?</c:SecurityContextToken>");

    private final AdjustableClock clock = new AdjustableClock(Instant.parse("2026-11-28T13:00:00Z"));
    private final AesSeal seal = new AesSeal();

    @Parameter(0)
    private boolean negotiates;

    @Parameter(1)
    private boolean hasSessions;

    @Test
    void refusesACookieWithAnyOctetChanged() {
        Conversation wire = conversation(seal, "/Calculator");
        String call = call(wire);
        String cookie = cookie(call);
        for (int i = 0; i < cookie.length(); i++) {
            char other = cookie.charAt(i) == 'A' ? 'B' : 'A';
            refusedEverywhere(wire, withCookie(call, cookie.substring(0, i) + other + cookie.substring(i + 1)));
        }

        acceptedEverywhere(wire, call);
    }

    @Test
    void refusesACookieThatIsCutAtAnyLength() {
        Conversation wire = conversation(seal, "/Calculator");
        String call = call(wire);
        String cookie = cookie(call);
        for (int length = 1; length < cookie.length(); length++) {
            refusedEverywhere(wire, withCookie(call, cookie.substring(0, length)));
        }

        acceptedEverywhere(wire, call);
    }

    @Test
    void refusesACookieWithMoreBehindIt() {
        Conversation wire = conversation(seal, "/Calculator");
        String call = call(wire);
        for (String more : List.of("A", "AAAA", "=", "====", " AAAA", "&#10;AAAA", "<b/>")) {
            refusedEverywhere(wire, withCookie(call, cookie(call) + more));
        }

        acceptedEverywhere(wire, call);
    }

    /** Base64 has two spellings of the same octets where they do not fill the last group. */
    @Test
    void refusesAnotherSpellingOfTheSameOctets() {
        Conversation wire = conversation(seal, "/Calculator");
        String call = call(wire);
        String cookie = cookie(call);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        int last = cookie.replaceAll("=*$", "").length() - 1;
        assertThat(cookie).endsWith("=");
        char next = alphabet.charAt(alphabet.indexOf(cookie.charAt(last)) + 1);

        refusedEverywhere(wire, withCookie(call, cookie.substring(0, last) + next + cookie.substring(last + 1)));
        refusedEverywhere(wire, withCookie(call, cookie.replace("=", "")));
    }

    /** WCF's service accepts it where it knows the token. */
    @Test
    void refusesATokenWithoutItsCookie() {
        Conversation wire = conversation(seal, "/Calculator");
        String call = call(wire);

        refusedEverywhere(wire, COOKIE.matcher(call).replaceAll(""));
        acceptedEverywhere(wire, call);
    }

    @Test
    void refusesAnEmptyCookieAndSeveral() {
        Conversation wire = conversation(seal, "/Calculator");
        String call = call(wire);
        String whole = COOKIE.matcher(call).results().findFirst().orElseThrow().group();
        for (String changed : List.of(
                withCookie(call, ""),
                withCookie(call, "  "),
                call.replace(whole, whole + whole),
                call.replace(whole, whole + whole.replace(cookie(call), "")),
                call.replace(whole, whole + whole.replace(cookie(call), "AAAA")),
                call.replace(whole, whole.replace(cookie(call), "AAAA") + whole))) {
            for (int instance : new int[] {0, 1}) {
                wire.at(instance);
                assertThat(faultOf(() -> wire.verify(wire.read(changed.getBytes(ISO_8859_1)))))
                        .isEqualTo(SecurityFault.SECURITY_HEADER_MALFORMED);
            }
        }

        acceptedEverywhere(wire, call);
    }

    @Test
    void refusesACookieOf64Kilobytes() {
        Conversation wire = conversation(seal, "/Calculator");
        String call = call(wire);
        refusedEverywhere(wire, withCookie(call, "A".repeat(65_536)));
        refusedEverywhere(wire, withCookie(call, cookie(call) + "A".repeat(40_000)));

        acceptedEverywhere(wire, call);
    }

    @Test
    void refusesTheCookieOfAnotherClient() {
        Conversation wire = conversation(seal, "/Calculator");
        String call = call(wire);
        String ofAnother = call(wire.with(Recorded.clientCredentials()));

        refusedEverywhere(wire, withCookie(call, cookie(ofAnother)));
        refusedEverywhere(wire, withCookie(ofAnother, cookie(call)));
        acceptedEverywhere(wire, call);
        acceptedEverywhere(wire, ofAnother);
    }

    /** The whole token of another client comes with a key that the sender does not have. */
    @Test
    void refusesTheTokenOfAnotherClient() {
        Conversation wire = conversation(seal, "/Calculator");
        String call = call(wire);
        String ofAnother = call(wire.with(Recorded.clientCredentials()));
        String changed = call.replace(tokenOf(call), tokenOf(ofAnother)).replace(idOf(call), idOf(ofAnother));
        for (int instance : new int[] {0, 1}) {
            wire.at(instance);
            assertThat(faultOf(() -> wire.verify(wire.read(changed.getBytes(ISO_8859_1)))))
                    .isIn(SecurityFault.SIGNATURE_INVALID, SecurityFault.DECRYPTION_FAILED);
        }

        acceptedEverywhere(wire, call);
    }

    @Test
    void refusesTheCookieOfAnotherKeyOfTheSession() {
        assumeThat(hasSessions).isTrue();
        Conversation wire = conversation(seal, "/Calculator");
        String former = call(wire);
        wire.reply(wire.client().protect(wire.request(), wire));
        clock.advance(Duration.ofHours(10).plusMinutes(1));
        String renewed = call(wire);

        assertThat(cookie(renewed)).isNotEqualTo(cookie(former));
        refusedEverywhere(wire, withCookie(renewed, cookie(former)));
        acceptedEverywhere(wire, renewed);
    }

    /** The negotiated token has the same client in it, and another purpose. */
    @Test
    void refusesTheCookieOfTheNegotiatedTokenInASession() {
        assumeThat(negotiates && hasSessions).isTrue();
        Conversation wire = conversation(seal, "/Calculator");
        String call = call(wire);
        String opening = wire.sent().stream()
                .map(CookieAttackTest::textOf)
                .filter(text -> text.contains("trust/RST/SCT<"))
                .findFirst()
                .orElseThrow();

        refusedEverywhere(wire, withCookie(call, cookie(opening)));
        refusedEverywhere(wire, call.replace(tokenOf(call), tokenOf(opening)).replace(idOf(call), idOf(opening)));
        acceptedEverywhere(wire, call);
    }

    @Test
    void refusesATokenUnderAnotherId() {
        Conversation wire = conversation(seal, "/Calculator");
        String call = call(wire);

        refusedEverywhere(wire, call.replace(idOf(call), idOf(call).replace("uuid-", "uuie-")));
        acceptedEverywhere(wire, call);
    }

    @Test
    void refusesATokenUnderAnotherIdentifierOrInstance() {
        Conversation wire = conversation(seal, "/Calculator");
        String call = call(wire);

        refusedEverywhere(wire, call.replace("<c:Identifier>urn:uuid:", "<c:Identifier>urn:uuie:"));
        refusedEverywhere(wire, call.replace("</c:Identifier>", "</c:Identifier><c:Instance>urn:uuid:1</c:Instance>"));
        acceptedEverywhere(wire, call);
    }

    @Test
    void refusesTheTokenOfAServiceWithAnotherKey() {
        Conversation wire = conversation(seal, "/Calculator");
        Conversation other = conversation(new AesSeal(), "/Calculator");
        String call = call(wire);

        refusedEverywhere(other, call);
        acceptedEverywhere(wire, call);
    }

    @Test
    void refusesTheTokenOfAnotherEndpoint() {
        Conversation wire = conversation(seal, "/Calculator");
        Conversation other = conversation(seal, "/Other");
        String call = call(wire);

        refusedEverywhere(other, call);
        acceptedEverywhere(wire, call);
    }

    /** Endpoints of one address in two modes, as while an operator changes it. */
    @Test
    void refusesTheTokenOfAnotherMode() {
        Conversation wire = conversation(seal, "/Calculator");
        String call = call(wire);
        for (boolean[] mode : new boolean[][] {{false, true}, {true, true}, {true, false}}) {
            if (mode[0] != negotiates || mode[1] != hasSessions) {
                refusedEverywhere(conversation(seal, "/Calculator", mode[0], mode[1]), call);
            }
        }

        acceptedEverywhere(wire, call);
    }

    /** A service that keeps its state itself issues no cookies. */
    @Test
    void aServiceWithoutInstancesRefusesATokenWithACookie() {
        Conversation wire = Conversation.between(
                binding(negotiates, hasSessions), Recorded.clientCredentials(), Recorded.serviceCredentials(), clock);
        String call = textOf(wire.client().protect(wire.request(), wire));
        String with = call.replace(
                "</c:SecurityContextToken>",
                "<dnse:Cookie xmlns:dnse=\"http://schemas.microsoft.com/ws/2006/05/security\">AAAA</dnse:Cookie></c:SecurityContextToken>");

        assertThat(faultOf(() -> wire.verify(wire.read(with.getBytes(ISO_8859_1)))))
                .isEqualTo(SecurityFault.CONTEXT_NOT_RECOGNIZED);
        wire.verify(wire.read(call.getBytes(ISO_8859_1)));
    }

    /** A cookie anywhere else than in a token has no meaning. */
    @Test
    void refusesACookieInAnotherElement() {
        Conversation wire = conversation(seal, "/Calculator");
        String call = call(wire);
        String whole = COOKIE.matcher(call).results().findFirst().orElseThrow().group();

        assertThat(faultOf(
                        () -> wire.verify(wire.read(call.replace("<c:DerivedKeyToken ", whole + "<c:DerivedKeyToken ")
                                .getBytes(ISO_8859_1)))))
                .isEqualTo(SecurityFault.SECURITY_HEADER_MALFORMED);
        acceptedEverywhere(wire, call);
    }

    private void refusedEverywhere(Conversation wire, String message) {
        for (int instance : new int[] {0, 1}) {
            wire.at(instance);
            assertThat(faultOf(() -> wire.verify(wire.read(message.getBytes(ISO_8859_1)))))
                    .isIn(
                            SecurityFault.CONTEXT_NOT_RECOGNIZED,
                            SecurityFault.NEGOTIATED_CONTEXT_NOT_RECOGNIZED,
                            SecurityFault.SECURITY_HEADER_MALFORMED);
        }
    }

    private static void acceptedEverywhere(Conversation wire, String message) {
        for (int instance : new int[] {0, 1}) {
            wire.at(instance);
            wire.verify(wire.read(message.getBytes(ISO_8859_1)));
        }
    }

    /** Returns a call that no instance got yet, of a client that the first instance knows. */
    private static String call(Conversation wire) {
        wire.at(0);
        wire.call();
        return textOf(wire.client().protect(wire.request(), wire));
    }

    private static String textOf(ProtectedMessage message) {
        return new String(message.octets(), ISO_8859_1);
    }

    private static String cookie(String message) {
        return COOKIE.matcher(message).results().findFirst().orElseThrow().group(1);
    }

    private static String withCookie(String message, String cookie) {
        return message.replace(">" + cookie(message) + "</dnse:Cookie>", ">" + cookie + "</dnse:Cookie>");
    }

    private static String tokenOf(String message) {
        return TOKEN.matcher(message).results().findFirst().orElseThrow().group();
    }

    private static String idOf(String message) {
        Matcher id = Pattern.compile("<c:SecurityContextToken [^>]*u:Id=\"([^\"]*)\"")
                .matcher(message);
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private Conversation conversation(TokenSeal tokens, String endpoint) {
        return conversation(tokens, endpoint, negotiates, hasSessions);
    }

    private Conversation conversation(TokenSeal tokens, String endpoint, boolean negotiating, boolean withSessions) {
        var binding = binding(negotiating, withSessions);
        var instance = EndpointInstances.of(InOneJvm.withTokens(tokens), endpoint, binding);
        return Conversation.among(
                List.of(instance, instance),
                binding,
                Recorded.clientCredentials(),
                Recorded.serviceCredentials(),
                clock);
    }

    private static WsHttpBinding binding(boolean negotiating, boolean withSessions) {
        return WsHttpBinding.builder()
                .negotiateServiceCredential(negotiating)
                .establishSecurityContext(withSessions)
                .maxReceivedMessageBytes(200_000)
                .build();
    }
}

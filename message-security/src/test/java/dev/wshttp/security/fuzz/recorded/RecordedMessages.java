// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.recorded;

import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.captures.Envelopes;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Recorded.Exchange;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.trust.RequestSecurityTokenResponse;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/** The secured messages of recorded folders, requests and replies, in every mode. */
public final class RecordedMessages {
    /** One folder a mode, renewals, and the suite without SHA-1. */
    public static final List<String> FOLDERS = List.of(
            "1-nonego-nosession",
            "2-nonego-session--renew",
            "3-nego-session-DEFAULT--renew",
            "4-nego-nosession",
            "suite-Basic256Sha256--1-nonego-nosession",
            "suite-Basic256Sha256--3-nego-session");

    private static final Pattern COMBINED =
            Pattern.compile("combined-key requestorEntropy=(\\S+) issuerEntropy=(\\S+) bits=256 key=(\\S+)");

    private RecordedMessages() {}

    /** The secured messages of a folder, in their order. */
    public static List<RecordedMessage> of(String folder) {
        return new Recorded(folder)
                .exchanges()
                .filter(exchange -> exchange.request().contains("<o:Security"))
                .flatMap(RecordedMessages::of)
                .toList();
    }

    private static Stream<RecordedMessage> of(Exchange exchange) {
        Recorded folder = exchange.folder();
        RecordedMessage request =
                RecordedMessage.of(folder, exchange + "-request", exchange.request(), requestExpectation(exchange));
        RecordedMessage reply =
                RecordedMessage.of(folder, exchange + "-reply", exchange.response(), replyExpectation(exchange));
        return Stream.of(request, reply);
    }

    private static Expectation requestExpectation(Exchange exchange) {
        boolean renews = isAbout(exchange, SessionAction.RENEW);
        Expectation plain = isUnderKeyOfItsOwn(exchange)
                ? Expectation.request(Recorded.serviceCredentials().serviceCertificate())
                : context(exchange, Carriage.CARRIED);
        Expectation endorsed = renews ? plain.endorsedByOneOf(contextKeys(exchange.folder())) : plain;
        return isAbout(exchange, SessionAction.CANCEL) ? endorsed.signedOnly() : endorsed;
    }

    private static Expectation replyExpectation(Exchange exchange) {
        if (!isUnderKeyOfItsOwn(exchange)) {
            Expectation plain = context(exchange, Carriage.REFERRED_TO);
            return isAbout(exchange, SessionAction.CANCEL) ? plain.signedOnly() : plain;
        }
        var engine = dev.wshttp.security.captures.Sides.of(exchange.folder(), Recorded.clockOf(exchange.request()))
                .engine();
        var received = engine.read(
                exchange.request().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                java.nio.charset.StandardCharsets.UTF_8);
        MessageKey key = received.verification(requestExpectation(exchange))
                .proveAtOnce()
                .key();
        return Expectation.reply((MessageKey.Encrypted) key, exchange.signatureValues(), exchange.signatures());
    }

    private static Expectation context(Exchange exchange, Carriage carriage) {
        return Expectation.context(new Expectation.Context(contextKeys(exchange.folder()), carriage));
    }

    private static boolean isUnderKeyOfItsOwn(Exchange exchange) {
        return exchange.request().contains("<e:EncryptedKey");
    }

    private static boolean isAbout(Exchange exchange, SessionAction action) {
        return exchange.request().contains(">" + action.request() + "<");
    }

    /** The service logged them, or else the client did, without the names that the responses gave them. */
    private static List<SecurityContextKey> contextKeys(Recorded folder) {
        if (folder.has("keys.txt")) {
            return folder.contextKeys();
        }
        List<String> keys = COMBINED.matcher(folder.text("client-keys.txt"))
                .results()
                .map(match -> match.group(3))
                .toList();
        var named = new ArrayList<SecurityContextKey>();
        folder.exchanges()
                .filter(exchange -> isAbout(exchange, SessionAction.ISSUE) || isAbout(exchange, SessionAction.RENEW))
                .map(exchange ->
                        RequestSecurityTokenResponse.read(Elements.value(content(exchange.decryptedResponse()))))
                .forEach(response -> named.add(new SecurityContextKey(
                        response.token(), SharedSecret.of(Base64.getDecoder().decode(keys.get(named.size()))))));
        return named;
    }

    private static Element content(String envelope) {
        Element body = Elements.children(Envelopes.parse(envelope).getDocumentElement())
                .get(1);
        return Elements.children(body).get(0);
    }
}

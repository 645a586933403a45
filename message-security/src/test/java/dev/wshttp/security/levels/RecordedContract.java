// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.levels;

import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Recorded.Exchange;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageProof;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.Protection.Confidentiality;
import dev.wshttp.security.policy.ServiceEndpoint;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A recording of WCF with a contract that has levels.
 *
 * @param wsdl the folder that has the WSDL of the contract
 */
record RecordedContract(Recorded folder, String wsdl) {
    private static final Pattern CONTEXT = Pattern.compile("sct identifier=(\\S+) key=(\\S+) ");
    private static final Pattern ACTION = Pattern.compile("<(?:a:)?Action [^>]*>([^<]*)<");

    static final RecordedContract HEADERS = of("live-encrypted-headers--mode1");
    static final RecordedContract LEVELS = of("live-protection-levels--mode1");

    static Stream<RecordedContract> all() {
        return Stream.of(
                HEADERS,
                new RecordedContract(new Recorded("live-encrypted-headers--mode2"), HEADERS.wsdl),
                new RecordedContract(new Recorded("live-encrypted-headers--mode3"), HEADERS.wsdl),
                of("live-encrypted-headers-namespaces--mode1"),
                LEVELS,
                of("live-protection-levels--mode2"),
                of("live-protection-levels-all-none--mode1"),
                of("live-protection-levels-all-none--mode2"),
                of("live-protection-levels-all-sign--mode1"),
                of("live-protection-levels-all-sign--mode2"),
                of("live-mtom--mode1"),
                new RecordedContract(new Recorded("live-mtom-threshold--mode1"), "live-mtom--mode1"));
    }

    private static RecordedContract of(String folder) {
        return new RecordedContract(new Recorded(folder), folder);
    }

    /** The levels that the recorded service published. */
    ProtectionRequirements requirements() {
        return ServiceEndpoint.fromWsdl(path(wsdl + "/wsdl/singleWsdl.xml").toUri())
                .protection();
    }

    static Path path(String name) {
        try {
            var base = Objects.requireNonNull(RecordedContract.class.getResource("/captures/README.md"));
            return Path.of(base.toURI()).resolveSibling(name);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The calls of operations. */
    Stream<Exchange> calls() {
        return folder.exchanges().filter(exchange -> action(exchange.request()).startsWith("http://example.org/live/"));
    }

    static String action(String message) {
        Matcher action = ACTION.matcher(message);
        if (!action.find()) {
            throw new IllegalArgumentException("The message has no action");
        }
        return action.group(1);
    }

    Expectation request(Exchange exchange) {
        var expectation = isDirect()
                ? Expectation.request(Recorded.serviceCredentials().serviceCertificate())
                : Expectation.context(new Expectation.Context(contexts(), Carriage.CARRIED));
        return expectation.withParts(requirements().request(action(exchange.request())));
    }

    Expectation reply(Exchange exchange, MessageProof request) {
        var expectation = isDirect()
                ? Expectation.reply(
                        (MessageKey.Encrypted) request.key(), exchange.signatureValues(), exchange.signatures())
                : Expectation.context(new Expectation.Context(contexts(), Carriage.REFERRED_TO));
        return expectation.withParts(requirements().answer(action(exchange.request()), action(exchange.response())));
    }

    boolean isDirect() {
        return folder.folder().endsWith("--mode1");
    }

    /** Whether the signatures of a message were encrypted. */
    static Confidentiality signatures(String message) {
        return message.contains("<SignatureValue>") ? Confidentiality.IN_CLEAR : Confidentiality.ENCRYPTED;
    }

    private List<SecurityContextKey> contexts() {
        return CONTEXT.matcher(folder.text("service-keys.txt"))
                .results()
                .map(match -> new SecurityContextKey(
                        new SecurityContextToken("", match.group(1), ""),
                        SharedSecret.of(Base64.getDecoder().decode(match.group(2)))))
                .toList();
    }

    @Override
    public String toString() {
        return folder.folder();
    }
}

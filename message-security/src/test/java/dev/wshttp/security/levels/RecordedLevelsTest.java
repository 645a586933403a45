// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.levels;

import static dev.wshttp.security.Refusals.faultOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.captures.BothEngines;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.captures.Envelopes;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Recorded.Exchange;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageProof;
import dev.wshttp.security.protection.MessageParts;
import dev.wshttp.security.protection.ProtectionLevel;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Golden test: WCF's messages of contracts with levels, and the levels that WCF published for them, with both engines. */
class RecordedLevelsTest {

    static Stream<Arguments> calls() {
        return RecordedContract.all()
                .flatMap(contract -> contract.calls()
                        .filter(exchange -> !isExtraMustUnderstand(exchange))
                        .map(exchange -> Arguments.of(contract, exchange)));
    }

    private static boolean isExtraMustUnderstand(Exchange exchange) {
        return exchange.decryptedRequest().matches("(?s).*[:<]Tenant[^>]*mustUnderstand=.*");
    }

    @ParameterizedTest
    @MethodSource("calls")
    void verifiesTheRequest(RecordedContract contract, Exchange exchange) {
        MessageProof proof = prove(exchange.request(), contract.request(exchange));

        assertThat(proof.signatures()).isEqualTo(RecordedContract.signatures(exchange.request()));
        requireSame(proof, exchange.decryptedRequest(), contract.requirements().request(action(exchange.request())));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void verifiesTheReply(RecordedContract contract, Exchange exchange) {
        MessageProof request = prove(exchange.request(), contract.request(exchange));

        MessageProof proof = prove(exchange.response(), contract.reply(exchange, request));

        requireSame(
                proof,
                exchange.decryptedResponse(),
                contract.requirements().answer(action(exchange.request()), action(exchange.response())));
    }

    /** What WCF's own contract says is needed: without it the message is refused, unless the contract says nothing else than the default. */
    @ParameterizedTest
    @MethodSource("calls")
    void refusesTheRequestWithoutTheContractThatAllowsIt(RecordedContract contract, Exchange exchange) {
        Expectation expectation = contract.request(exchange);
        if (expectation.parts().body().isEncrypted()
                && !expectation.parts().headers().containsValue(ProtectionLevel.NONE)) {
            prove(exchange.request(), expectation.withParts(MessageParts.DEFAULT));
            return;
        }

        if (hasFreeHeaderThatNeedNotBeUnderstood(exchange, expectation)) {
            return;
        }
        assertThat(faultOf(() -> prove(exchange.request(), expectation.withParts(MessageParts.DEFAULT))))
                .isIn(SecurityFault.PART_NOT_ENCRYPTED, SecurityFault.PART_NOT_SIGNED);
    }

    @Test
    void thereIsAHeaderThatNobodySignedAndThatMustBeUnderstood() {
        List<Exchange> extra = RecordedContract.HEADERS
                .calls()
                .filter(RecordedLevelsTest::isExtraMustUnderstand)
                .toList();

        assertThat(extra).hasSize(1);
        assertThat(faultOf(() -> prove(extra.get(0).request(), RecordedContract.HEADERS.request(extra.get(0)))))
                .isEqualTo(SecurityFault.PART_NOT_SIGNED);
    }

    @Test
    void theContractsThatSayNothingAreDefaults() {
        assertThat(RecordedContract.all().map(RecordedContract::requirements))
                .noneMatch(ProtectionRequirements::isDefault);
    }

    private static boolean hasFreeHeaderThatNeedNotBeUnderstood(Exchange exchange, Expectation expectation) {
        return expectation.parts().body().isEncrypted()
                && !exchange.decryptedRequest().matches("(?s).*[:<]Open[^>]*mustUnderstand=.*");
    }

    private static String action(String message) {
        return RecordedContract.action(message);
    }

    private static MessageProof prove(String message, Expectation expectation) {
        var clock = Recorded.clockOf(message);
        var binding = Recorded.SAMPLE.binding();
        return new BothEngines(binding, new Freshness(clock, binding.maxClockSkew()))
                .read(message.getBytes(UTF_8), UTF_8)
                .verification(expectation)
                .proveAtOnce();
    }

    /** The application sees the body, and of the headers those that are signed or declared. */
    private static void requireSame(MessageProof proof, String decrypted, MessageParts parts) {
        Document expected = Envelopes.parse(decrypted);
        Document found = Envelopes.parse(Envelopes.octets(proof.envelope()));

        assertThat(proof.unreadable()).isEmpty();
        assertThat(Envelopes.body(found)).isEqualTo(Envelopes.body(expected));
        assertThat(headers(found))
                .isEqualTo(headers(expected).stream()
                        .filter(header -> isBelieved(header, parts))
                        .toList());
    }

    private static boolean isBelieved(String header, MessageParts parts) {
        return header.contains(":Id=\"")
                || parts.headers().keySet().stream()
                        .anyMatch(name -> header.contains(name.getLocalPart())
                                && header.contains("\"" + name.getNamespaceURI() + "\""));
    }

    private static List<String> headers(Document envelope) {
        Element header = Elements.child(envelope.getDocumentElement(), Namespaces.SOAP, "Header");
        return Elements.children(java.util.Objects.requireNonNull(header)).stream()
                .filter(block -> !Elements.is(block, Namespaces.SECURITY, "Security"))
                .map(block -> Elements.is(block, Namespaces.SECURITY_11, "EncryptedHeader")
                        ? Elements.children(block).get(0)
                        : block)
                .map(block -> new String(Elements.value(block).canonicalForm(1 << 20), UTF_8))
                .toList();
    }
}

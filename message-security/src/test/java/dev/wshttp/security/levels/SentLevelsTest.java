// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.levels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.captures.Envelopes;
import dev.wshttp.security.captures.OpenedMessage;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Recorded.Exchange;
import dev.wshttp.security.captures.Skeleton;
import dev.wshttp.security.internal.engine.Engines;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageProof;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.xml.XmlContent;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What our engine sends for WCF's contracts with levels has the structure of what WCF sent, as it travels and opened. */
class SentLevelsTest {
    static Stream<Arguments> calls() {
        return RecordedContract.all()
                .filter(RecordedContract::isDirect)
                .filter(contract -> !contract.folder().folder().contains("mtom"))
                .flatMap(contract -> contract.calls()
                        .filter(exchange -> !hasHeaderOfTheProgram(contract, exchange))
                        .map(exchange -> Arguments.of(contract, exchange)));
    }

    /** Headers that the contract does not declare are signed here: ADR 4. */
    private static boolean hasHeaderOfTheProgram(RecordedContract contract, Exchange exchange) {
        var parts = contract.requirements().request(RecordedContract.action(exchange.request()));
        return headers(exchange.decryptedRequest()).stream()
                .anyMatch(header -> parts.header(header.getNamespaceURI(), header.getLocalName())
                        .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("calls")
    void requestsHaveTheStructureOfWcfs(RecordedContract contract, Exchange exchange) {
        ProtectedMessage sent = request(contract, exchange);

        assertThat(Skeleton.of(sent)).isEqualTo(Skeleton.of(exchange.request()));
        assertThat(Skeleton.of(opened(sent.octets(), sent.key().secret())))
                .isEqualTo(Skeleton.of(exchange.decryptedRequest()));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void repliesHaveTheStructureOfWcfs(RecordedContract contract, Exchange exchange) {
        MessageProof request = engine(exchange.request())
                .read(exchange.request().getBytes(UTF_8), UTF_8)
                .verification(contract.request(exchange))
                .proveAtOnce();
        String action = RecordedContract.action(exchange.response());
        var key = (MessageKey.Encrypted) request.key();

        ProtectedMessage sent = engine(exchange.response())
                .protect(
                        message(
                                Addressing.reply(action, request.addressing().messageId()),
                                exchange.decryptedResponse()),
                        Protection.reply(key, request.signatureValues(), request.signatures())
                                .withParts(contract.requirements()
                                        .answer(RecordedContract.action(exchange.request()), action)));

        assertThat(Skeleton.of(sent)).isEqualTo(Skeleton.of(exchange.response()));
        assertThat(Skeleton.of(opened(sent.octets(), key.secret())))
                .isEqualTo(Skeleton.of(exchange.decryptedResponse()));
    }

    /** Opens a message; in the recordings the plaintext of a header stands in the place of its encrypted header. */
    private static Document opened(byte[] octets, SharedSecret secret) {
        Document opened = OpenedMessage.open(octets, secret);
        Element header = requireNonNull(Elements.child(opened.getDocumentElement(), Namespaces.SOAP, "Header"));
        for (Element block : Elements.children(header)) {
            if (Elements.is(block, Namespaces.SECURITY_11, "EncryptedHeader")) {
                header.replaceChild(Elements.children(block).get(0), block);
            }
        }
        return opened;
    }

    private static ProtectedMessage request(RecordedContract contract, Exchange exchange) {
        String action = RecordedContract.action(exchange.request());
        return engine(exchange.request())
                .protect(
                        message(
                                Addressing.request(
                                        action,
                                        Recorded.addressOf(exchange.request()).toString()),
                                exchange.decryptedRequest()),
                        Protection.request(
                                        Recorded.serviceCredentials()
                                                .serviceCertificate()
                                                .certificate(),
                                        Recorded.clientCredentials().clientCertificate())
                                .withParts(contract.requirements().request(action)));
    }

    private static SecurityEngine engine(String message) {
        var binding = Recorded.SAMPLE.binding();
        return Engines.of(
                MessageEngine.OCTETS,
                binding,
                new Freshness(Recorded.clockOf(message), binding.maxClockSkew()),
                new SecureRandom());
    }

    private static OutgoingMessage message(Addressing addressing, String decrypted) {
        Element body = requireNonNull(
                Elements.child(Envelopes.parse(decrypted).getDocumentElement(), Namespaces.SOAP, "Body"));
        return new OutgoingMessage(
                addressing,
                headers(decrypted).stream().<XmlContent>map(Elements::value).toList(),
                Elements.value(Elements.children(body).get(0)));
    }

    /** The headers of the application. */
    private static List<Element> headers(String decrypted) {
        Document envelope = Envelopes.parse(decrypted);
        Element header = requireNonNull(Elements.child(envelope.getDocumentElement(), Namespaces.SOAP, "Header"));
        return Elements.children(header).stream()
                .filter(block -> !Namespaces.ADDRESSING.equals(block.getNamespaceURI())
                        && !Namespaces.SECURITY.equals(block.getNamespaceURI()))
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.captures.Envelopes;
import dev.wshttp.security.captures.OpenedMessage;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.captures.Skeleton;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden test: what is sent has the structure of what WCF sends, in clear and encrypted, element by element. */
class SentMessagesTest {
    private static final String CONTRACT = "http://Microsoft.ServiceModel.Samples";
    private static final String ADD = CONTRACT + "/ICalculator/Add";

    static Stream<Recorded> recordings() {
        return Recorded.accepted().filter(recorded -> !recorded.folder().endsWith("--fault"));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void requestHasTheStructureOfWcfs(Recorded recorded) {
        ProtectedMessage request = request(sides(recorded));

        assertThat(skeleton(request.octets()))
                .isEqualTo(skeleton(recorded.text("01-request.xml").getBytes(UTF_8)));
        assertThat(Skeleton.of(
                        OpenedMessage.open(request.octets(), request.key().secret())))
                .isEqualTo(Skeleton.of(Envelopes.parse(recorded.text("decrypted/01-request.xml"))));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void replyHasTheStructureOfWcfs(Recorded recorded) {
        Sides sides = sides(recorded);
        ProtectedMessage reply = reply(sides, request(sides));

        assertThat(skeleton(reply.octets()))
                .isEqualTo(skeleton(recorded.text("01-response.xml").getBytes(UTF_8)));
        assertThat(Skeleton.of(OpenedMessage.open(reply.octets(), reply.key().secret())))
                .isEqualTo(Skeleton.of(Envelopes.parse(recorded.text("decrypted/01-response.xml"))));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void oursUnderstandEachOther(Recorded recorded) {
        Sides sides = sides(recorded);
        ProtectedMessage request = request(sides);
        VerifiedMessage understood = sides.service().verify(sides.engine().read(request.octets(), UTF_8));
        ProtectedMessage reply = sides.service().protect(message(replyAddressing(), replyBody()), understood);

        VerifiedMessage answered = sides.client().verify(sides.engine().read(reply.octets(), UTF_8), request);

        assertThat(Envelopes.body(understood.envelope())).contains("<n2>15.99</n2>");
        assertThat(Envelopes.body(answered.envelope())).contains("<AddResult>115.99</AddResult>");
    }

    @Test
    void oneWayRequestHasTheStructureOfWcfs() {
        var recorded = new Recorded("live-oneway--mode1");
        Sides sides = sides(recorded);
        var body = XmlElement.of(writer -> {
            writer.writeStartElement("", "Ring", "http://example.org/live");
            writer.writeDefaultNamespace("http://example.org/live");
            writer.writeStartElement("", "s", "http://example.org/live");
            writer.writeCharacters("one");
            writer.writeEndElement();
            writer.writeEndElement();
        });
        var addressing = Addressing.oneWay("http://example.org/live/IOneWay/Ring", "http://localhost/service");

        ProtectedMessage request = sides.client().protect(message(addressing, body), Sides.CONTOSO);

        assertThat(skeleton(request.octets()))
                .isEqualTo(skeleton(recorded.text("01-request.xml").getBytes(UTF_8)));
        assertThat(Skeleton.of(
                        OpenedMessage.open(request.octets(), request.key().secret())))
                .isEqualTo(Skeleton.of(Envelopes.parse(recorded.text("decrypted/01-request.xml"))));
    }

    @Test
    void eachRequestHasAKeyAndNoncesOfItsOwn() {
        Sides sides = sides(Recorded.SAMPLE);
        ProtectedMessage one = request(sides);
        ProtectedMessage other = request(sides);

        assertThat(one.key().secret().octets())
                .isNotEqualTo(other.key().secret().octets());
        assertThat(text(one)).doesNotContain(nonce(other));
    }

    @Test
    void unsecuredFaultIsWcfsToTheByte() {
        var recorded = new Recorded("1-nonego-nosession--err-a1-tampered-body");
        SoapFault fault = SoapFault.sender(
                "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
                "InvalidSecurity",
                "An error occurred when verifying security for the message.");

        assertThat(new String(fault.unsecured("urn:uuid:56575440-67bb-43f4-b3b6-58cac31d2327"), UTF_8))
                .isEqualTo(recorded.text("01-response.xml"));
    }

    @Test
    void noLineBreaksInBase64() {
        assertThat(text(request(sides(Recorded.SAMPLE)))).doesNotContain("\n").doesNotContain("&#");
    }

    private static Sides sides(Recorded recorded) {
        return Sides.of(recorded, Recorded.clockOf(recorded.text("01-request.xml")));
    }

    private static ProtectedMessage request(Sides sides) {
        var addressing = Addressing.request(ADD, "http://localhost:18080/ServiceModelSamples/service");
        return sides.client().protect(message(addressing, requestBody()), Sides.CONTOSO);
    }

    private static ProtectedMessage reply(Sides sides, ProtectedMessage request) {
        VerifiedMessage understood = sides.service().verify(sides.engine().read(request.octets(), UTF_8));
        return sides.service().protect(message(replyAddressing(), replyBody()), understood);
    }

    private static Addressing replyAddressing() {
        return Addressing.reply(ADD + "Response", "urn:uuid:1c161a46-88c5-4591-9af6-b1b97bdb3c25");
    }

    private static OutgoingMessage message(Addressing addressing, XmlContent body) {
        return new OutgoingMessage(addressing, List.of(), body);
    }

    private static XmlContent requestBody() {
        return writer -> {
            writer.writeStartElement("", "Add", CONTRACT);
            writer.writeDefaultNamespace(CONTRACT);
            writer.writeStartElement("", "n1", CONTRACT);
            writer.writeCharacters("100");
            writer.writeEndElement();
            writer.writeStartElement("", "n2", CONTRACT);
            writer.writeCharacters("15.99");
            writer.writeEndElement();
            writer.writeEndElement();
        };
    }

    private static XmlContent replyBody() {
        return writer -> {
            writer.writeStartElement("", "AddResponse", CONTRACT);
            writer.writeDefaultNamespace(CONTRACT);
            writer.writeStartElement("", "AddResult", CONTRACT);
            writer.writeCharacters("115.99");
            writer.writeEndElement();
            writer.writeEndElement();
        };
    }

    private static String skeleton(byte[] envelope) {
        return Skeleton.of(Envelopes.parse(envelope));
    }

    private static String text(ProtectedMessage message) {
        return new String(message.octets(), UTF_8);
    }

    private static String nonce(ProtectedMessage message) {
        return text(message).replaceAll("(?s).*?<c:Nonce>([^<]*)<.*", "$1");
    }
}

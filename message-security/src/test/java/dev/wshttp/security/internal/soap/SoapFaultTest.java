// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.soap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlParser;
import java.time.Clock;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;

class SoapFaultTest {
    private static final SecurityEngine ENGINE =
            Sides.of(Recorded.SAMPLE, Clock.systemUTC()).engine();

    @Test
    void blamesTheSender() {
        SoapFault fault = SoapFault.sender("urn:codes", "Code", "A reason.");

        assertThat(fault)
                .isEqualTo(new SoapFault("Sender", List.of(new SoapFault.Subcode("urn:codes", "Code")), "A reason."));
    }

    @Test
    void isAnEnvelopeWithoutSecurity() {
        ReceivedMessage envelope =
                read(SoapFault.sender("urn:codes", "Code", "A reason.").unsecured("urn:uuid:1"));

        assertThat(envelope.addressing().action()).isEqualTo(Namespaces.FAULT_ACTION);
        assertThat(envelope.addressing().relatesTo()).isEqualTo("urn:uuid:1");
        assertThat(envelope.isSecured()).isFalse();
        assertThat(envelope.content().orElseThrow().elements())
                .extracting(XmlElement::localName)
                .containsExactly("Code", "Reason");
        assertThat(envelope.faultInClear()).contains(SoapFault.sender("urn:codes", "Code", "A reason."));
    }

    @Test
    void relatesToNothingWhereTheMessageHadNoId() {
        assertThat(read(SoapFault.sender("urn:codes", "Code", "A reason.").unsecured(null))
                        .addressing()
                        .relatesTo())
                .isNull();
    }

    @Test
    void nestsItsSubcodes() {
        var fault = new SoapFault(
                "Receiver",
                List.of(new SoapFault.Subcode("urn:outer", "Outer"), new SoapFault.Subcode("urn:inner", "Inner")),
                "A reason.");

        String text = new String(fault.unsecured(null), UTF_8);

        assertThat(SoapFault.read(read(fault.unsecured(null)).content().orElseThrow()))
                .contains(fault);
        assertThat(text).contains("<s:Value>s:Receiver</s:Value>", "xmlns:a=\"urn:inner\">a:Inner</s:Value>");
    }

    @Test
    void readsWhatAPeerLeftOut() {
        assertThat(SoapFault.read(element("Fault", ""))).contains(new SoapFault("", List.of(), ""));
        assertThat(SoapFault.read(element("Fault", "<s:Code><s:Value>Sender</s:Value></s:Code>")))
                .contains(new SoapFault("Sender", List.of(), ""));
        assertThat(
                        SoapFault.read(
                                element(
                                        "Fault",
                                        "<s:Code><s:Value>x:Sender</s:Value><s:Subcode><s:Value> y:Lost </s:Value></s:Subcode></s:Code>")))
                .contains(new SoapFault("Sender", List.of(new SoapFault.Subcode("", "Lost")), ""));
        assertThat(SoapFault.read(element("Body", ""))).isEmpty();
    }

    @Test
    void isTheFaultOfItsCodeAndItsOnlySubcode() {
        var nested = new SoapFault(
                "Sender",
                List.of(new SoapFault.Subcode("urn:a", "Outer"), new SoapFault.Subcode("urn:a", "Inner")),
                "A reason.");

        assertThat(SoapFault.sender("urn:codes", "Code", "A reason.").is("Sender", "Code"))
                .isTrue();
        assertThat(SoapFault.sender("urn:codes", "Code", "A reason.").is("Receiver", "Code"))
                .isFalse();
        assertThat(nested.is("Sender", "Outer")).isFalse();
        assertThat(nested.is("Sender", "Inner")).isFalse();
    }

    @Test
    void isOneLineInALog() {
        assertThat(SoapFault.sender("urn:codes", "Code", "Two\nlines.")).hasToString("Sender, Code: Two lines.");
    }

    @Test
    void escapesWhatAStrangerSent() {
        ReceivedMessage envelope =
                read(SoapFault.sender("urn:codes", "Code", "<script>&\"'").unsecured("]]><x/>"));

        assertThat(envelope.addressing().relatesTo()).isEqualTo("]]><x/>");
        assertThat(envelope.faultInClear().orElseThrow().reason()).isEqualTo("<script>&\"'");
    }

    private static ReceivedMessage read(byte[] octets) {
        return ENGINE.read(octets, UTF_8);
    }

    private static XmlElement element(String name, String content) {
        String start = "<s:" + name + " xmlns:s='" + Namespaces.SOAP + "'>";
        try {
            return new XmlParser(8).parse((start + content + "</s:" + name + ">").getBytes(UTF_8));
        } catch (XMLStreamException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.soap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class SoapFaultTest {
    private static final EnvelopeReader READER = new EnvelopeReader(ReaderQuotas.DEFAULT);

    @Test
    void blamesTheSender() {
        SoapFault fault = SoapFault.sender("urn:codes", "Code", "A reason.");

        assertThat(fault)
                .isEqualTo(new SoapFault("Sender", List.of(new SoapFault.Subcode("urn:codes", "Code")), "A reason."));
    }

    @Test
    void isAnEnvelopeWithoutSecurity() {
        SoapEnvelope envelope =
                read(SoapFault.sender("urn:codes", "Code", "A reason.").unsecured("urn:uuid:1"));

        assertThat(envelope.addressing().action()).isEqualTo(Namespaces.FAULT_ACTION);
        assertThat(envelope.addressing().relatesTo()).isEqualTo("urn:uuid:1");
        assertThat(envelope.securityHeader()).isEmpty();
        assertThat(text(envelope, "Text")).isEqualTo("A reason.");
        assertThat(text(envelope, "Detail")).isEmpty();
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

        Element code = Elements.children(read(fault.unsecured(null)).fault().orElseThrow())
                .get(0);

        var values = new ArrayList<String>();
        for (Element level = code; level != null; level = Elements.child(level, Namespaces.SOAP, "Subcode")) {
            Element value = Elements.children(level).get(0);
            values.add(value.lookupNamespaceURI(Elements.text(value).split(":")[0]) + " "
                    + Elements.text(value).split(":")[1]);
        }
        assertThat(values).containsExactly(Namespaces.SOAP + " Receiver", "urn:outer Outer", "urn:inner Inner");
    }

    @Test
    void escapesWhatAStrangerSent() {
        SoapEnvelope envelope =
                read(SoapFault.sender("urn:codes", "Code", "<script>&\"'").unsecured("]]><x/>"));

        assertThat(envelope.addressing().relatesTo()).isEqualTo("]]><x/>");
        assertThat(text(envelope, "Text")).isEqualTo("<script>&\"'");
    }

    private static SoapEnvelope read(byte[] octets) {
        return READER.read(octets, UTF_8);
    }

    private static String text(SoapEnvelope envelope, String name) {
        var found = envelope.document().getElementsByTagNameNS(Namespaces.SOAP, name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.xml.ws.api.SOAPVersion;
import com.sun.xml.ws.api.message.Message;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.VerifiedMessage;
import dev.wshttp.security.internal.xml.XmlContent;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlRootElement;
import java.util.List;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.Test;

/** What the RI reads of a verified message. */
class PlainMessagesTest {
    private static final QName HEADER = new QName("urn:header", "Trace");

    @XmlRootElement(name = "Value", namespace = "urn:body")
    static final class Value {
        @XmlElement(namespace = "urn:body")
        @SuppressWarnings("NullAway.Init")
        Object number;
    }

    @Test
    void aTypeWhosePrefixOnlyAValueUsesIsResolved() throws Exception {
        Message message = incoming(writer -> {
            writer.writeStartElement("b", "Value", "urn:body");
            writer.writeNamespace("b", "urn:body");
            writer.writeNamespace("xs", "http://www.w3.org/2001/XMLSchema");
            writer.writeNamespace("xsi", "http://www.w3.org/2001/XMLSchema-instance");
            writer.writeStartElement("b", "number", "urn:body");
            writer.writeAttribute("xsi", "http://www.w3.org/2001/XMLSchema-instance", "type", "xs:int");
            writer.writeCharacters("42");
            writer.writeEndElement();
            writer.writeEndElement();
        });

        Value value =
                message.readPayloadAsJAXB(JAXBContext.newInstance(Value.class).createUnmarshaller());

        assertThat(value.number).isEqualTo(42);
    }

    @Test
    void theHeadersOfTheApplicationAreReadable() throws Exception {
        Message message = incoming(writer -> {
            writer.writeEmptyElement("b", "Value", "urn:body");
            writer.writeNamespace("b", "urn:body");
        });

        assertThat(message.getHeaders().get(HEADER, false).getStringContent()).isEqualTo("one two");
        assertThat(message.getHeaders().get(HEADER, false).getRole(SOAPVersion.SOAP_12))
                .isEqualTo("urn:role");
        assertThat(message.getHeaders().get(Namespaces.SECURITY, "Security", false))
                .isNull();
        assertThat(message.getPayloadLocalPart()).isEqualTo("Value");
        assertThat(message.copy().getPayloadNamespaceURI()).isEqualTo("urn:body");
    }

    private static Message incoming(XmlContent body) {
        Sides sides = Sides.of(Recorded.SAMPLE, Recorded.clockOf(Recorded.SAMPLE.text("01-request.xml")));
        var addressing = Addressing.request("urn:action", "http://localhost/");
        ProtectedMessage request =
                sides.client().protect(new OutgoingMessage(addressing, List.of(header()), body), Sides.CONTOSO);
        VerifiedMessage verified = sides.service().verify(sides.engine().read(request.octets(), UTF_8));
        return PlainMessages.incoming(verified, addressing);
    }

    private static XmlContent header() {
        return writer -> {
            writer.writeStartElement("h", HEADER.getLocalPart(), HEADER.getNamespaceURI());
            writer.writeNamespace("h", HEADER.getNamespaceURI());
            writer.writeAttribute("s", Namespaces.SOAP, "role", "urn:role");
            writer.writeCharacters("one two");
            writer.writeEndElement();
        };
    }
}

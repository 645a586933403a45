// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.SecurityFault.DUPLICATE_ID;
import static dev.wshttp.security.SecurityFault.MESSAGE_UNREADABLE;
import static dev.wshttp.security.SecurityFault.SECURITY_HEADER_MALFORMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedEnvelopeTest {
    @Test
    void saysWhatTheAddressingHeadersSay() {
        ReceivedEnvelope envelope = envelope(
                "<a:Action> urn:action </a:Action><a:MessageID>urn:1</a:MessageID><a:RelatesTo>urn:0</a:RelatesTo>"
                        + "<a:ReplyTo><a:Address>urn:reply</a:Address></a:ReplyTo>"
                        + "<a:FaultTo><a:Address>urn:fault</a:Address></a:FaultTo><a:To>urn:to</a:To>",
                "");

        assertThat(envelope.addressing())
                .isEqualTo(new Addressing("urn:action", "urn:1", "urn:0", "urn:reply", "urn:fault", "urn:to"));
    }

    /** An address that says nothing is not the anonymous one. */
    @Test
    void tellsAnEmptyReferenceFromNone() {
        assertThat(envelope("<a:ReplyTo/>", "").addressing().replyTo()).isEmpty();
        assertThat(envelope("", "").addressing().replyTo()).isNull();
    }

    @Test
    void readsHeadersOfItsOwnNamespaceOnly() {
        ReceivedEnvelope envelope =
                envelope("<Action xmlns='http://schemas.xmlsoap.org/ws/2004/08/addressing'>urn:action</Action>", "");

        assertThat(envelope.addressing().action()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Action", "MessageID", "RelatesTo", "ReplyTo", "FaultTo", "To", "From"})
    void refusesAddressingHeaderTwice(String name) {
        String header = "<a:" + name + "/>";

        assertThat(faultOf(() -> envelope(header + header, "").requireUnambiguous(List.of())))
                .isEqualTo(SECURITY_HEADER_MALFORMED);
        assertThatNoException().isThrownBy(() -> envelope(header, "").requireUnambiguous(List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<x u:Id='same'/><y u:Id='same'/>",
                "<x u:Id='same'><y u:Id='same'/></x>",
                "<d:Signature Id='same'/><y u:Id='same'/>",
                "<d:Signature Id='same'/><e:EncryptedData Id='same'/>",
                "<d:Signature Id='same' u:Id='same'/>",
            })
    void refusesTheSameIdTwice(String body) {
        assertThat(faultOf(() -> envelope("", body).requireUnambiguous(List.of())))
                .isEqualTo(DUPLICATE_ID);
    }

    @Test
    void refusesTheSameIdInHeaderAndBody() {
        assertThat(faultOf(
                        () -> envelope("<x u:Id='same'/>", "<x u:Id='same'/>").requireUnambiguous(List.of())))
                .isEqualTo(DUPLICATE_ID);
    }

    /** What the application calls Id is its own business: no reference of this protocol can name it. */
    @Test
    void leavesTheIdsOfTheApplicationAlone() {
        ReceivedEnvelope envelope = envelope("", "<x Id='same'/><x Id='same'/><x id='other'/><x id='other'/>");
        envelope.requireUnambiguous(List.of());
    }

    @Test
    void findsTheSecurityHeaderThatIsForThisReceiver() {
        ReceivedEnvelope envelope = envelope("<o:Security s:role='urn:other'/><o:Security u:Id='own'/>", "");

        assertThat(envelope.securityHeader())
                .hasValueSatisfying(own -> assertThat(own.id()).isEqualTo("own"));
    }

    @Test
    void refusesTwoSecurityHeadersForThisReceiver() {
        assertThat(faultOf(() -> envelope("<o:Security/><o:Security/>", "").securityHeader()))
                .isEqualTo(SECURITY_HEADER_MALFORMED);
    }

    @Test
    void ignoresSecurityHeadersElsewhere() {
        assertThat(envelope("<x><o:Security/></x>", "<o:Security/>").securityHeader())
                .isEmpty();
    }

    @Test
    void showsAFaultInItsBody() {
        assertThat(envelope("", "<s:Fault/>").fault()).isPresent();
        assertThat(envelope("", "<Fault xmlns='http://www.w3.org/2003/05/soap-envelope'/>")
                        .fault())
                .isPresent();
        assertThat(envelope("", "<x><s:Fault/></x>").fault()).isEmpty();
        assertThat(envelope("<s:Fault/>", "").fault()).isEmpty();
    }

    private static ReceivedEnvelope envelope(String header, String body) {
        String text = "<s:Envelope xmlns:s='" + Namespaces.SOAP + "' xmlns:a='" + Namespaces.ADDRESSING + "' xmlns:u='"
                + Namespaces.UTILITY + "' xmlns:o='" + Namespaces.SECURITY + "' xmlns:d='" + Namespaces.SIGNATURE
                + "' xmlns:e='" + Namespaces.ENCRYPTION + "'><s:Header>" + header + "</s:Header><s:Body>" + body
                + "</s:Body></s:Envelope>";
        return new ReceivedEnvelope(Documents.of(text));
    }

    /** Java takes U+2003 for white space, XML does not: two readers would read two messages. */
    @ParameterizedTest
    @ValueSource(strings = {"text", "\u2003", "\u2028", "\u3000"})
    void refusesTextBetweenTheBlocksOfTheHeader(String text) {
        assertThat(faultOf(() -> envelope("<x/>" + text + "<y/>", ""))).isEqualTo(MESSAGE_UNREADABLE);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static dev.wshttp.it.wire.Refusals.assertInvalidSecurity;
import static dev.wshttp.security.SecurityFault.DUPLICATE_ID;
import static dev.wshttp.security.SecurityFault.PART_NOT_ENCRYPTED;
import static dev.wshttp.security.SecurityFault.PART_NOT_SIGNED;
import static dev.wshttp.security.SecurityFault.SECURITY_HEADER_MALFORMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.it.wire.WireReply;
import dev.wshttp.security.SecurityFault;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/**
 * An attacker moves the signed part to a place that no reader uses, and puts another part into its place. The signature is still valid, but not for
 * the part that would be executed (McIntosh and Austel, "XML Signature Element Wrapping Attacks").
 */
class SignatureWrappingIT {
    @RegisterExtension
    static final CalculatorServiceExtension CALCULATOR = CalculatorServiceExtension.standard();

    private static final String OTHER_BODY = "<s:Body xmlns:s='" + Envelope.SOAP + "'><Add xmlns='"
            + CalculatorNames.NAMESPACE + "'><n1>1000000</n1><n2>0</n2></Add></s:Body>";
    private static final String WRAPPER = "<wrapper xmlns='urn:attacker'/>";

    /** Where the signed part goes. */
    enum Wrapping {
        BODY_INTO_HEADER(PART_NOT_ENCRYPTED, envelope -> wrap(envelope, envelope.body(), OTHER_BODY, WRAPPER)),
        BODY_INTO_HEADER_THAT_HAS_TO_BE_UNDERSTOOD(
                PART_NOT_ENCRYPTED,
                envelope -> wrap(
                        envelope,
                        envelope.body(),
                        OTHER_BODY,
                        "<wrapper xmlns='urn:attacker' xmlns:s='" + Envelope.SOAP + "' s:mustUnderstand='1'/>")),
        BODY_INTO_SECURITY_HEADER(SECURITY_HEADER_MALFORMED, envelope -> {
            Element signed = envelope.body();
            envelope.replace(signed, OTHER_BODY);
            envelope.security().appendChild(signed);
        }),
        BODY_INTO_THE_OTHER_BODY(PART_NOT_ENCRYPTED, envelope -> {
            Element signed = envelope.body();
            envelope.replace(signed, OTHER_BODY);
            envelope.body().appendChild(signed);
        }),
        BODY_WITH_THE_SAME_ID_TWICE(DUPLICATE_ID, envelope -> {
            Element signed = envelope.body();
            String id = signed.getAttributeNS(Envelope.UTILITY, "Id");
            wrap(envelope, signed, OTHER_BODY, WRAPPER);
            envelope.all(Envelope.SOAP, "Body").forEach(body -> body.setAttributeNS(Envelope.UTILITY, "u:Id", id));
        }),
        BODY_WITH_ITS_ENCRYPTION_MOVED_ALONG(PART_NOT_SIGNED, envelope -> {
            Element signed = envelope.body();
            Element encrypted = envelope.encryptedBody();
            wrap(envelope, signed, OTHER_BODY, WRAPPER);
            Element other = envelope.all(Envelope.SOAP, "Body").get(1);
            Envelope.remove((Element) other.getFirstChild());
            other.appendChild(encrypted);
        }),
        BODY_WITH_A_COPY_OF_ITS_ENCRYPTION(SECURITY_HEADER_MALFORMED, envelope -> {
            Element signed = envelope.body();
            Element copy = (Element) envelope.encryptedBody().cloneNode(true);
            copy.setAttribute("Id", "copy");
            wrap(envelope, signed, OTHER_BODY, WRAPPER);
            Element other = envelope.all(Envelope.SOAP, "Body").get(1);
            other.replaceChild(copy, other.getFirstChild());
            Element references = envelope.first(Envelope.ENCRYPTION, "ReferenceList");
            Element reference = (Element) references.getFirstChild().cloneNode(false);
            reference.setAttribute("URI", "#copy");
            references.appendChild(reference);
        }),
        ACTION(
                PART_NOT_SIGNED,
                envelope -> wrap(
                        envelope,
                        envelope.addressing("Action"),
                        "<a:Action xmlns:a='" + Envelope.ADDRESSING + "'>" + CalculatorNames.SUBTRACT_ACTION
                                + "</a:Action>",
                        WRAPPER)),
        TO(
                PART_NOT_SIGNED,
                envelope -> wrap(
                        envelope,
                        envelope.addressing("To"),
                        "<a:To xmlns:a='" + Envelope.ADDRESSING + "'>http://localhost/another</a:To>",
                        WRAPPER)),
        REPLY_TO(
                PART_NOT_SIGNED,
                envelope -> wrap(
                        envelope,
                        envelope.addressing("ReplyTo"),
                        "<a:ReplyTo xmlns:a='" + Envelope.ADDRESSING
                                + "'><a:Address>http://localhost:1/</a:Address></a:ReplyTo>",
                        WRAPPER)),
        TIMESTAMP(
                PART_NOT_SIGNED,
                envelope -> wrap(
                        envelope,
                        envelope.timestamp(),
                        "<u:Timestamp xmlns:u='" + Envelope.UTILITY + "'><u:Created>"
                                + java.time.Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS)
                                + "</u:Created></u:Timestamp>",
                        WRAPPER));

        private final SecurityFault fault;
        private final Consumer<Envelope> wrap;

        Wrapping(SecurityFault fault, Consumer<Envelope> wrap) {
            this.fault = fault;
            this.wrap = wrap;
        }
    }

    static Stream<Arguments> wrappings() {
        return Stream.of(Mode.values())
                .flatMap(mode -> Stream.of(Wrapping.values()).map(wrapping -> Arguments.of(mode, wrapping)));
    }

    @ParameterizedTest
    @MethodSource("wrappings")
    void isRefused(Mode mode, Wrapping wrapping) {
        var service = CALCULATOR.in(mode);
        Envelope wrapped = service.request().with(wrapping.wrap);

        assertInvalidSecurity(service.wire().send(wrapped));
        assertThat(service.log().faultOf(wrapped.messageId())).isEqualTo(wrapping.fault);
    }

    @Test
    void isNoMessageAtAllWithTwoBodies() {
        Envelope wrapped = CALCULATOR.request().with(envelope -> {
            Element signed = envelope.body();
            envelope.replace(signed, OTHER_BODY);
            envelope.body().getParentNode().appendChild(signed);
        });

        WireReply reply = CALCULATOR.wire().send(wrapped);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEmpty();
    }

    private static void wrap(Envelope envelope, Element signed, String replacement, String wrapper) {
        envelope.addHeader(wrapper);
        Element hidingPlace = (Element) envelope.header().getLastChild();
        envelope.replace(signed, replacement);
        hidingPlace.appendChild(signed);
    }
}

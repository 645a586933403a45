// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static dev.wshttp.it.wire.Refusals.assertInvalidSecurity;
import static dev.wshttp.it.wire.Refusals.assertRefusedFor;
import static dev.wshttp.it.wire.Refusals.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.attack.InsiderPeer;
import dev.wshttp.it.attack.ManInTheMiddle;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.it.wire.WireReply;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.testing.http.HttpRelay.Reply;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service answers on the connection of the request or not at all: no request makes it call another address. */
@ParameterizedClass
@MethodSource("dev.wshttp.it.program.Mode#tested")
class ReplyRedirectionIT {
    private static final String ANONYMOUS = Envelope.ADDRESSING + "/anonymous";

    @RegisterExtension
    static final CalculatorServiceExtension CALCULATORS = CalculatorServiceExtension.standard();

    private final CalculatorServiceExtension service;

    private final ManInTheMiddle victim = ManInTheMiddle.answering(request -> new Reply(202, "", new byte[0]));

    ReplyRedirectionIT(Mode mode) {
        this.service = CALCULATORS.in(mode);
    }

    @AfterEach
    void theVictimIsNotCalled() {
        // The answer is here already, and the service has nothing left to do: what it has not sent by now, it does not
        // send.
        assertThat(victim.exchanges()).isEmpty();
        victim.close();
    }

    @Test
    void byUnsignedFaultToIsRefused() {
        assertRefusedUnsigned("FaultTo");
    }

    @Test
    void byUnsignedReplyToIsRefused() {
        Envelope redirected = service.request()
                .with(envelope -> envelope.addressing("Address")
                        .setTextContent(victim.address().toString()));

        assertInvalidSecurity(service.wire().send(redirected));
        assertThat(service.log().faultOf(redirected.messageId())).isEqualTo(SecurityFault.SIGNATURE_INVALID);
    }

    @Test
    void bySecondReplyToIsRefused() {
        Envelope redirected = service.request().with(envelope -> envelope.addHeader(header("ReplyTo")));

        assertInvalidSecurity(service.wire().send(redirected));
        assertThat(service.log().faultOf(redirected.messageId()))
                .isIn(SecurityFault.SECURITY_HEADER_MALFORMED, SecurityFault.PART_NOT_SIGNED);
    }

    @Test
    void byUnsignedFaultToOfUnsecuredMessageIsRefused() {
        Envelope redirected = service.request().with(envelope -> {
            Envelope.remove(envelope.security());
            envelope.addHeader(header("FaultTo"));
        });

        WireReply reply = service.wire().send(redirected);

        SecurityFault fault = service.log().faultOf(redirected.messageId());
        assertThat(fault).isEqualTo(SecurityFault.SECURITY_HEADER_MISSING);
        assertRefusedFor(told(service.mode().hasSession(), fault), redirected.action(), reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ReplyTo", "FaultTo"})
    void byLegOfANegotiationIsOfNoEffect(String name) {
        try (var network = ManInTheMiddle.listening(service.via())) {
            service.client().connect(network.address(), service.address()).add(1, 2);
            for (var exchange : network.exchanges()) {
                Envelope sent = Envelope.parse(exchange.request().body());
                if (!sent.hasSecurity()) {
                    Envelope redirected = sent.with(leg -> leg.addHeader(header(name)));
                    assertThat(service.wire().send(redirected).body())
                            .as("the answer, on this connection")
                            .isNotEmpty();
                }
            }
        }
    }

    @Test
    void bySignedReplyToIsAnsweredWithFaultOnTheSameConnection() {
        assertRefusedSigned(
                insider().request(service.address(), victim.address().toString(), Optional.empty()));
    }

    @Test
    void bySignedFaultToIsAnsweredWithFaultOnTheSameConnection() {
        assertRefusedSigned(insider()
                .request(
                        service.address(),
                        ANONYMOUS,
                        Optional.of(victim.address().toString())));
    }

    @Test
    void isNotWhatTheAnonymousAddressIs() {
        Envelope request = insider().request(service.address(), ANONYMOUS, Optional.of(ANONYMOUS));

        assertThat(service.wire().send(request).status()).isEqualTo(WireReply.OK);
    }

    private void assertRefusedUnsigned(String name) {
        Envelope redirected = service.request().with(envelope -> envelope.addHeader(header(name)));

        assertInvalidSecurity(service.wire().send(redirected));
        assertThat(service.log().faultOf(redirected.messageId())).isEqualTo(SecurityFault.PART_NOT_SIGNED);
    }

    private void assertRefusedSigned(Envelope redirected) {
        WireReply reply = service.wire().send(redirected);

        assertThat(reply.status()).isEqualTo(WireReply.FAULT);
        assertThat(reply.isSecured()).isTrue();
        assertThat(service.log().faultOf(redirected.messageId())).isEqualTo(SecurityFault.REPLY_NOT_ANONYMOUS);
    }

    private String header(String name) {
        return "<a:" + name + " xmlns:a='" + Envelope.ADDRESSING + "'><a:Address>" + victim.address()
                + "</a:Address></a:" + name + ">";
    }

    private InsiderPeer insider() {
        return new InsiderPeer(service.client(), service.via());
    }
}

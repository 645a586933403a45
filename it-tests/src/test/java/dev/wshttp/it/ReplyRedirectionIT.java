// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static dev.wshttp.it.Refusals.assertInvalidSecurity;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.wire.HttpRelay.Reply;
import dev.wshttp.security.SecurityFault;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The service answers on the connection of the request or not at all: nobody can make it call somebody else. */
class ReplyRedirectionIT {
    private static final String ANONYMOUS = Envelope.ADDRESSING + "/anonymous";

    @RegisterExtension
    static final CalculatorServiceExtension CALCULATOR = CalculatorServiceExtension.standard();

    private ManInTheMiddle victim;

    @BeforeEach
    void openVictim() {
        victim = ManInTheMiddle.answering(request -> new Reply(202, "", new byte[0]));
    }

    @AfterEach
    void nobodyCallsTheVictim() {
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
        Envelope redirected = CALCULATOR
                .request()
                .with(envelope -> envelope.addressing("Address")
                        .setTextContent(victim.address().toString()));

        assertInvalidSecurity(CALCULATOR.wire().send(redirected));
        assertThat(CALCULATOR.log().faultOf(redirected.messageId())).isEqualTo(SecurityFault.SIGNATURE_INVALID);
    }

    @Test
    void bySecondReplyToIsRefused() {
        Envelope redirected = CALCULATOR.request().with(envelope -> envelope.addHeader(header("ReplyTo")));

        assertInvalidSecurity(CALCULATOR.wire().send(redirected));
        assertThat(CALCULATOR.log().faultOf(redirected.messageId()))
                .isIn(SecurityFault.SECURITY_HEADER_MALFORMED, SecurityFault.PART_NOT_SIGNED);
    }

    @Test
    void byUnsignedFaultToOfUnsecuredMessageIsRefused() {
        Envelope redirected = CALCULATOR.request().with(envelope -> {
            Envelope.remove(envelope.security());
            envelope.addHeader(header("FaultTo"));
        });

        assertInvalidSecurity(CALCULATOR.wire().send(redirected));
        assertThat(CALCULATOR.log().faultOf(redirected.messageId())).isEqualTo(SecurityFault.SECURITY_HEADER_MISSING);
    }

    @Test
    void bySignedReplyToIsAnsweredWithFaultOnTheSameConnection() {
        assertRefusedSigned(
                insider().request(CALCULATOR.address(), victim.address().toString(), Optional.empty()));
    }

    @Test
    void bySignedFaultToIsAnsweredWithFaultOnTheSameConnection() {
        assertRefusedSigned(insider()
                .request(
                        CALCULATOR.address(),
                        ANONYMOUS,
                        Optional.of(victim.address().toString())));
    }

    @Test
    void isNotWhatTheAnonymousAddressIs() {
        Envelope request = insider().request(CALCULATOR.address(), ANONYMOUS, Optional.of(ANONYMOUS));

        assertThat(CALCULATOR.wire().send(request).status()).isEqualTo(WireReply.OK);
    }

    private void assertRefusedUnsigned(String name) {
        Envelope redirected = CALCULATOR.request().with(envelope -> envelope.addHeader(header(name)));

        assertInvalidSecurity(CALCULATOR.wire().send(redirected));
        assertThat(CALCULATOR.log().faultOf(redirected.messageId())).isEqualTo(SecurityFault.PART_NOT_SIGNED);
    }

    private static void assertRefusedSigned(Envelope redirected) {
        WireReply reply = CALCULATOR.wire().send(redirected);

        assertThat(reply.status()).isEqualTo(WireReply.FAULT);
        assertThat(reply.isSecured()).isTrue();
        assertThat(CALCULATOR.log().faultOf(redirected.messageId())).isEqualTo(SecurityFault.REPLY_NOT_ANONYMOUS);
    }

    private String header(String name) {
        return "<a:" + name + " xmlns:a='" + Envelope.ADDRESSING + "'><a:Address>" + victim.address()
                + "</a:Address></a:" + name + ">";
    }

    private static InsiderPeer insider() {
        return new InsiderPeer(CALCULATOR.client());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.security.SecurityFault;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A message with nothing wrong but whom it is for: WCF's faults for another endpoint and for an unknown operation. */
class WrongAddresseeIT {
    @RegisterExtension
    static final CalculatorServiceExtension CALCULATOR = CalculatorServiceExtension.standard();

    @Test
    void ofAnotherPathGetsSecuredFault() {
        URI other = URI.create(CALCULATOR.address().toString().replace("/Calculator", "/Other"));
        var calculator = CALCULATOR.client().connect(CALCULATOR.via(), other);

        var fault = catchThrowableOfType(SOAPFaultException.class, () -> calculator.add(1, 2));

        assertThat(fault).as("the call passed, or failed in another way").isNotNull();
        assertThat(fault.getFault().getFaultSubcodes().next().toString())
                .isEqualTo("{" + Envelope.ADDRESSING + "}DestinationUnreachable");
        assertThat(fault).hasMessageContaining(other.toString());
    }

    @Test
    void ofAnotherPathIsNamedInTheLog() {
        URI other = URI.create(CALCULATOR.address().toString().replace("/Calculator", "/Other"));
        Envelope request = RequestCapture.of(CALCULATOR.client(), other);

        WireReply reply = CALCULATOR.wire().send(request);

        assertThat(reply.status()).isEqualTo(WireReply.FAULT);
        assertThat(reply.isSecured()).isTrue();
        assertThat(CALCULATOR.log().faultOf(request.messageId())).isEqualTo(SecurityFault.DESTINATION_UNREACHABLE);
    }

    @Test
    void onAnotherHostNameIsTheSameService() {
        URI alias = URI.create(CALCULATOR.address().toString().replace("localhost", "calculator.example"));
        var calculator = CALCULATOR.client().connect(CALCULATOR.via(), alias);

        assertThat(calculator.add(1, 2)).isEqualTo(3);
    }

    @Test
    void asUnknownOperationGetsUnsecuredFault() {
        String action = CalculatorNames.NAMESPACE + "/ICalculator/Modulo";
        Envelope request = new InsiderPeer(CALCULATOR.client()).request(CALCULATOR.address(), action);

        WireReply reply = CALCULATOR.wire().send(request);

        assertThat(reply.status()).isEqualTo(WireReply.FAULT);
        assertThat(reply.isSecured()).isFalse();
        assertThat(reply.envelope().all(Envelope.SOAP, "Value").get(1).getTextContent())
                .isEqualTo("a:InvalidSecurity");
        assertThat(reply.envelope().first(Envelope.SOAP, "Text").getTextContent())
                .isEqualTo("The message could not be processed because the action '" + action
                        + "' is invalid or unrecognized.");
        assertThat(CALCULATOR.log().faultOf(request.messageId())).isEqualTo(SecurityFault.ACTION_UNKNOWN);
    }
}

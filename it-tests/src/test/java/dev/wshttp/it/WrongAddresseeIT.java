// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static dev.wshttp.it.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.it.attack.InsiderPeer;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.program.RequestCapture;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.it.wire.WireReply;
import dev.wshttp.security.SecurityFault;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that are right but for their address or their action get WCF's faults for another endpoint and for an unknown operation. */
@ParameterizedClass
@MethodSource("dev.wshttp.it.program.Mode#tested")
class WrongAddresseeIT {
    @RegisterExtension
    static final CalculatorServiceExtension CALCULATORS = CalculatorServiceExtension.standard();

    private final Mode mode;
    private final CalculatorServiceExtension service;

    WrongAddresseeIT(Mode mode) {
        this.mode = mode;
        this.service = CALCULATORS.in(mode);
    }

    @Test
    void ofAnotherPathGetsSecuredFault() {
        URI other = URI.create(service.address().toString().replace("/Calculator", "/Other"));
        var calculator = service.client().connect(service.via(), other);

        if (mode.hasSession()) {
            assertRefused(() -> calculator.add(1, 2), SecurityFault.TOKEN_REQUEST_INVALID);
            return;
        }
        var fault = catchThrowableOfType(SOAPFaultException.class, () -> calculator.add(1, 2));
        assertThat(fault).as("the call passed, or failed in another way").isNotNull();
        assertThat(fault.getFault().getFaultSubcodes().next().toString())
                .isEqualTo("{" + Envelope.ADDRESSING + "}DestinationUnreachable");
        assertThat(fault).hasMessageContaining(other.toString());
    }

    @Test
    void ofAnotherPathIsNamedInTheLog() {
        URI other = URI.create(service.address().toString().replace("/Calculator", "/Other"));
        Envelope request = RequestCapture.ofFirstSecured(service.client(), service.via(), other);

        WireReply reply = service.wire().send(request);

        assertThat(reply.status()).isEqualTo(WireReply.FAULT);
        assertThat(reply.isSecured()).isTrue();
        assertThat(service.log().faultOf(request.messageId())).isEqualTo(SecurityFault.DESTINATION_UNREACHABLE);
    }

    @Test
    void onAnotherHostNameIsTheSameService() {
        URI alias = URI.create(service.address().toString().replace("localhost", "calculator.example"));
        var calculator = service.client().connect(service.via(), alias);

        assertThat(calculator.add(1, 2)).isEqualTo(3);
    }

    @Test
    void asUnknownOperationGetsUnsecuredFault() {
        String action = CalculatorNames.NAMESPACE + "/ICalculator/Modulo";
        Envelope request = new InsiderPeer(service.client(), service.via()).request(service.address(), action);

        WireReply reply = service.wire().send(request);

        assertThat(reply.status()).isEqualTo(WireReply.FAULT);
        assertThat(reply.isSecured()).isFalse();
        assertThat(reply.envelope().all(Envelope.SOAP, "Value").get(1).getTextContent())
                .isEqualTo("a:InvalidSecurity");
        assertThat(reply.envelope().first(Envelope.SOAP, "Text").getTextContent())
                .isEqualTo("The message could not be processed because the action '" + action
                        + "' is invalid or unrecognized.");
        assertThat(service.log().faultOf(request.messageId())).isEqualTo(SecurityFault.ACTION_UNKNOWN);
    }
}

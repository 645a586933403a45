// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.policy.ServiceEndpoint;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service with several endpoints. */
class EndpointChoiceTest {
    private static final String OTHER_PORT = "<wsdl:port name=\"Other\" binding=\"tns:%s\">"
            + "<soap12:address location=\"http://localhost:18100/other\"/></wsdl:port></wsdl:service>";
    private static final String OPEN_BINDING = "<wsdl:binding name=\"Open\" type=\"tns:ICalculator\">"
            + "<soap:binding transport=\"http://schemas.xmlsoap.org/soap/http\"/></wsdl:binding><wsdl:service ";

    @TempDir
    Path folder;

    @Test
    void takesTheOnlyOneThatItCanCall() {
        assertThat(ServiceEndpoint.fromWsdl(beside("Open").in(folder)).name()).isEqualTo("WSHttpBinding_ICalculator");
    }

    @Test
    void asksWhichOfSeveralIsMeant() {
        MessageSecurityException refused = refusal(() ->
                ServiceEndpoint.fromWsdl(beside("WSHttpBinding_ICalculator").in(folder)));

        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        assertThat(refused).hasMessageContainingAll("'WSHttpBinding_ICalculator', 'Other'", "Set the key endpoint");
    }

    @Test
    void takesTheOneThatIsNamed() {
        var endpoint =
                ServiceEndpoint.fromWsdl(beside("WSHttpBinding_ICalculator").in(folder), "Other");

        assertThat(endpoint.name()).isEqualTo("Other");
        assertThat(endpoint.address()).hasToString("http://localhost:18100/other");
        assertThat(endpoint.serviceCertificate()).isEmpty();
    }

    @Test
    void refusesTheOneThatIsNamedIfItCannotBeCalled() {
        MessageSecurityException refused =
                refusal(() -> ServiceEndpoint.fromWsdl(beside("Open").in(folder), "Other"));

        assertThat(refused.fault()).isEqualTo(SecurityFault.POLICY_NOT_SUPPORTED);
        assertThat(refused).hasMessageContainingAll("cannot call 'Other'", "binding Open", "basicHttpBinding");
    }

    @Test
    void listsTheNamesIfThereIsNoneOfThatName() {
        MessageSecurityException refused =
                refusal(() -> ServiceEndpoint.fromWsdl(beside("Open").in(folder), "Third"));

        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        assertThat(refused).hasMessageContainingAll("'Third'", "'WSHttpBinding_ICalculator', 'Other'");
    }

    private static RecordedWsdl beside(String binding) {
        return RecordedWsdl.of(RecordedWsdl.DIRECT)
                .withFirst(OPEN_BINDING, "<wsdl:service ")
                .with(OTHER_PORT.formatted(binding), "</wsdl:service>");
    }
}

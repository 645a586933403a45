// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPFactory;
import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosisTest {
    private static final URI SERVICE = URI.create("http://localhost:8080/Calculator");

    @ParameterizedTest
    @CsvSource({
        "CONFIGURATION_INVALID, CONFIGURATION",
        "CREDENTIAL_UNREADABLE, CONFIGURATION",
        "POLICY_NOT_SUPPORTED, CONFIGURATION",
        "METADATA_UNREADABLE, CANNOT_CONNECT",
        "CERTIFICATE_NOT_TRUSTED, CERTIFICATE",
        "CERTIFICATE_NOT_IN_VALIDITY, CERTIFICATE",
        "CERTIFICATE_REVOKED, CERTIFICATE",
        "CERTIFICATE_PURPOSE_WRONG, CERTIFICATE",
        "SERVICE_IDENTITY_MISMATCH, CERTIFICATE",
        "FAULT_NOT_SECURED, REJECTED",
        "SIGNATURE_INVALID, REJECTED",
        "NEGOTIATION_REFUSED, REJECTED",
        "NEGOTIATION_NOT_OFFERED, REJECTED",
        "AUTHENTICATOR_MISMATCH, REJECTED",
        "TIMESTAMP_OUT_OF_RANGE, REJECTED",
        "INTERNAL_ERROR, UNEXPECTED"
    })
    void tellsWhoHasToAct(SecurityFault fault, ExitCode expected) {
        var refused = new MessageSecurityException(fault, "what failed");

        var failure = Diagnosis.ofCall(new WebServiceException("wrapped", refused), SERVICE);

        assertThat(failure.exitCode()).isEqualTo(expected);
        assertThat(failure.code()).isEqualTo(fault.name());
        assertThat(failure.getMessage()).startsWith("what failed");
    }

    @Test
    void namesTheUsualSuspectsWhenTheServiceDoesNotSayWhy() {
        var failure =
                Diagnosis.ofCall(new MessageSecurityException(SecurityFault.FAULT_NOT_SECURED, "Refused."), SERVICE);

        assertThat(failure.getMessage())
                .contains("Run doctor", "clocks", "service-certificate.file", "algorithm-suite");
    }

    @Test
    void doesNotSendTheDoctorToTheDoctor() {
        var failure =
                Diagnosis.inDoctor(new MessageSecurityException(SecurityFault.FAULT_NOT_SECURED, "Refused."), SERVICE);

        assertThat(failure.getMessage()).contains("clocks").doesNotContain("Run doctor");
    }

    @Test
    void namesTheClientsCertificateWhenTheUnsecuredFaultDoes() {
        var refused =
                new MessageSecurityException(SecurityFault.FAULT_NOT_SECURED, "Came back: 'FailedAuthentication'.");

        assertThat(Diagnosis.ofCall(refused, SERVICE).getMessage())
                .contains("does not accept this client's certificate", "issued for the purpose of a client");
    }

    static Stream<Arguments> connections() {
        return Stream.of(
                Arguments.of(
                        new ConnectException("Connection refused"), "CONNECTION_REFUSED", "Is the service running"),
                Arguments.of(new NoRouteToHostException("No route"), "CONNECTION_REFUSED", "Is the service running"),
                Arguments.of(new UnknownHostException("localhost"), "HOST_UNKNOWN", "'localhost' is not known"),
                Arguments.of(
                        new SocketTimeoutException("Read timed out"), "TIMED_OUT", "message-security.send-timeout"),
                Arguments.of(new SocketException("Connection reset"), "CONNECTION_BROKEN", "no other kind of server"));
    }

    @ParameterizedTest
    @MethodSource("connections")
    void explainsConnection(IOException cause, String code, String remedy) {
        var failure = Diagnosis.ofCall(new WebServiceException("transport", cause), SERVICE);

        assertThat(failure.exitCode()).isEqualTo(ExitCode.CANNOT_CONNECT);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.getMessage()).contains(remedy);
    }

    @Test
    void bringsWhatAPeerSaidToOneLine() {
        String hostile = "\u202ex\r\ncalculator-client: all is well\u0085" + "y".repeat(5_000);

        assertThat(Diagnosis.ofCall(new WebServiceException(hostile), SERVICE).getMessage())
                .contains(" x calculator-client: all is well y")
                .hasSizeLessThan(1_500);
        assertThat(Diagnosis.ofCall(new WebServiceException("transport", new IOException(hostile)), SERVICE)
                        .getMessage())
                .contains(" x calculator-client: all is well y")
                .hasSizeLessThan(1_500);
    }

    @Test
    void explainsServerThatIsNoCalculator() {
        var failure = Diagnosis.ofCall(new WebServiceException("HTTP status code 404"), SERVICE);

        assertThat(failure.exitCode()).isEqualTo(ExitCode.CANNOT_CONNECT);
        assertThat(failure.getMessage()).contains("HTTP status code 404", "path of message-security.address");
    }

    @ParameterizedTest
    @CsvSource({
        "FailedAuthentication, does not accept this client's certificate",
        "DestinationUnreachable, set message-security.address",
        "ActionNotSupported, no such operation",
        "InvalidSecurity, clocks of both machines",
        "DivideByZero, the operation failed"
    })
    void explainsFault(String subcode, String remedy) throws SOAPException {
        var fault = SOAPFactory.newInstance(SOAPConstants.SOAP_1_2_PROTOCOL)
                .createFault("reason of the service", SOAPConstants.SOAP_SENDER_FAULT);
        fault.appendFaultSubcode(new QName("urn:example", subcode, "e"));

        var failure = Diagnosis.ofCall(new SOAPFaultException(fault), SERVICE);

        assertThat(failure.exitCode()).isEqualTo(ExitCode.REJECTED);
        assertThat(failure.fault()).contains(subcode);
        assertThat(failure.getMessage()).contains("'" + subcode + "': 'reason of the service' (", remedy);
    }

    @Test
    void namesTheCodeOfFaultThatHasNoSubcode() throws SOAPException {
        var fault = SOAPFactory.newInstance(SOAPConstants.SOAP_1_2_PROTOCOL)
                .createFault("out of order", SOAPConstants.SOAP_RECEIVER_FAULT);

        var failure = Diagnosis.ofCall(new SOAPFaultException(fault), SERVICE);

        assertThat(failure.fault()).isEmpty();
        assertThat(failure.getMessage()).contains("'Receiver': 'out of order'");
    }
}

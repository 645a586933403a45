// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static dev.wshttp.certs.TestPki.Role.SERVICE;
import static dev.wshttp.it.wire.Refusals.assertInvalidSecurity;
import static dev.wshttp.it.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.it.attack.ManInTheMiddle;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.ClientSetup;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.Thumbprint;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The client refuses a trusted certificate that is not the certificate of the service that it expects. */
class IdentityMismatchIT {
    @RegisterExtension
    static final CalculatorServiceExtension CALCULATOR = CalculatorServiceExtension.standard();

    @Test
    void clientRefusesTrustedServiceOfAnotherName() {
        var client = CALCULATOR.client().withIdentity(EndpointIdentity.dns("Fabrikam.com"));

        assertRefused(client::feature, SecurityFault.SERVICE_IDENTITY_MISMATCH);
    }

    @Test
    void clientRefusesTrustedCertificateOfAnotherService() {
        var client = CALCULATOR.client().withService(pki().otherName().certificate());

        assertRefused(client::feature, SecurityFault.SERVICE_IDENTITY_MISMATCH);
    }

    @Test
    void clientRefusesAnotherCertificateOfTheSameName() {
        var other = EndpointIdentity.certificate(pki().untrustedTwin(SERVICE).certificate());
        var client = CALCULATOR.client().withIdentity(other);

        assertRefused(client::feature, SecurityFault.SERVICE_IDENTITY_MISMATCH);
    }

    static Stream<Arguments> otherIdentities() {
        var identities = List.of(
                EndpointIdentity.dns("Fabrikam.com"),
                EndpointIdentity.certificate(pki().untrustedTwin(SERVICE).certificate()));
        return identities.stream()
                .flatMap(identity ->
                        Stream.of(Mode.NEGOTIATED_SESSION, Mode.NEGOTIATED).map(mode -> Arguments.of(identity, mode)));
    }

    @ParameterizedTest
    @MethodSource("otherIdentities")
    void clientRefusesNegotiatedServiceBeforeItShowsItsOwnCertificate(EndpointIdentity identity, Mode mode) {
        var service = CALCULATOR.in(mode);
        try (var network = ManInTheMiddle.listening(service.via())) {
            var calculator = service.client().withIdentity(identity).connect(network.address(), service.address());

            assertRefused(() -> calculator.add(1, 2), SecurityFault.SERVICE_IDENTITY_MISMATCH);
            assertThat(network.actions()).containsExactly(Mode.NEGOTIATION.get(0));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.it.program.Mode#tested")
    void clientExpectsTheHostInTheAddressUnlessToldOtherwise(Mode mode) {
        var service = CALCULATOR.in(mode);
        var client = service.client();
        var feature = MessageSecurityFeature.forClient(client.binding(), client.credentials());

        assertThat(ClientSetup.connect(feature.withAddress(service.address()), service.via())
                        .add(1, 2))
                .as("localhost is a name in the certificate")
                .isEqualTo(3);
        var elsewhere = URI.create("http://127.0.0.1:" + service.via().getPort() + "/Calculator");
        var calculator = ClientSetup.connect(feature, elsewhere);
        assertRefused(() -> calculator.add(1, 2), SecurityFault.SERVICE_IDENTITY_MISMATCH);
    }

    @Test
    void serviceRefusesMessageForTheServiceOfAnotherName() {
        var fabrikam = CALCULATOR
                .client()
                .withService(pki().otherName().certificate())
                .withIdentity(EndpointIdentity.dns("Fabrikam.com"));

        assertRefusedAsForeign(CALCULATOR.request(fabrikam));
    }

    @Test
    void serviceRefusesMessageForItsTwin() {
        assertRefusedAsForeign(CALCULATOR.request(encryptingForTheTwin()));
    }

    @Test
    void serviceRefusesForeignKeyUnderItsOwnName() {
        Envelope forged = CALCULATOR
                .request(encryptingForTheTwin())
                .with(envelope -> envelope.first(Envelope.SECURITY, "KeyIdentifier")
                        .setTextContent(
                                Thumbprint.of(pki().service().certificate()).base64()));

        assertInvalidSecurity(CALCULATOR.wire().send(forged));
        assertThat(CALCULATOR.log().faultOf(forged.messageId()))
                .isIn(SecurityFault.DECRYPTION_FAILED, SecurityFault.SIGNATURE_INVALID);
    }

    @Test
    void clientGetsNoAnswerFromServiceWithoutThePrivateKey() {
        try (var impostor = CALCULATOR.startBesideOthers(
                setup -> setup.with("service-certificate.file", "service-untrusted-twin.p12"))) {
            var calculator = CALCULATOR.client().connect(impostor.via(), CALCULATOR.address());

            assertRefused(() -> calculator.add(1, 2), SecurityFault.FAULT_NOT_SECURED);
        }
    }

    private static void assertRefusedAsForeign(Envelope request) {
        assertInvalidSecurity(CALCULATOR.wire().send(request));
        assertThat(CALCULATOR.log().faultOf(request.messageId())).isEqualTo(SecurityFault.KEY_NOT_RECOGNIZED);
    }

    private static ClientSetup encryptingForTheTwin() {
        var twin = pki().untrustedTwin(SERVICE).certificate();
        return CALCULATOR.client().withService(twin).withTrust(CertificateTrust.peers(List.of(twin)));
    }

    private static TestPki pki() {
        return CALCULATOR.certificates().pki();
    }
}

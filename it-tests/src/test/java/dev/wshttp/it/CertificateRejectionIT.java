// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static dev.wshttp.certs.TestPki.Role.CLIENT;
import static dev.wshttp.certs.TestPki.Role.SERVICE;
import static dev.wshttp.it.wire.Refusals.assertFailedAuthentication;
import static dev.wshttp.it.wire.Refusals.assertInvalidSecurity;
import static dev.wshttp.it.wire.Refusals.assertNegotiationFailed;
import static dev.wshttp.it.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.certs.TestPki.Role;
import dev.wshttp.it.attack.ImpostorService;
import dev.wshttp.it.attack.ManInTheMiddle;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.ClientSetup;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.it.wire.WireReply;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.CertificateTrust;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each side refuses each bad credential of the other. */
class CertificateRejectionIT {
    @RegisterExtension
    static final CalculatorServiceExtension CALCULATOR = CalculatorServiceExtension.standard();

    /** One rule that a credential breaks, and what the side that refuses it has to call it. */
    enum Bad {
        UNTRUSTED_TWIN(TestPki::untrustedTwin, SecurityFault.CERTIFICATE_NOT_TRUSTED),
        EXPIRED(TestPki::expired, SecurityFault.CERTIFICATE_NOT_IN_VALIDITY),
        NOT_YET_VALID(TestPki::notYetValid, SecurityFault.CERTIFICATE_NOT_IN_VALIDITY),
        REVOKED(TestPki::revoked, SecurityFault.CERTIFICATE_REVOKED),
        WRONG_PURPOSE(TestPki::wrongPurpose, SecurityFault.CERTIFICATE_PURPOSE_WRONG),
        WEAK_KEY(TestPki::weakKey, SecurityFault.CERTIFICATE_KEY_NOT_ACCEPTED);

        private final BiFunction<TestPki, Role, TestCredential> credential;
        private final SecurityFault fault;

        Bad(BiFunction<TestPki, Role, TestCredential> credential, SecurityFault fault) {
            this.credential = credential;
            this.fault = fault;
        }

        TestCredential of(Role role) {
            return credential.apply(CALCULATOR.certificates().pki(), role);
        }
    }

    static Stream<Arguments> badInEachMode() {
        return Stream.of(Mode.values()).flatMap(mode -> Stream.of(Bad.values()).map(bad -> Arguments.of(bad, mode)));
    }

    @ParameterizedTest
    @MethodSource("badInEachMode")
    void serviceRefusesClient(Bad bad, Mode mode) {
        var service = CALCULATOR.in(mode);
        try (var network = ManInTheMiddle.listening(service.via())) {
            var calculator = service.client().withOwn(bad.of(CLIENT)).connect(network.address(), service.address());

            assertRefused(() -> calculator.add(1, 2), refusal(mode));

            assertNotBelieved(network, mode);
            String messageId = network.last().messageId();
            assertThat(service.log().faultOf(messageId)).isEqualTo(bad.fault);
            assertThat(service.log().refusalOf(messageId)).contains("CN=Cohowinery.com");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.it.program.Mode#tested")
    void serviceRefusesClientThatIsNoPeerThoughItsAuthorityIsGood(Mode mode) {
        try (var service = CALCULATOR
                        .in(mode)
                        .startBesideOthers(setup ->
                                setup.with("trust.mode", "peer-trust").with("trust.peers-file", "client-revoked.pem"));
                var network = ManInTheMiddle.listening(service.via())) {
            var calculator = CALCULATOR.in(mode).client().connect(network.address(), service.address());

            assertRefused(() -> calculator.add(1, 2), refusal(mode));

            assertNotBelieved(network, mode);
            assertThat(service.log()
                            .faultOf(Envelope.parse(network.last().request().body())
                                    .messageId()))
                    .isEqualTo(SecurityFault.CERTIFICATE_NOT_TRUSTED);
        }
    }

    /** Returns what a client learns: that it was refused, and not why. */
    private static SecurityFault refusal(Mode mode) {
        return mode.negotiates() ? SecurityFault.NEGOTIATION_REFUSED : SecurityFault.FAULT_NOT_SECURED;
    }

    /** A client's certificate is in its first message, or in the second leg of a negotiation; nothing follows it. */
    private static void assertNotBelieved(ManInTheMiddle network, Mode mode) {
        var reply = WireReply.of(network.last().reply());
        if (mode.negotiates()) {
            assertNegotiationFailed(reply);
            assertThat(network.actions()).isEqualTo(Mode.NEGOTIATION);
        } else {
            assertFailedAuthentication(reply);
            assertThat(network.actions()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientRefusesServiceBeforeItSendsAnything(Bad bad) {
        for (Mode mode : List.of(Mode.DIRECT, Mode.SESSION)) {
            var service = CALCULATOR.in(mode);
            try (var network = ManInTheMiddle.listening(service.via())) {
                var client = judging(service).withService(bad.of(SERVICE).certificate());
                var calculator = client.connect(network.address(), service.address());

                assertRefused(() -> calculator.add(1, 2), bad.fault);
                assertThat(network.exchanges()).as(mode.toString()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientRefusesServiceInTheNegotiationBeforeItShowsItsOwnCertificate(Bad bad) {
        for (Mode mode : List.of(Mode.NEGOTIATED_SESSION, Mode.NEGOTIATED)) {
            var service = CALCULATOR.in(mode);
            var impostor = new ImpostorService(bad.of(SERVICE), service.client().trust());
            try (var network = ManInTheMiddle.answering(impostor)) {
                var calculator = judging(service).connect(network.address(), service.address());

                assertRefused(() -> calculator.add(1, 2), bad.fault);
                assertThat(network.actions()).as(mode.toString()).containsExactly(Mode.NEGOTIATION.get(0));
            }
        }
    }

    /** Returns a client that asks for everything that makes a service's certificate bad. */
    private static ClientSetup judging(CalculatorServiceExtension service) {
        var client = service.client();
        return client.withTrust(
                client.trust().withRevocationList(service.certificates().file("ca.crl")));
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.it.program.Mode#tested")
    void clientRefusesServiceThatIsNoPeerThoughItsAuthorityIsGood(Mode mode) {
        var service = CALCULATOR.in(mode);
        var pinned = CertificateTrust.peers(
                List.of(service.certificates().pki().revoked(SERVICE).certificate()));
        var calculator = service.client().withTrust(pinned).connect(service.via(), service.address());

        assertRefused(() -> calculator.add(1, 2), SecurityFault.CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void serviceRefusesKeyThatDoesNotBelongToTheCertificate() {
        Envelope stolen = CALCULATOR.request(
                CALCULATOR.client().withOwn(CALCULATOR.certificates().pki().untrustedTwin(CLIENT)));
        Envelope forged = stolen.with(envelope -> envelope.first(Envelope.SECURITY, "BinarySecurityToken")
                .setTextContent(base64(CALCULATOR.certificates().pki().client())));

        assertInvalidSecurity(CALCULATOR.wire().send(forged));
        assertThat(CALCULATOR.log().faultOf(forged.messageId())).isEqualTo(SecurityFault.SIGNATURE_INVALID);
    }

    private static String base64(TestCredential credential) {
        try {
            return java.util.Base64.getEncoder()
                    .encodeToString(credential.certificate().getEncoded());
        } catch (java.security.cert.CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

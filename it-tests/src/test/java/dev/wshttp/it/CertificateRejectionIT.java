// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static dev.wshttp.certs.TestPki.Role.CLIENT;
import static dev.wshttp.certs.TestPki.Role.SERVICE;
import static dev.wshttp.it.Refusals.assertFailedAuthentication;
import static dev.wshttp.it.Refusals.assertInvalidSecurity;
import static dev.wshttp.it.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.certs.TestPki.Role;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.CertificateTrust;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    @ParameterizedTest
    @EnumSource
    void serviceRefusesClient(Bad bad) {
        Envelope request = CALCULATOR.request(CALCULATOR.client().withOwn(bad.of(CLIENT)));

        WireReply reply = CALCULATOR.wire().send(request);

        assertFailedAuthentication(reply);
        assertThat(CALCULATOR.log().faultOf(request.messageId())).isEqualTo(bad.fault);
        assertThat(CALCULATOR.log().refusalOf(request.messageId())).contains("CN=Cohowinery.com");
    }

    @ParameterizedTest
    @EnumSource
    void clientLearnsOnlyThatItWasRefused(Bad bad) {
        var calculator = CALCULATOR.client().withOwn(bad.of(CLIENT)).connect(CALCULATOR.via(), CALCULATOR.address());

        assertRefused(() -> calculator.add(1, 2), SecurityFault.FAULT_NOT_SECURED);
    }

    @ParameterizedTest
    @EnumSource
    void clientRefusesServiceBeforeItSendsAnything(Bad bad) {
        try (var network = ManInTheMiddle.listening(CALCULATOR.via())) {
            var trust = CALCULATOR
                    .client()
                    .trust()
                    .withRevocationList(CALCULATOR.certificates().file("ca.crl"));
            var calculator = CALCULATOR
                    .client()
                    .withTrust(trust)
                    .withService(bad.of(SERVICE).certificate())
                    .connect(network.address(), CALCULATOR.address());

            assertRefused(() -> calculator.add(1, 2), bad.fault);
            assertThat(network.exchanges()).isEmpty();
        }
    }

    @Test
    void serviceRefusesClientThatIsNoPeerThoughItsAuthorityIsGood() {
        try (var service = CALCULATOR.start(
                setup -> setup.with("trust.mode", "peer-trust").with("trust.peers-file", "client-revoked.pem"))) {
            Envelope request = RequestCapture.of(CALCULATOR.client(), service.address());

            assertFailedAuthentication(new WirePeer(service.via()).send(request));
            assertThat(service.log().faultOf(request.messageId())).isEqualTo(SecurityFault.CERTIFICATE_NOT_TRUSTED);
        }
    }

    @Test
    void clientRefusesServiceThatIsNoPeerThoughItsAuthorityIsGood() {
        var stranger = CertificateTrust.peers(
                List.of(CALCULATOR.certificates().pki().revoked(SERVICE).certificate()));
        var calculator = CALCULATOR.client().withTrust(stranger).connect(CALCULATOR.via(), CALCULATOR.address());

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

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.Thumbprint;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecureCallIT {
    @RegisterExtension
    static final CalculatorServiceExtension SERVICE = CalculatorServiceExtension.standard();

    @Test
    void calculates() {
        Calculator calculator = SERVICE.client().connect(SERVICE.via(), SERVICE.address());

        assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
        assertThat(calculator.subtract(145, 76.54)).isCloseTo(68.46, within(1e-12));
        assertThat(calculator.multiply(9, 81.25)).isEqualTo(731.25);
        assertThat(calculator.divide(22, 7)).isEqualTo(22.0 / 7);
    }

    @Test
    void dividesByZeroAsTheStandardForFloatingPointSays() {
        Calculator calculator = SERVICE.client().connect(SERVICE.via(), SERVICE.address());

        assertThat(calculator.divide(1, 0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(calculator.divide(-1, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(calculator.divide(0, 0)).isNaN();
    }

    @Test
    void tellsTheCallerWhoItIs() {
        Calculator calculator = SERVICE.client().connect(SERVICE.via(), SERVICE.address());

        assertThat(calculator.callerIdentity()).isEqualTo(identity());
    }

    @Test
    void tellsApartTwoCallersOfOneName() {
        TestPki pki = SERVICE.certificates().pki();
        var twin = pki.untrustedTwin(TestPki.Role.CLIENT);
        try (var service = SERVICE.start(setup ->
                setup.with("trust.mode", "peer-or-chain-trust").with("trust.peers-file", twin.name() + ".pem"))) {
            Calculator first = SERVICE.client().connect(service.via(), service.address());
            Calculator second = SERVICE.client().withOwn(twin).connect(service.via(), service.address());

            assertThat(first.callerIdentity()).isEqualTo(identity());
            assertThat(second.callerIdentity())
                    .isEqualTo("CN=Cohowinery.com; " + Thumbprint.of(twin.certificate()))
                    .isNotEqualTo(first.callerIdentity());
        }
    }

    @Test
    void passesWithPinnedPeersOnBothSides() {
        TestPki pki = SERVICE.certificates().pki();
        try (var service =
                SERVICE.start(setup -> setup.with("trust.mode", "peer-trust").with("trust.peers-file", "client.pem"))) {
            Calculator calculator = SERVICE.client()
                    .withTrust(CertificateTrust.peers(List.of(pki.service().certificate())))
                    .connect(service.via(), service.address());

            assertThat(calculator.callerIdentity()).isEqualTo(identity());
        }
    }

    @Test
    void passesWithTheServiceCertificateItselfAsIdentity() {
        var certificate = SERVICE.certificates().pki().service().certificate();
        Calculator calculator = SERVICE.client()
                .withIdentity(EndpointIdentity.certificate(certificate))
                .connect(SERVICE.via(), SERVICE.address());

        assertThat(calculator.add(1, 2)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void passesWithTheAlgorithmSuite(AlgorithmSuite suite) {
        try (var service = SERVICE.start(setup -> setup.with("algorithm-suite", suite.configurationName()));
                var network = ManInTheMiddle.listening(service.via())) {
            Calculator calculator = SERVICE.client().withSuite(suite).connect(network.address(), service.address());

            assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
            assertThat(calculator.callerIdentity()).isEqualTo(identity());
            for (var exchange : network.exchanges()) {
                assertThat(encryptionOf(exchange.request().body())).isEqualTo(suite.encryptionUri());
                assertThat(encryptionOf(exchange.reply().body())).isEqualTo(suite.encryptionUri());
            }
        }
    }

    @Test
    void showsTheNetworkNeitherNumbersNorNames() {
        try (var network = ManInTheMiddle.listening(SERVICE.via())) {
            Calculator calculator = SERVICE.client().connect(network.address(), SERVICE.address());
            calculator.add(4711.25, 1);
            calculator.callerIdentity();

            for (var exchange : network.exchanges()) {
                for (byte[] body :
                        List.of(exchange.request().body(), exchange.reply().body())) {
                    assertThat(new String(body, java.nio.charset.StandardCharsets.UTF_8))
                            .contains("EncryptedData")
                            .doesNotContain("4711.25", "4712.25", "Result", "<n1>", "Cohowinery.com", "SignatureValue");
                }
            }
        }
    }

    private static String encryptionOf(byte[] message) {
        var body = Envelope.parse(message).encryptedBody();
        return ((org.w3c.dom.Element) body.getElementsByTagNameNS(Envelope.ENCRYPTION, "EncryptionMethod")
                        .item(0))
                .getAttribute("Algorithm");
    }

    private static String identity() {
        return "CN=Cohowinery.com; "
                + Thumbprint.of(SERVICE.certificates().pki().client().certificate());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.certs.TestPki;
import dev.wshttp.it.attack.ManInTheMiddle;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.Thumbprint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SecureCallIT {
    @RegisterExtension
    static final CalculatorServiceExtension SERVICE = CalculatorServiceExtension.standard();

    @ParameterizedTest
    @EnumSource
    void calculates(Mode mode) {
        Calculator calculator = connect(mode);

        assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
        assertThat(calculator.subtract(145, 76.54)).isCloseTo(68.46, within(1e-12));
        assertThat(calculator.multiply(9, 81.25)).isEqualTo(731.25);
        assertThat(calculator.divide(22, 7)).isEqualTo(22.0 / 7);
    }

    @ParameterizedTest
    @EnumSource
    void dividesByZeroAsTheStandardForFloatingPointSays(Mode mode) {
        Calculator calculator = connect(mode);

        assertThat(calculator.divide(1, 0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(calculator.divide(-1, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(calculator.divide(0, 0)).isNaN();
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheCallerWhoItIsInTheSameWords(Mode mode) {
        assertThat(connect(mode).callerIdentity()).isEqualTo(identity());
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "NEGOTIATED_SESSION"})
    void tellsApartTwoCallersOfOneName(Mode mode) {
        var standard = SERVICE.in(mode);
        TestPki pki = SERVICE.certificates().pki();
        var twin = pki.untrustedTwin(TestPki.Role.CLIENT);
        try (var service = standard.startBesideOthers(setup ->
                setup.with("trust.mode", "peer-or-chain-trust").with("trust.peers-file", twin.name() + ".pem"))) {
            Calculator first = standard.client().connect(service.via(), service.address());
            Calculator second = standard.client().withOwn(twin).connect(service.via(), service.address());

            assertThat(first.callerIdentity()).isEqualTo(identity());
            assertThat(second.callerIdentity())
                    .isEqualTo("CN=Cohowinery.com; " + Thumbprint.of(twin.certificate()))
                    .isNotEqualTo(first.callerIdentity());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "NEGOTIATED_SESSION"})
    void passesWithPinnedPeersOnBothSides(Mode mode) {
        var standard = SERVICE.in(mode);
        TestPki pki = SERVICE.certificates().pki();
        try (var service = standard.startBesideOthers(
                setup -> setup.with("trust.mode", "peer-trust").with("trust.peers-file", "client.pem"))) {
            Calculator calculator = standard.client()
                    .withTrust(CertificateTrust.peers(List.of(pki.service().certificate())))
                    .connect(service.via(), service.address());

            assertThat(calculator.callerIdentity()).isEqualTo(identity());
        }
    }

    @ParameterizedTest
    @EnumSource
    void passesWithTheServiceCertificateItselfAsIdentity(Mode mode) {
        var service = SERVICE.in(mode);
        var certificate = SERVICE.certificates().pki().service().certificate();
        Calculator calculator = service.client()
                .withIdentity(EndpointIdentity.certificate(certificate))
                .connect(service.via(), service.address());

        assertThat(calculator.add(1, 2)).isEqualTo(3);
    }

    /** WCF's default mode has every kind of message but those that only direct mode has; TLS carries its first key in all suites. */
    static Stream<Arguments> suites() {
        return Stream.concat(
                Stream.of(AlgorithmSuite.values()).map(suite -> Arguments.of(Mode.DIRECT, suite)),
                Stream.of(
                                AlgorithmSuite.BASIC256,
                                AlgorithmSuite.BASIC256_SHA256,
                                AlgorithmSuite.BASIC128,
                                AlgorithmSuite.BASIC128_SHA256)
                        .map(suite -> Arguments.of(Mode.NEGOTIATED_SESSION, suite)));
    }

    @ParameterizedTest
    @MethodSource("suites")
    void passesWithTheAlgorithmSuite(Mode mode, AlgorithmSuite suite) {
        var standard = SERVICE.in(mode);
        try (var service =
                        standard.startBesideOthers(setup -> setup.with("algorithm-suite", suite.configurationName()));
                var network = ManInTheMiddle.listening(service.via())) {
            Calculator calculator = standard.client().withSuite(suite).connect(network.address(), service.address());

            assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
            assertThat(calculator.callerIdentity()).isEqualTo(identity());
            for (byte[] message : secured(network)) {
                assertThat(encryptionOf(message)).isEqualTo(suite.encryptionUri());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsTheNetworkNeitherNumbersNorNames(Mode mode) {
        var service = SERVICE.in(mode);
        try (var network = ManInTheMiddle.listening(service.via())) {
            Calculator calculator = service.client().connect(network.address(), service.address());
            calculator.add(4711.25, 1);
            calculator.callerIdentity();

            for (byte[] message : secured(network)) {
                assertThat(new String(message, StandardCharsets.UTF_8))
                        .contains("EncryptedData")
                        .doesNotContain("4711.25", "4712.25", "Result", "<n1>", "Cohowinery.com", "SignatureValue");
            }
        }
    }

    /** Returns all messages but the legs of a negotiation, which have security of their own. */
    private static List<byte[]> secured(ManInTheMiddle network) {
        List<byte[]> all = network.exchanges().stream()
                .flatMap(exchange ->
                        Stream.of(exchange.request().body(), exchange.reply().body()))
                .toList();
        List<byte[]> secured = all.stream()
                .filter(message -> Envelope.parse(message).hasSecurity())
                .toList();
        long legs =
                network.actions().stream().filter(Mode.NEGOTIATION::contains).count();
        assertThat(secured).hasSize(all.size() - 2 * Math.toIntExact(legs));
        return secured;
    }

    private static Calculator connect(Mode mode) {
        var service = SERVICE.in(mode);
        return service.client().connect(service.via(), service.address());
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

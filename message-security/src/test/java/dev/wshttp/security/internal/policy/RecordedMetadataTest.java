// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.policy.ServiceEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What WCF, CXF and Metro really publish. */
class RecordedMetadataTest {
    private static final URI RECORDED_ADDRESS = URI.create("http://localhost:18100/ServiceModelSamples/service");

    @TempDir
    Path folder;

    static Stream<Arguments> modesAndSuites() {
        return Stream.of(
                        Arguments.of(RecordedWsdl.DIRECT, false, false),
                        Arguments.of(RecordedWsdl.SESSION, false, true),
                        Arguments.of(RecordedWsdl.NEGOTIATED_SESSION, true, true),
                        Arguments.of(RecordedWsdl.NEGOTIATED, true, false))
                .flatMap(mode -> Arrays.stream(AlgorithmSuite.values())
                        .map(suite -> Arguments.of(mode.get()[0], mode.get()[1], mode.get()[2], suite)));
    }

    @ParameterizedTest
    @MethodSource("modesAndSuites")
    void readsEveryModeAndSuiteOfWcf(String recording, boolean negotiate, boolean establish, AlgorithmSuite suite) {
        String name = suite.policyName();
        URI wsdl = RecordedWsdl.of(recording)
                .with("<sp:" + name + "/>", "<sp:Basic256/>")
                .in(folder);

        var endpoint = ServiceEndpoint.fromWsdl(wsdl);

        assertThat(endpoint.name()).isEqualTo("WSHttpBinding_ICalculator");
        assertThat(endpoint.address()).isEqualTo(RECORDED_ADDRESS);
        assertThat(endpoint.binding())
                .isEqualTo(WsHttpBinding.builder()
                        .negotiateServiceCredential(negotiate)
                        .establishSecurityContext(establish)
                        .algorithmSuite(suite)
                        .build());
    }

    @Test
    void readsMtom() throws Exception {
        var wsdl = requireNonNull(
                RecordedMetadataTest.class.getResource("/captures/live-mtom--mode1/wsdl/singleWsdl.xml"));

        assertThat(ServiceEndpoint.fromWsdl(wsdl.toURI()).binding().messageEncoding())
                .isEqualTo(WsMessageEncoding.MTOM);
    }

    @ParameterizedTest
    @CsvSource({"cxf-direct, false", "cxf-session, true", "metro-direct, false", "metro-session, true"})
    void readsWhatOtherStacksPublish(String name, boolean establish) {
        URI wsdl = RecordedWsdl.named(name + ".xml").in(folder);

        var endpoint = ServiceEndpoint.fromWsdl(wsdl);

        assertThat(endpoint.binding())
                .isEqualTo(WsHttpBinding.builder()
                        .negotiateServiceCredential(false)
                        .establishSecurityContext(establish)
                        .build());
        assertThat(endpoint.address()).isEqualTo(URI.create("http://localhost:8080/Calculator"));
        assertThat(endpoint.serviceCertificate()).isEmpty();
        assertThat(endpoint.identity()).isEmpty();
    }

    @Test
    void takesTheIdentityFromAFileAsWcfDoes() {
        var endpoint =
                ServiceEndpoint.fromWsdl(RecordedWsdl.of(RecordedWsdl.DIRECT).in(folder));

        var certificate = endpoint.serviceCertificate().orElseThrow();
        assertThat(certificate.getSubjectX500Principal()).hasToString("CN=Contoso.com");
        assertThat(endpoint.identity()).contains(EndpointIdentity.certificate(certificate));
    }

    /** As gateways and IIS rewrite it; {@code URI.resolve} would ask for {@code /ServiceModelSamples/?wsdl=wsdl0}. */
    @Test
    void followsAnImportThatIsAQueryOnly() {
        var root = RecordedWsdl.named(RecordedWsdl.DIRECT + "/wsdl.xml")
                .with("\"?wsdl=wsdl0\"", "\"http://localhost:18100/ServiceModelSamples/service?wsdl=wsdl0\"");
        try (var server = new MetadataServer()
                .with("wsdl", root)
                .with("wsdl=wsdl0", RecordedWsdl.named(RecordedWsdl.DIRECT + "/wsdl-wsdl0.xml"))) {
            assertThat(ServiceEndpoint.fromWsdl(server.at("wsdl")).address()).isEqualTo(server.address());
            assertThat(server.asked()).containsExactly("wsdl", "wsdl=wsdl0");
        }
    }

    @Test
    void followsTheImportOfWcf() {
        try (var server = new MetadataServer()
                .with("wsdl", RecordedWsdl.named(RecordedWsdl.DIRECT + "/wsdl.xml"))
                .with("wsdl=wsdl0", RecordedWsdl.named(RecordedWsdl.DIRECT + "/wsdl-wsdl0.xml"))) {
            var endpoint = ServiceEndpoint.fromWsdl(server.at("wsdl"));

            assertThat(endpoint.address()).isEqualTo(server.address());
            assertThat(endpoint.serviceCertificate()).isPresent();
            assertThat(server.asked()).containsExactly("wsdl", "wsdl=wsdl0");
            assertThat(ServiceEndpoint.fromWsdl(server.at("wsdl")).binding()).isEqualTo(endpoint.binding());
        }
    }

    @Test
    void expectsTheHostThatWasTypedWhateverADocumentOfTheNetworkSays() {
        var claimsAnother =
                RecordedWsdl.of(RecordedWsdl.NEGOTIATED).withFirst("<Dns>attacker.example</Dns><KeyInfo", "<KeyInfo");
        try (var server = new MetadataServer().with("singleWsdl", claimsAnother)) {
            var endpoint = ServiceEndpoint.fromWsdl(server.at("singleWsdl"));

            assertThat(endpoint.identity()).contains(EndpointIdentity.dns("localhost"));
        }
    }

    @Test
    void takesADnsNameFromAFile() {
        var wsdl = RecordedWsdl.of(RecordedWsdl.NEGOTIATED).withFirst("<Dns>Fabrikam.com</Dns><KeyInfo", "<KeyInfo");

        assertThat(ServiceEndpoint.fromWsdl(wsdl.in(folder)).identity()).contains(EndpointIdentity.dns("Fabrikam.com"));
    }
}

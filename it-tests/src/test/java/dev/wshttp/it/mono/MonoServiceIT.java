// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorService;
import dev.wshttp.certs.TestCredential;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.credential.X509Credential;
import jakarta.xml.ws.BindingProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our client calls Mono's service. */
@RequiresMono
class MonoServiceIT {
    private static final CalculatorService CONTRACT = new CalculatorService();

    @TempDir
    static Path folder;

    private static CertificateFolder certificates;
    private static MonoPrograms mono;

    @BeforeAll
    static void prepare() {
        certificates = CertificateFolder.in(folder);
        mono = MonoPrograms.in(folder);
    }

    @ParameterizedTest
    @EnumSource(names = {"BASIC256", "BASIC256_RSA15", "BASIC128", "BASIC128_RSA15"})
    void answers(AlgorithmSuite suite) {
        try (var service = mono.serve(suite)) {
            Calculator calculator = connect(service.address(), suite, client());

            assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
            assertThat(calculator.subtract(145, 76.54)).isCloseTo(68.46, within(1e-12));
            assertThat(calculator.multiply(9, 81.25)).isEqualTo(731.25);
            assertThat(calculator.divide(22, 7)).isCloseTo(22.0 / 7, within(1e-14));
            assertThat(calculator.callerIdentity()).isEqualTo("CN=Cohowinery.com; " + thumbprintOf(client()));
        }
    }

    /** Mono verifies with HMAC-SHA1 whatever the message says, and says so in a fault without security. */
    @ParameterizedTest
    @EnumSource(names = {"BASIC256_SHA256", "BASIC128_SHA256"})
    void cannotReadSha256Suites(AlgorithmSuite suite) {
        try (var service = mono.serve(suite)) {
            Calculator calculator = connect(service.address(), suite, client());

            var refused = catchThrowableOfType(MessageSecurityException.class, () -> calculator.add(1, 2));

            assertThat(refused).isNotNull();
            assertThat(refused.fault()).isEqualTo(SecurityFault.FAULT_NOT_SECURED);
            assertThat(refused).hasMessageContaining("The length of the signature with a MAC");
        }
    }

    @Test
    void refusesACertificateOfAnotherAuthority() {
        try (var service = mono.serve(AlgorithmSuite.BASIC256)) {
            Calculator untrusted = connect(service.address(), AlgorithmSuite.BASIC256, certificates.untrustedClient());

            assertThatThrownBy(() -> untrusted.add(1, 2))
                    .isInstanceOf(MessageSecurityException.class)
                    .hasMessageContaining("The certificate is '%s'", thumbprintOf(certificates.untrustedClient()));
            assertThat(connect(service.address(), AlgorithmSuite.BASIC256, client())
                            .add(1, 2))
                    .isEqualTo(3);
        }
    }

    private static TestCredential client() {
        return certificates.pki().client();
    }

    private static Thumbprint thumbprintOf(TestCredential credential) {
        return Thumbprint.of(credential.certificate());
    }

    private static Calculator connect(URI address, AlgorithmSuite suite, TestCredential own) {
        var binding = WsHttpBinding.builder()
                .negotiateServiceCredential(false)
                .establishSecurityContext(false)
                .algorithmSuite(suite)
                .build();
        var trust = CertificateTrust.chain(List.of(certificates.pki().authorityCertificate()));
        var credentials = ClientCredentials.of(X509Credential.of(own.key(), own.chain()), trust)
                .withServiceCertificate(certificates.pki().service().certificate());
        var feature = MessageSecurityFeature.forClient(binding, credentials, EndpointIdentity.dns("Contoso.com"))
                .withAddress(address);
        Calculator port = CONTRACT.getCalculatorPort(feature);
        ((BindingProvider) port).getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address.toString());
        return port;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature.Client;
import dev.wshttp.security.MessageSecurityFeature.Service;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MessageSecurityFeatureTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final WsHttpBinding BINDING = WsHttpBinding.builder()
            .negotiateServiceCredential(false)
            .establishSecurityContext(false)
            .build();
    private static final EndpointIdentity CONTOSO = EndpointIdentity.dns("Contoso.com");

    @Test
    void isForAClient() {
        var feature = MessageSecurityFeature.forClient(BINDING, client(), CONTOSO);

        assertThat(feature.binding()).isEqualTo(BINDING);
        assertThat(feature.side())
                .isInstanceOfSatisfying(
                        Client.class, side -> assertThat(side.identity()).contains(CONTOSO));
        assertThat(feature.isEnabled()).isTrue();
        assertThat(feature.getID()).isEqualTo(MessageSecurityFeature.ID);
        assertThat(feature.address()).isEmpty();
    }

    @Test
    void isForAClientThatExpectsTheHostInTheAddress() {
        var feature = MessageSecurityFeature.forClient(BINDING, client());

        assertThat(feature.side())
                .isInstanceOfSatisfying(
                        Client.class, side -> assertThat(side.identity()).isEmpty());
    }

    @Test
    void isForAServiceThatIsExpectedToHaveItsCertificate() {
        var credentials = ServiceCredentials.of(credential(), trust());

        var side = (Service)
                MessageSecurityFeature.forService(BINDING, credentials).side();

        assertThat(side).isEqualTo(new Service(credentials, Optional.empty()));
        assertThat(side.published(PKI.now()))
                .isEqualTo(EndpointIdentity.certificate(
                        credentials.serviceCertificate().certificate()));
    }

    @Test
    void isForAServiceThatSaysWhomToExpect() {
        var credentials = ServiceCredentials.of(credential(), trust());

        assertThat(MessageSecurityFeature.forService(BINDING, credentials, CONTOSO)
                        .side())
                .isEqualTo(new Service(credentials, Optional.of(CONTOSO)));
    }

    @Test
    void refusesAClientWithoutTheServicesCertificateAndSaysWhereToPutIt() {
        var refused = refusal(
                () -> MessageSecurityFeature.forClient(BINDING, ClientCredentials.of(credential(), trust()), CONTOSO));

        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        assertThat(refused).hasMessageContaining("withServiceCertificate").hasMessageContaining("service-certificate");
    }

    @Test
    void refusesACertificateThatIsNotTheExpectedServices() {
        assertThat(faultOf(() ->
                        MessageSecurityFeature.forClient(BINDING, client(), EndpointIdentity.dns("Fabrikam.com"))))
                .isEqualTo(SecurityFault.SERVICE_IDENTITY_MISMATCH);
    }

    @Test
    void changesNothingInTheOriginal() {
        var address = URI.create("http://contoso.com/Calculator");
        var clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        var original = MessageSecurityFeature.forClient(BINDING, client(), CONTOSO);

        MessageSecurityFeature changed = original.withAddress(address).withClock(clock);

        assertThat(changed.address()).contains(address);
        assertThat(changed.clock()).isEqualTo(clock);
        assertThat(changed.side()).isEqualTo(original.side());
        assertThat(original.address()).isEmpty();
        assertThat(original.clock()).isEqualTo(Clock.systemUTC());
    }

    @Test
    void judgesTheCertificatesOfTheOtherSideAtTheTimeOfItsClock() {
        var ofClient = MessageSecurityFeature.forClient(BINDING, client(), CONTOSO);
        var ofService = MessageSecurityFeature.forService(BINDING, ServiceCredentials.of(credential(), trust()));
        var service = PKI.service().certificate();
        var client = PKI.client().certificate();

        assertThatCode(() -> ofClient.certificates().require(service)).doesNotThrowAnyException();
        assertThatCode(() -> ofService.certificates().require(client)).doesNotThrowAnyException();
        assertThat(faultOf(() -> ofClient.certificates().require(client)))
                .isEqualTo(SecurityFault.CERTIFICATE_PURPOSE_WRONG);
        assertThat(faultOf(() -> ofService.certificates().require(service)))
                .isEqualTo(SecurityFault.CERTIFICATE_PURPOSE_WRONG);
        assertThat(faultOf(() -> ofClient.withClock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                        .certificates()
                        .require(service)))
                .isEqualTo(SecurityFault.CERTIFICATE_NOT_IN_VALIDITY);
    }

    @Test
    void refusesNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> MessageSecurityFeature.forClient(NullOf.any(), client(), CONTOSO));
        assertThatNullPointerException()
                .isThrownBy(() -> MessageSecurityFeature.forClient(BINDING, client(), NullOf.any()));
        assertThatNullPointerException().isThrownBy(() -> MessageSecurityFeature.forService(BINDING, NullOf.any()));
    }

    private static ClientCredentials client() {
        return ClientCredentials.of(credential(), trust())
                .withServiceCertificate(PKI.service().certificate());
    }

    private static X509Credential credential() {
        return X509Credential.of(PKI.client().key(), PKI.client().chain());
    }

    private static CertificateTrust trust() {
        return CertificateTrust.chain(List.of(PKI.authorityCertificate()));
    }
}

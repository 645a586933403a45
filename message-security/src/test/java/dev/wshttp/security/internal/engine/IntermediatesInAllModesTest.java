// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.engine;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.Refusals.refusal;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_NOT_TRUSTED;
import static dev.wshttp.security.credential.ChainMaker.NOW;
import static dev.wshttp.security.credential.ChainMaker.authority;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Conversation;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ChainMaker;
import dev.wshttp.security.credential.ChainMaker.Issued;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides trust the root alone, and their certificates are from intermediate authorities. */
class IntermediatesInAllModesTest {
    @TempDir
    Path folder;

    private final Issued root = authority("Root").selfSigned();
    private final Issued ofServices = authority("Services").issuedBy(root);
    private final Issued ofClients = authority("Clients").issuedBy(root);
    private final Issued service = ChainMaker.service("Contoso.com").issuedBy(ofServices);
    private final AdjustableClock clock = new AdjustableClock(NOW);
    private final CertificateTrust trust = CertificateTrust.chain(List.of(root.certificate()));

    /** The handshake brings the intermediates, and the certificates behind a session are judged again later. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void negotiationBringsThem(boolean establish) {
        Conversation conversation =
                conversation(true, establish, ChainMaker.client("Coho").issuedBy(ofClients), ofClients);

        conversation.call();
        clock.advance(Duration.ofMinutes(5));
        conversation.call();

        assertThat(conversation.sent()).isNotEmpty();
    }

    /** A message carries one certificate. The chain of the own key helps where both have the same intermediate. */
    @ParameterizedTest
    @CsvSource({"false, true", "false, false"})
    void inDirectModeTheOwnChainHelps(boolean negotiate, boolean establish) {
        conversation(negotiate, establish, ChainMaker.client("Coho").issuedBy(ofServices), ofServices)
                .call();
    }

    @Test
    void inDirectModeAnotherIntermediateIsNamedAsMissing() {
        Conversation conversation =
                conversation(false, false, ChainMaker.client("Coho").issuedBy(ofClients), ofClients);

        var refused = refusal(conversation::call);

        assertThat(refused.fault()).isEqualTo(CERTIFICATE_NOT_TRUSTED);
        assertThat(refused).hasMessageContaining("was issued by 'CN=Clients', whose certificate is not at hand");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void negotiationWithoutThemIsRefused(boolean establish) {
        Issued client = ChainMaker.client("Coho").issuedBy(ofClients);

        assertThat(faultOf(() -> conversation(true, establish, client).call())).isEqualTo(CERTIFICATE_NOT_TRUSTED);
    }

    private Conversation conversation(boolean negotiate, boolean establish, Issued client, Issued... above) {
        var binding = WsHttpBinding.builder()
                .negotiateServiceCredential(negotiate)
                .establishSecurityContext(establish)
                .build();
        X509Credential ofClient = credential(client, above);
        return Conversation.between(
                binding,
                ClientCredentials.of(ofClient, trust).withServiceCertificate(serviceFile()),
                ServiceCredentials.of(credential(service, ofServices), trust),
                clock);
    }

    private static X509Credential credential(Issued owner, Issued... above) {
        var chain = new java.util.ArrayList<X509Certificate>(List.of(owner.certificate()));
        List.of(above).forEach(issuer -> chain.add(issuer.certificate()));
        return X509Credential.of(owner.keys().getPrivate(), chain);
    }

    /** The service's certificate with its intermediate in one PEM file. */
    private Path serviceFile() {
        try {
            return Files.writeString(
                    folder.resolve("service.pem"), pem(service.certificate()) + pem(ofServices.certificate()));
        } catch (IOException | CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String pem(X509Certificate certificate) throws CertificateEncodingException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }
}

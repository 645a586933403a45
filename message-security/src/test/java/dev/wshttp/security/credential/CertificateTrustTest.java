// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.Refusals.refusal;
import static dev.wshttp.security.SecurityFault.CONFIGURATION_INVALID;
import static dev.wshttp.security.SecurityFault.CREDENTIAL_UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateTrustTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    Path directory;

    private final X509Certificate authority = PKI.authorityCertificate();
    private final X509Certificate peer = PKI.client().certificate();

    @Test
    void believesAuthorities() {
        var trust = CertificateTrust.chain(List.of(authority));

        assertThat(trust.mode()).isEqualTo(X509CertificateValidationMode.CHAIN_TRUST);
        assertThat(trust.authorities()).containsExactly(authority);
        assertThat(trust.revocationLists(PKI.now())).isEmpty();
    }

    @Test
    void believesPeers() {
        assertThat(CertificateTrust.peers(List.of(peer)).peers()).containsExactly(peer);
    }

    @Test
    void believesEither() {
        var trust = CertificateTrust.peersOrChain(List.of(peer), List.of(authority));

        assertThat(trust.peers()).containsExactly(peer);
        assertThat(trust.authorities()).containsExactly(authority);
        assertThat(trust.mode()).isEqualTo(X509CertificateValidationMode.PEER_OR_CHAIN_TRUST);
    }

    @Test
    void isReadFromFiles() {
        PKI.writeTrust(directory);

        var trust = CertificateTrust.chain(directory.resolve("ca.pem")).withRevocationList(directory.resolve("ca.crl"));

        assertThat(trust.authorities()).containsExactly(authority);
        assertThat(trust.revocationLists(PKI.now()).get(0).getRevokedCertificates())
                .hasSize(2);
        assertThat(trust.revocationListFile()).contains(directory.resolve("ca.crl"));
    }

    @Test
    void refusesChainTrustWithoutRoot() {
        assertThat(faultOf(() -> CertificateTrust.chain(List.of()))).isEqualTo(CONFIGURATION_INVALID);
        var refused = refusal(() -> CertificateTrust.chain(List.of(peer)));
        assertThat(refused.fault()).isEqualTo(CONFIGURATION_INVALID);
        assertThat(refused).hasMessageContaining("Add the certificate of the authority");
    }

    @Test
    void refusesPeerTrustWithoutPeers() {
        assertThat(faultOf(() -> CertificateTrust.peers(List.of()))).isEqualTo(CONFIGURATION_INVALID);
    }

    @Test
    void refusesPeerOrChainTrustWithNeither() {
        assertThat(faultOf(() -> CertificateTrust.peersOrChain(List.of(), List.of())))
                .isEqualTo(CONFIGURATION_INVALID);
    }

    @Test
    void acceptsPeerOrChainTrustWithOneOfThem() {
        assertThat(CertificateTrust.peersOrChain(List.of(peer), List.of()).peers())
                .hasSize(1);
        assertThat(CertificateTrust.peersOrChain(List.of(), List.of(authority)).authorities())
                .hasSize(1);
    }

    @Test
    void copiesItsLists() {
        var given = new ArrayList<>(List.of(authority));
        var trust = CertificateTrust.chain(given);
        given.add(peer);

        assertThat(trust.authorities()).containsExactly(authority);
    }

    @Test
    void refusesRevocationListThatIsNotThere() {
        var refused = refusal(
                () -> CertificateTrust.chain(List.of(authority)).withRevocationList(directory.resolve("absent.crl")));

        assertThat(refused.fault()).isEqualTo(CREDENTIAL_UNREADABLE);
        assertThat(refused).hasMessageContaining("absent.crl").hasMessageContaining("there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not a revocation list", "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n"})
    void refusesRevocationListThatIsNone(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("ca.crl"), content);

        assertThat(faultOf(() -> CertificateTrust.chain(List.of(authority)).withRevocationList(file)))
                .isEqualTo(CREDENTIAL_UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not a certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void refusesFileWithoutCertificates(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("ca.pem"), content);

        assertThat(faultOf(() -> CertificateTrust.chain(file))).isEqualTo(CREDENTIAL_UNREADABLE);
    }

    @Test
    void readsDer() throws Exception {
        Path file = Files.write(directory.resolve("ca.der"), authority.getEncoded());

        assertThat(CertificateTrust.readCertificates(file)).containsExactly(authority);
    }

    @Test
    void namesWhomItTrusts() {
        assertThat(CertificateTrust.peersOrChain(List.of(peer), List.of(authority))
                        .toString())
                .contains("CN=Cohowinery.com")
                .contains(authority.getSubjectX500Principal().toString());
    }

    @Test
    void checksTheListThatItIsGivenAndKeepsItOnline() {
        PKI.writeTrust(directory);
        var chain = CertificateTrust.chain(List.of(authority));
        var listed = chain.withRevocationList(directory.resolve("ca.crl"));

        assertThat(chain.revocationMode()).isEqualTo(X509RevocationMode.NO_CHECK);
        assertThat(listed.revocationMode()).isEqualTo(X509RevocationMode.OFFLINE);
        assertThat(listed.withRevocationMode(X509RevocationMode.ONLINE).revocationListFile())
                .isPresent();
        assertThat(chain.withRevocationMode(X509RevocationMode.ONLINE)
                        .withRevocationList(directory.resolve("ca.crl"))
                        .revocationMode())
                .isEqualTo(X509RevocationMode.ONLINE);
    }

    @Test
    void refusesAnOfflineCheckWithoutListWhereThereIsAChain() {
        assertThat(faultOf(() ->
                        CertificateTrust.chain(List.of(authority)).withRevocationMode(X509RevocationMode.OFFLINE)))
                .isEqualTo(CONFIGURATION_INVALID);
        assertThat(CertificateTrust.peers(List.of(peer))
                        .withRevocationMode(X509RevocationMode.OFFLINE)
                        .peers())
                .as("peers are not checked")
                .containsExactly(peer);
    }

    @Test
    void refusesAListThatIsNotChecked() {
        PKI.writeTrust(directory);
        var listed = CertificateTrust.chain(List.of(authority)).withRevocationList(directory.resolve("ca.crl"));

        assertThat(faultOf(() -> listed.withRevocationMode(X509RevocationMode.NO_CHECK)))
                .isEqualTo(CONFIGURATION_INVALID);
    }
}

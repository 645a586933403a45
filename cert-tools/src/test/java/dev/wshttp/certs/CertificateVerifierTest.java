// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static dev.wshttp.certs.VerificationReport.Rule.CHAIN;
import static dev.wshttp.certs.VerificationReport.Rule.DNS_NAME;
import static dev.wshttp.certs.VerificationReport.Rule.PURPOSE;
import static dev.wshttp.certs.VerificationReport.Rule.REVOCATION;
import static dev.wshttp.certs.VerificationReport.Rule.STRENGTH;
import static dev.wshttp.certs.VerificationReport.Rule.VALIDITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.certs.TestPki.Role;
import dev.wshttp.certs.VerificationReport.Rule;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateVerifierTest {

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final Duration DAY = Duration.ofDays(1);

    @ParameterizedTest
    @EnumSource
    void acceptsGoodCredential(Role role) {
        assertThat(failures(role, PKI.good(role))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void rejectsEachBadCredentialForItsOwnReasonOnly(Role role) {
        assertThat(failures(role, PKI.untrustedTwin(role))).containsExactly(CHAIN);
        assertThat(failures(role, PKI.expired(role))).containsExactly(VALIDITY);
        assertThat(failures(role, PKI.notYetValid(role))).containsExactly(VALIDITY);
        assertThat(failures(role, PKI.revoked(role))).containsExactly(REVOCATION);
        assertThat(failures(role, PKI.wrongPurpose(role))).containsExactly(PURPOSE);
        assertThat(failures(role, PKI.weakKey(role))).containsExactly(STRENGTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Contoso.com", "CONTOSO.COM", "localhost"})
    void acceptsEveryNameOfTheService(String name) {
        assertThat(failures(policy(Role.SERVICE).withDnsName(name), PKI.service()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Fabrikam.com", "www.Contoso.com", "com", "*.com"})
    void rejectsOtherNames(String name) {
        assertThat(failures(policy(Role.SERVICE).withDnsName(name), PKI.service()))
                .containsExactly(DNS_NAME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"CN=x.partner.test, CN=Contoso.com | x.partner.test", "CN=Contoso.com+CN=x.partner.test | ''"})
    void aSecondCommonNameProvesNothing(String subject, String name) {
        var key = new KeyPair(
                PKI.service().certificate().getPublicKey(), PKI.service().key());
        var validity = new Validity(PKI.now().minus(DAY), PKI.now().plus(DAY));
        var authority = CertificateAuthority.createRoot(new X500Principal("CN=Any"), key, validity, new SecureRandom());
        var issued = authority.issue(
                new CertificateRequest(CertificateProfile.SERVICE, new X500Principal(subject), List.of(), validity),
                key);

        assertThat(String.join(",", DnsNames.identities(issued.certificate()))).isEqualTo(name);
    }

    @Test
    void rejectsServiceOfAnotherName() {
        var policy = policy(Role.SERVICE).withDnsName("Contoso.com");

        assertThat(failures(policy, PKI.otherName())).containsExactly(DNS_NAME);
    }

    @Test
    void acceptsRevokedCredentialWhenNoListIsGiven() {
        var policy = VerificationPolicy.trusting(PKI.authorityCertificate());

        assertThat(failures(policy, PKI.revoked(Role.CLIENT))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-3,-1", "1,3"})
    void rejectsListThatIsNotCurrent(int startDays, int endDays) {
        var list = PKI.revocationList(new Validity(
                PKI.now().plus(DAY.multipliedBy(startDays)), PKI.now().plus(DAY.multipliedBy(endDays))));

        assertThat(failures(trusting().withRevocationList(list), PKI.client())).containsExactly(REVOCATION);
    }

    @Test
    void rejectsWhenIssuerHasNoList() {
        var stranger = new TestPki();

        assertThat(failures(trusting().withRevocationList(stranger.revocationList()), PKI.client()))
                .containsExactly(REVOCATION);
    }

    @Test
    void rejectsListForgedUnderTheIssuersName() {
        var forger = CertificateAuthority.of(
                new IssuedCertificate(
                        TestKeys.UNTRUSTED_AUTHORITY.keyPair().getPrivate(),
                        List.of(PKI.untrustedAuthorityCertificate())),
                new SecureRandom());
        var forged = forger.sign(
                RevocationList.empty(),
                new Validity(PKI.now().minus(DAY), PKI.now().plus(DAY)));

        assertThat(failures(trusting().withRevocationList(forged), PKI.client()))
                .containsExactly(REVOCATION);
    }

    @Test
    void rejectsExpiredAuthority() {
        var later = PKI.now().plus(Duration.ofDays(400));
        var report = new CertificateVerifier(trusting()).verify(List.of(PKI.authorityCertificate()), later);

        assertThat(report.failures()).containsExactly(VALIDITY);
    }

    @Test
    void rejectsAuthorityAsClient() {
        var report = new CertificateVerifier(trusting().withPurpose(CertificateProfile.CLIENT))
                .verify(List.of(PKI.authorityCertificate()), PKI.now());

        assertThat(report.failures()).containsExactly(PURPOSE);
    }

    @Test
    void acceptsAtBothEndsOfValidityAndNotBeyond() {
        var certificate = PKI.client().certificate();
        var verifier = new CertificateVerifier(trusting());
        var first = certificate.getNotBefore().toInstant();
        var last = certificate.getNotAfter().toInstant();

        assertThat(verifier.verify(PKI.client().chain(), first).isTrusted()).isTrue();
        assertThat(verifier.verify(PKI.client().chain(), last).isTrusted()).isTrue();
        assertThat(verifier.verify(PKI.client().chain(), first.minusSeconds(1)).isTrusted())
                .isFalse();
        assertThat(verifier.verify(PKI.client().chain(), last.plusSeconds(1)).isTrusted())
                .isFalse();
    }

    @Test
    void saysWhichChecksWereNotMade() {
        var report = new CertificateVerifier(trusting()).verify(PKI.client().chain(), PKI.now());

        assertThat(report.checks().stream()
                        .filter(check -> check.outcome() == VerificationReport.Outcome.SKIPPED)
                        .map(VerificationReport.Check::rule)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(PURPOSE, REVOCATION, DNS_NAME);
    }

    @Test
    void refusesPolicyWithoutAuthority() {
        assertThatThrownBy(() -> new VerificationPolicy(List.of(), List.of(), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static VerificationPolicy trusting() {
        return VerificationPolicy.trusting(PKI.authorityCertificate());
    }

    private static VerificationPolicy policy(Role role) {
        return trusting()
                .withRevocationList(PKI.revocationList())
                .withPurpose(role == Role.SERVICE ? CertificateProfile.SERVICE : CertificateProfile.CLIENT);
    }

    private static List<Rule> failures(Role role, TestCredential credential) {
        return failures(policy(role), credential);
    }

    private static List<Rule> failures(VerificationPolicy policy, TestCredential credential) {
        return new CertificateVerifier(policy)
                .verify(credential.chain(), PKI.now())
                .failures();
    }
}

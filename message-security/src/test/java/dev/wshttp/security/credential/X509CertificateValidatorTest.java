// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.certs.TestPki.Role.CLIENT;
import static dev.wshttp.certs.TestPki.Role.SERVICE;
import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_KEY_NOT_ACCEPTED;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_NOT_IN_VALIDITY;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_NOT_TRUSTED;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_PURPOSE_WRONG;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_REVOKED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.wshttp.certs.CertificateAuthority;
import dev.wshttp.certs.CertificateProfile;
import dev.wshttp.certs.CertificateRequest;
import dev.wshttp.certs.RevocationList;
import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.certs.Validity;
import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CRLException;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestPki.Role.class)
class X509CertificateValidatorTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private final TestPki.Role role;
    private final X509Certificate good;
    private final AdjustableClock clock = new AdjustableClock(PKI.now());
    private final CertificateTrust chain = CertificateTrust.chain(List.of(PKI.authorityCertificate()));

    X509CertificateValidatorTest(TestPki.Role role) {
        this.role = role;
        this.good = PKI.good(role).certificate();
    }

    @BeforeEach
    void publishList() throws Exception {
        publish(PKI.revocationList());
    }

    @Test
    void acceptsGoodCertificate() {
        assertAccepted(validator(chain), good);
        assertAccepted(validator(withList()), good);
    }

    @Test
    void refusesTwinOfAnotherAuthority() {
        assertThat(refusal(PKI.untrustedTwin(role))).isEqualTo(CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void refusesExpiredCertificate() {
        assertThat(refusal(PKI.expired(role))).isEqualTo(CERTIFICATE_NOT_IN_VALIDITY);
    }

    @Test
    void refusesCertificateThatIsNotYetValid() {
        assertThat(refusal(PKI.notYetValid(role))).isEqualTo(CERTIFICATE_NOT_IN_VALIDITY);
    }

    @Test
    void refusesRevokedCertificate() {
        assertThat(refusal(PKI.revoked(role))).isEqualTo(CERTIFICATE_REVOKED);
    }

    @Test
    void refusesCertificateForAnotherPurpose() {
        assertThat(refusal(PKI.wrongPurpose(role))).isEqualTo(CERTIFICATE_PURPOSE_WRONG);
    }

    @Test
    void refusesWeakKey() {
        assertThat(refusal(PKI.weakKey(role))).isEqualTo(CERTIFICATE_KEY_NOT_ACCEPTED);
    }

    @Test
    void refusesCertificateOfTheOtherRole() {
        assertThat(refusal(PKI.good(role == SERVICE ? CLIENT : SERVICE))).isEqualTo(CERTIFICATE_PURPOSE_WRONG);
    }

    @Test
    void refusesTheAuthorityItself() {
        assertThat(faultOf(() -> validator(chain).require(PKI.authorityCertificate())))
                .isEqualTo(CERTIFICATE_PURPOSE_WRONG);
    }

    @Test
    void refusesAllWhenTheAuthorityIsNotYetValid() {
        // Before the year of the authority the leaf is not valid either, so both rules refuse it.
        clock.advance(Duration.ofDays(-400));

        assertThat(faultOf(() -> validator(chain).require(good))).isEqualTo(CERTIFICATE_NOT_IN_VALIDITY);
    }

    @Test
    void knowsNothingOfRevocationWithoutList() {
        assertAccepted(validator(chain), PKI.revoked(role).certificate());
    }

    @Test
    void refusesAllOnceTheListIsOutOfDate() throws Exception {
        publish(PKI.revocationList(
                new Validity(PKI.now().minus(Duration.ofHours(2)), PKI.now().minus(MINUTE))));

        assertThat(faultOf(() -> validator(withList()).require(good))).isEqualTo(CERTIFICATE_REVOKED);
    }

    @Test
    void refusesTheListOfAnotherAuthority() throws Exception {
        publish(new TestPki().revocationList());

        assertThat(faultOf(() -> validator(withList()).require(good))).isEqualTo(CERTIFICATE_REVOKED);
    }

    @Test
    void remembersNoCertificatePastTheEndOfTheList() throws Exception {
        publish(PKI.revocationList(
                new Validity(PKI.now().minus(MINUTE), PKI.now().plusSeconds(30))));
        X509CertificateValidator validator = validator(withList());
        assertAccepted(validator, good);

        clock.advance(MINUTE);

        assertThat(faultOf(() -> validator.require(good))).isEqualTo(CERTIFICATE_REVOKED);
    }

    @Test
    void obeysANewListWithoutRestart() throws Exception {
        CertificateAuthority authority = anotherAuthority();
        X509Certificate certificate = authority.issue(request(), keyPair()).certificate();
        RevocationList list = RevocationList.empty();
        publish(authority.sign(list, aroundNow()));
        X509CertificateValidator validator = validator(
                CertificateTrust.chain(List.of(authority.certificate())).withRevocationList(list()));
        assertAccepted(validator, certificate);

        publish(authority.sign(
                list.with(new RevocationList.Entry(certificate.getSerialNumber(), PKI.now(), CRLReason.KEY_COMPROMISE)),
                aroundNow()));
        clock.advance(FileSource.PAUSE);

        assertThat(faultOf(() -> validator.require(certificate))).isEqualTo(CERTIFICATE_REVOKED);
    }

    @Test
    void keepsTheListUntilItIsOutOfDateWhileItsFileIsMissing() throws Exception {
        publish(PKI.revocationList(
                new Validity(PKI.now().minus(MINUTE), PKI.now().plus(Duration.ofHours(1)))));
        X509CertificateValidator validator = validator(withList());
        X509Certificate revoked = PKI.revoked(role).certificate();
        assertAccepted(validator, good);

        Files.delete(list());
        clock.advance(FileSource.PAUSE);

        assertAccepted(validator, good);
        assertThat(faultOf(() -> validator.require(revoked))).isEqualTo(CERTIFICATE_REVOKED);
        clock.advance(Duration.ofHours(1));
        assertThat(faultOf(() -> validator.require(good))).isEqualTo(CERTIFICATE_REVOKED);
    }

    @Test
    void keepsTheListWhileItsFileIsDamaged() throws IOException {
        X509CertificateValidator validator = validator(withList());
        X509Certificate revoked = PKI.revoked(role).certificate();
        assertAccepted(validator, good);

        Files.writeString(list(), "damaged");
        clock.advance(FileSource.PAUSE);

        assertAccepted(validator, good);
        assertThat(faultOf(() -> validator.require(revoked))).isEqualTo(CERTIFICATE_REVOKED);
    }

    @Test
    void remembersNoCertificatePastItsEnd() {
        clock.set(good.getNotAfter().toInstant().minusSeconds(30));
        X509CertificateValidator validator = validator(chain);
        assertAccepted(validator, good);

        clock.advance(MINUTE);

        assertThat(faultOf(() -> validator.require(good))).isEqualTo(CERTIFICATE_NOT_IN_VALIDITY);
    }

    @Test
    void remembersNoCertificateWhenTheClockIsSetBack() {
        X509CertificateValidator validator = validator(chain);
        assertAccepted(validator, good);

        clock.advance(Duration.ofDays(-2));

        assertThat(faultOf(() -> validator.require(good))).isEqualTo(CERTIFICATE_NOT_IN_VALIDITY);
    }

    @Test
    void remembersNoRefusal() {
        X509Certificate early = PKI.notYetValid(role).certificate();
        X509CertificateValidator validator = validator(chain);
        assertThat(faultOf(() -> validator.require(early))).isEqualTo(CERTIFICATE_NOT_IN_VALIDITY);

        clock.advance(Duration.ofHours(2));

        assertAccepted(validator, early);
    }

    // Peers

    @Test
    void acceptsPeerWhoeverIssuedIt() {
        X509Certificate twin = PKI.untrustedTwin(role).certificate();

        assertAccepted(validator(CertificateTrust.peers(List.of(twin))), twin);
    }

    @Test
    void refusesOneThatIsNoPeerAlthoughTheAuthorityIsTheSame() {
        var peers = CertificateTrust.peers(List.of(PKI.revoked(role).certificate()));

        assertThat(faultOf(() -> validator(peers).require(good))).isEqualTo(CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void refusesPeerThatExpired() {
        X509Certificate expired = PKI.expired(role).certificate();

        assertThat(faultOf(() ->
                        validator(CertificateTrust.peers(List.of(expired))).require(expired)))
                .isEqualTo(CERTIFICATE_NOT_IN_VALIDITY);
    }

    @Test
    void refusesPeerWithAWeakKey() {
        X509Certificate weak = PKI.weakKey(role).certificate();

        assertThat(faultOf(
                        () -> validator(CertificateTrust.peers(List.of(weak))).require(weak)))
                .isEqualTo(CERTIFICATE_KEY_NOT_ACCEPTED);
    }

    @Test
    void acceptsPeerOrChain() {
        X509Certificate peer = PKI.untrustedTwin(role).certificate();
        var either = CertificateTrust.peersOrChain(List.of(peer), List.of(PKI.authorityCertificate()));

        assertAccepted(validator(either), peer);
        assertAccepted(validator(either), good);
    }

    @Test
    void refusesOneThatIsNoPeerIfThereIsNoAuthority() {
        var peersOnly =
                CertificateTrust.peersOrChain(List.of(PKI.untrustedTwin(role).certificate()), List.of());

        assertThat(faultOf(() -> validator(peersOnly).require(good))).isEqualTo(CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void refusesOneThatIsNeitherPeerNorOfTheChain() {
        var either = CertificateTrust.peersOrChain(List.of(good), List.of(PKI.authorityCertificate()));

        assertThat(faultOf(
                        () -> validator(either).require(PKI.untrustedTwin(role).certificate())))
                .isEqualTo(CERTIFICATE_NOT_TRUSTED);
    }

    private SecurityFault refusal(TestCredential bad) {
        return faultOf(() -> validator(withList()).require(bad.certificate()));
    }

    private static void assertAccepted(X509CertificateValidator validator, X509Certificate certificate) {
        assertThatNoException().isThrownBy(() -> validator.require(certificate));
    }

    @Test
    void believesTheListsOfSeveralAuthoritiesInOneFile() throws Exception {
        var other = new TestPki();
        Files.write(directory.resolve("ca.crl"), List.of(pem(other.revocationList()), pem(PKI.revocationList())));

        assertAccepted(validator(withList()), good);
        assertThat(faultOf(() -> validator(withList()).require(PKI.revoked(role).certificate())))
                .isEqualTo(CERTIFICATE_REVOKED);
    }

    @Test
    void findsOwnGoodCertificateUsable() {
        assertThatNoException()
                .isThrownBy(() -> X509CertificateValidator.requireUsable(good, validatorRole(), PKI.now()));
    }

    @Test
    void findsOwnBadCertificatesUnusable() {
        assertThat(unusable(PKI.expired(role))).isEqualTo(CERTIFICATE_NOT_IN_VALIDITY);
        assertThat(unusable(PKI.notYetValid(role))).isEqualTo(CERTIFICATE_NOT_IN_VALIDITY);
        assertThat(unusable(PKI.wrongPurpose(role))).isEqualTo(CERTIFICATE_PURPOSE_WRONG);
        assertThat(unusable(PKI.weakKey(role))).isEqualTo(CERTIFICATE_KEY_NOT_ACCEPTED);
    }

    private SecurityFault unusable(TestCredential own) {
        return faultOf(() -> X509CertificateValidator.requireUsable(own.certificate(), validatorRole(), PKI.now()));
    }

    private X509CertificateValidator.Role validatorRole() {
        return X509CertificateValidator.Role.valueOf(role.name());
    }

    private static String pem(X509CRL list) throws CRLException {
        return "-----BEGIN X509 CRL-----\n" + Base64.getMimeEncoder().encodeToString(list.getEncoded())
                + "\n-----END X509 CRL-----";
    }

    private X509CertificateValidator validator(CertificateTrust trust) {
        return new X509CertificateValidator(trust, X509CertificateValidator.Role.valueOf(role.name()), clock);
    }

    private CertificateTrust withList() {
        return chain.withRevocationList(list());
    }

    private Path list() {
        return directory.resolve("ca.crl");
    }

    private static CertificateAuthority anotherAuthority() {
        return CertificateAuthority.createRoot(
                new X500Principal("CN=Another authority"), keyPair(), aroundNow(), new SecureRandom());
    }

    private CertificateRequest request() {
        var profile = role == SERVICE ? CertificateProfile.SERVICE : CertificateProfile.CLIENT;
        return CertificateRequest.named(profile, aroundNow(), List.of("somebody.example"));
    }

    private static KeyPair keyPair() {
        return new KeyPair(
                PKI.service().certificate().getPublicKey(), PKI.service().key());
    }

    private static Validity aroundNow() {
        return new Validity(PKI.now().minus(MINUTE), PKI.now().plus(Duration.ofHours(1)));
    }

    private void publish(X509CRL crl) throws IOException, CRLException {
        Files.write(list(), crl.getEncoded());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.Refusals.refusal;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_NOT_IN_VALIDITY;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_NOT_TRUSTED;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_PURPOSE_WRONG;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_REVOKED;
import static dev.wshttp.security.credential.X509RevocationMode.NO_CHECK;
import static dev.wshttp.security.credential.X509RevocationMode.ONLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.wshttp.certs.RevocationList;
import dev.wshttp.certs.TestPki;
import dev.wshttp.certs.Validity;
import dev.wshttp.security.AdjustableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The requests of each mode, against real servers on the loopback interface. */
class RevocationModeTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final CertificateStatus GOOD = CertificateStatus.GOOD;
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path directory;

    private final AdjustableClock clock = new AdjustableClock(PKI.now());
    private final RevocationServer server = new RevocationServer();
    private final CertificateTrust chain = CertificateTrust.chain(List.of(PKI.authorityCertificate()));
    private String test = "";

    @BeforeEach
    void nameCertificatesAfterTheTest(TestInfo info) {
        test = info.getDisplayName();
    }

    @AfterEach
    void close() {
        server.close();
    }

    // Lists that a certificate names

    @Test
    void acceptsACertificateThatItsListDoesNotName() throws Exception {
        assertAccepted(ONLINE, client(server.offers(PKI.emptyRevocationList())));

        assertThat(server.requests()).isOne();
    }

    @Test
    void refusesACertificateThatItsListNames() throws Exception {
        X509Certificate certificate = client(server.listPoint());
        server.offers(listNaming(certificate));

        var refused = refusal(() -> validator(ONLINE).require(certificate));

        assertThat(refused.fault()).isEqualTo(CERTIFICATE_REVOKED);
        assertThat(refused).hasMessageContaining("is revoked");
    }

    @Test
    void refusesWhenTheListIsNotThere() {
        assertUndetermined(client(server.offersNoList()));

        assertThat(server.requests()).isZero();
    }

    @Test
    void refusesWhenNobodyListens() {
        Extension nowhere = server.offersNoList();
        server.close();

        assertUndetermined(client(nowhere));
    }

    @Test
    void refusesTheListOfAnotherAuthority() throws Exception {
        assertUndetermined(client(server.offers(new TestPki().emptyRevocationList())));
    }

    @Test
    void refusesAListThatIsNoList() {
        assertUndetermined(client(server.offers("no list".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void refusesAListThatIsOutOfDate() throws Exception {
        var past = new Validity(PKI.now().minus(HOUR.multipliedBy(2)), PKI.now().minus(HOUR));

        assertUndetermined(client(server.offers(PKI.authority().sign(RevocationList.empty(), past))));
        assertThat(server.requests()).isOne();
    }

    // OCSP

    @Test
    void acceptsWhatTheResponderCallsGood() {
        assertAccepted(ONLINE, client(responds(GOOD)));

        assertThat(server.requests()).isOne();
    }

    @Test
    void refusesWhatTheResponderCallsRevoked() {
        var revoked =
                new RevokedStatus(Date.from(PKI.now().minus(HOUR)), org.bouncycastle.asn1.x509.CRLReason.keyCompromise);

        var refused = refusal(() -> validator(ONLINE).require(client(responds(revoked))));

        assertThat(refused.fault()).isEqualTo(CERTIFICATE_REVOKED);
        assertThat(refused).hasMessageContaining("is revoked");
    }

    @Test
    void refusesWhatTheResponderDoesNotKnow() {
        assertUndetermined(client(responds(new UnknownStatus())));
    }

    @Test
    void refusesTheAnswerOfAnotherAuthoritysResponder() {
        Extension responder = server.responds(
                new TestPki().authority(), GOOD, PKI.now(), PKI.now().plus(HOUR));

        assertUndetermined(client(responder));
        assertThat(server.requests()).isOne();
    }

    @Test
    void refusesAnAnswerThatIsOutOfDate() {
        Extension responder = server.responds(
                PKI.authority(),
                GOOD,
                PKI.now().minus(HOUR.multipliedBy(2)),
                PKI.now().minus(HOUR));

        assertUndetermined(client(responder));
        assertThat(server.requests()).isOne();
    }

    @Test
    void refusesWhenThereIsNoResponder() {
        assertUndetermined(client(server.offersNoResponder()));
    }

    @Test
    void asksTheResponderWhenTheListIsNotThere() {
        assertAccepted(ONLINE, client(server.offersNoList(), responds(GOOD)));
    }

    // The servers that are asked, and those that are not

    @Test
    void refusesACertificateThatNamesNeitherListNorResponder() {
        assertUndetermined(client());
    }

    @Test
    void prefersTheListThatIsGiven() throws Exception {
        X509Certificate certificate = client(server.offers(PKI.emptyRevocationList()), responds(GOOD));
        Path list = write(PKI.emptyRevocationList());

        assertThatNoException()
                .isThrownBy(() -> validator(chain.withRevocationList(list).withRevocationMode(ONLINE))
                        .require(certificate));
        assertThat(server.requests()).isZero();
    }

    @Test
    void fetchesAListInPlaceOfTheGivenOneThatIsOutOfDate() throws Exception {
        X509Certificate certificate = client(server.offers(PKI.emptyRevocationList()));
        Path list = write(
                PKI.revocationList(new Validity(PKI.now().minus(HOUR), PKI.now().minusSeconds(1))));
        CertificateTrust trust = chain.withRevocationList(list);

        assertThatNoException()
                .isThrownBy(() -> validator(trust.withRevocationMode(ONLINE)).require(certificate));
        assertThat(server.requests()).isOne();
        assertThat(faultOf(() -> validator(trust).require(certificate))).isEqualTo(CERTIFICATE_REVOKED);
        assertThat(server.requests()).as("offline fetches nothing").isOne();
    }

    @Test
    void fetchesNothingOffline() throws Exception {
        X509Certificate certificate = client(server.offers(PKI.emptyRevocationList()), responds(GOOD));
        Path foreign = write(new TestPki().emptyRevocationList());

        assertThat(faultOf(() -> validator(chain.withRevocationList(foreign)).require(certificate)))
                .isEqualTo(CERTIFICATE_REVOKED);
        assertThat(server.requests()).isZero();
    }

    @Test
    void fetchesNothingWithoutCheck() {
        assertAccepted(NO_CHECK, client(server.offersNoList(), responds(new UnknownStatus())));

        assertThat(server.requests()).isZero();
    }

    @Test
    void remembersAnAcceptedCertificateOnlineForAMinute() {
        X509Certificate certificate = client(responds(GOOD));
        X509CertificateValidator validator = validator(ONLINE);
        validator.require(certificate);
        validator.require(certificate);
        assertThat(server.requests()).isOne();

        clock.advance(Duration.ofMinutes(1));

        validator.require(certificate);
        assertThat(server.requests()).isEqualTo(2);
    }

    /** The sender of a certificate chooses its addresses, so an attacker could make this side connect to any machine. */
    @Test
    void makesNoRequestForAnUntrustedCertificate() throws Exception {
        List<Extension> everywhere = List.of(server.offers(PKI.emptyRevocationList()), responds(GOOD));
        var subject = new X500Principal("CN=Cohowinery.com");
        X509Certificate stranger = PKI.untrustedWithExtensions("stranger", TestPki.Role.CLIENT, subject, everywhere)
                .certificate();

        assertThat(faultOf(() -> validator(ONLINE).require(stranger))).isEqualTo(CERTIFICATE_NOT_TRUSTED);
        assertThat(server.requests()).isZero();
    }

    @Test
    void makesNoRequestForACertificateThatBreaksAnotherRule() throws Exception {
        Extension list = server.offers(PKI.emptyRevocationList());
        X509Certificate service = client(
                list,
                Extension.create(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth)));
        assertThat(faultOf(() -> validator(ONLINE).require(service))).isEqualTo(CERTIFICATE_PURPOSE_WRONG);

        clock.advance(Duration.ofDays(2));
        assertThat(faultOf(() -> validator(ONLINE).require(service))).isEqualTo(CERTIFICATE_NOT_IN_VALIDITY);
        assertThat(server.requests()).isZero();
    }

    @Test
    void waitsForAnAnswerNoLongerThanTheDeadline() {
        X509Certificate certificate = client(server.neverAnswers());
        var impatient = new X509CertificateValidator(
                chain.withRevocationMode(ONLINE), X509CertificateValidator.Role.CLIENT, clock, Duration.ofMillis(300));

        assertThat(faultOf(() -> impatient.require(certificate))).isEqualTo(CERTIFICATE_REVOKED);
    }

    @Test
    void refusesAtOnceWhileAllThreadsHang() {
        Extension slow = server.neverAnswers();
        var impatient = impatient();

        assertThat(IntStream.range(0, 20)
                        .mapToObj(number -> refusal(() -> impatient.require(numbered(number, slow))))
                        .map(Throwable::getMessage))
                .anyMatch(text -> text.contains("all threads for lookups"));
    }

    @Test
    void manyMessagesOfACertificateWhoseListHangsLeaveRoomForOthers() {
        X509Certificate hanging = client(server.neverAnswers());
        X509Certificate other = numbered(1, responds(GOOD));
        var impatient = impatient();
        for (int i = 0; i < 64; i++) {
            assertThat(faultOf(() -> impatient.require(hanging))).isEqualTo(CERTIFICATE_REVOKED);
        }

        assertThatNoException().isThrownBy(() -> impatient.require(other));
        assertThat(server.requests()).as("the list once, the responder once").isEqualTo(2);
    }

    /** The sender proves possession of the key later. Until then it may be anyone who copied the certificate from the wire. */
    @Test
    void makesNoRequestForACertificateWhoseKeyIsNotProvedYet() throws Exception {
        X509Certificate certificate = client(server.listPoint());
        server.offers(listNaming(certificate));

        assertThatNoException().isThrownBy(() -> validator(ONLINE).requireTrusted(certificate));
        assertThat(server.requests()).isZero();
        assertThat(faultOf(() -> validator(ONLINE).require(certificate))).isEqualTo(CERTIFICATE_REVOKED);
    }

    private X509CertificateValidator impatient() {
        return new X509CertificateValidator(
                chain.withRevocationMode(ONLINE), X509CertificateValidator.Role.CLIENT, clock, Duration.ofMillis(500));
    }

    private X509Certificate numbered(int number, Extension extension) {
        return PKI.withExtensions(
                        test + " no. " + number,
                        TestPki.Role.CLIENT,
                        new X500Principal("CN=Cohowinery.com"),
                        List.of(extension))
                .certificate();
    }

    // With each way to trust

    @Test
    void checksNoPeerAsWcfDoes() {
        X509Certificate peer = client(responds(new UnknownStatus()));
        var peers = new CertificateTrust(
                X509CertificateValidationMode.PEER_TRUST, List.of(), List.of(peer), ONLINE, Optional.empty());

        assertThatNoException().isThrownBy(() -> validator(peers).require(peer));
        assertThat(server.requests()).isZero();
    }

    @Test
    void checksWhoIsBelievedForItsChainButNoPeer() {
        X509Certificate peer = client(responds(new UnknownStatus()));
        X509Certificate other = PKI.client().certificate();
        var either = CertificateTrust.peersOrChain(List.of(peer), List.of(PKI.authorityCertificate()))
                .withRevocationMode(ONLINE);

        assertThatNoException().isThrownBy(() -> validator(either).require(peer));
        assertThat(faultOf(() -> validator(either).require(other))).isEqualTo(CERTIFICATE_REVOKED);
    }

    /** A self-signed certificate that is trusted as a root: no authority can revoke it. */
    @Test
    void checksNoRoot() {
        X509Certificate own = PKI.selfSigned(TestPki.Role.CLIENT);

        assertThatNoException()
                .isThrownBy(() -> validator(CertificateTrust.chain(List.of(own)).withRevocationMode(ONLINE))
                        .require(own));
    }

    private X509Certificate client(Extension... extensions) {
        return PKI.withExtensions(
                        test + extensions.length,
                        TestPki.Role.CLIENT,
                        new X500Principal("CN=Cohowinery.com"),
                        List.of(extensions))
                .certificate();
    }

    private Extension responds(CertificateStatus status) {
        return server.responds(
                PKI.authority(), status, PKI.now().minusSeconds(60), PKI.now().plus(HOUR));
    }

    private static X509CRL listNaming(X509Certificate certificate) {
        Instant since = PKI.now().minus(HOUR);
        var entry = new RevocationList.Entry(certificate.getSerialNumber(), since, CRLReason.KEY_COMPROMISE);
        return PKI.authority()
                .sign(
                        RevocationList.empty().with(entry),
                        new Validity(since, PKI.now().plus(HOUR)));
    }

    private Path write(X509CRL list) throws IOException, CRLException {
        return Files.write(directory.resolve("ca.crl"), list.getEncoded());
    }

    private void assertUndetermined(X509Certificate certificate) {
        var refused = refusal(() -> validator(ONLINE).require(certificate));

        assertThat(refused.fault()).isEqualTo(CERTIFICATE_REVOKED);
        assertThat(refused).hasMessageContaining("may be revoked");
    }

    private void assertAccepted(X509RevocationMode mode, X509Certificate certificate) {
        assertThatNoException().isThrownBy(() -> validator(mode).require(certificate));
    }

    private X509CertificateValidator validator(X509RevocationMode mode) {
        return validator(chain.withRevocationMode(mode));
    }

    private X509CertificateValidator validator(CertificateTrust trust) {
        return new X509CertificateValidator(trust, X509CertificateValidator.Role.CLIENT, clock);
    }
}

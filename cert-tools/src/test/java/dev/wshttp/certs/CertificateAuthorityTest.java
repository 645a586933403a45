// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {

    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Validity YEAR = Validity.startingNow(CLOCK, Duration.ofDays(365));
    private static final SecureRandom RANDOM = new SecureRandom();

    private final CertificateAuthority authority =
            CertificateAuthority.createRoot(new X500Principal("CN=Root"), TestKeys.AUTHORITY.keyPair(), YEAR, RANDOM);

    @Test
    void makesRootThatIssuesLeavesOnly() {
        var root = authority.certificate();

        assertThat(root.getBasicConstraints()).isZero();
        assertThat(new KeyUsages(root).keyUsages()).contains(List.of("keyCertSign", "cRLSign"));
        assertThat(root.getCriticalExtensionOIDs())
                .containsExactlyInAnyOrder(Extension.basicConstraints.getId(), Extension.keyUsage.getId());
        assertThat(new KeyUsages(root).extendedKeyUsages()).isEmpty();
    }

    @Test
    void issuesServiceCertificateForServiceUseOnly() {
        var service =
                issue(CertificateProfile.SERVICE, "Contoso.com", "localhost").certificate();

        assertThat(service.getSubjectX500Principal()).isEqualTo(new X500Principal("CN=Contoso.com"));
        assertThat(DnsNames.alternativeNames(service)).containsExactly("Contoso.com", "localhost");
        assertThat(new KeyUsages(service).extendedKeyUsages()).contains(List.of("serverAuth"));
        assertThat(new KeyUsages(service).keyUsages())
                .contains(List.of("digitalSignature", "keyEncipherment", "dataEncipherment"));
        assertThat(service.getCriticalExtensionOIDs()).contains(Extension.keyUsage.getId());
        assertThat(service.getBasicConstraints()).isNegative();
        assertThat(service.getSigAlgName()).isEqualTo("SHA256withRSA");
    }

    @Test
    void issuesClientCertificateForClientUseOnly() {
        var client = issue(CertificateProfile.CLIENT, "Cohowinery.com").certificate();

        assertThat(new KeyUsages(client).extendedKeyUsages()).contains(List.of("clientAuth"));
    }

    @Test
    void linksKeyIdentifiersOfIssuerAndSubject() {
        var leaf = issue(CertificateProfile.CLIENT, "Cohowinery.com").certificate();
        var named = AuthorityKeyIdentifier.getInstance(
                content(leaf.getExtensionValue(Extension.authorityKeyIdentifier.getId())));
        var owned = SubjectKeyIdentifier.getInstance(
                content(authority.certificate().getExtensionValue(Extension.subjectKeyIdentifier.getId())));

        assertThat(named.getKeyIdentifierOctets()).isEqualTo(owned.getKeyIdentifier());
        assertThat(leaf.getExtensionValue(Extension.subjectKeyIdentifier.getId()))
                .isNotNull();
    }

    @Test
    void givesEverySerialNumberItsFullLength() {
        var serials = new HashSet<BigInteger>();
        for (int i = 0; i < 20; i++) {
            serials.add(issue(CertificateProfile.CLIENT, "Cohowinery.com")
                    .certificate()
                    .getSerialNumber());
        }

        assertThat(serials).hasSize(20).allMatch(serial -> serial.signum() > 0 && serial.bitLength() == 128);
    }

    @Test
    void backdatesByFiveMinutes() {
        var leaf = issue(CertificateProfile.CLIENT, "Cohowinery.com").certificate();

        assertThat(leaf.getNotBefore()).isEqualTo(NOW.minus(Duration.ofMinutes(5)));
        assertThat(leaf.getNotAfter()).isEqualTo(NOW.plus(Duration.ofDays(365)));
    }

    @Test
    void refusesWeakKey() {
        var request = CertificateRequest.named(CertificateProfile.CLIENT, YEAR, List.of("Cohowinery.com"));

        assertThatThrownBy(() -> authority.issue(request, TestKeys.WEAK.keyPair()))
                .isInstanceOf(CertificateTrustException.class)
                .hasMessageContaining("'1024'");
    }

    @Test
    void refusesCertificateThatWouldOutliveIt() {
        var request = CertificateRequest.named(
                CertificateProfile.CLIENT,
                Validity.startingNow(CLOCK, Duration.ofDays(365).plusSeconds(1)),
                List.of("Cohowinery.com"));

        assertThatThrownBy(() -> authority.issue(request, TestKeys.CLIENT.keyPair()))
                .isInstanceOf(CertificateTrustException.class)
                .hasMessageContaining("fewer days");
    }

    @Test
    void refusesLeafAsAuthority() {
        var leaf = issue(CertificateProfile.SERVICE, "Contoso.com");

        assertThatThrownBy(() -> CertificateAuthority.of(leaf, RANDOM))
                .isInstanceOf(CertificateTrustException.class)
                .hasMessageContaining("ca.p12");
    }

    @Test
    void continuesFromItsOwnCredential() {
        var again = CertificateAuthority.of(authority.credential(), RANDOM);
        var leaf = again.issue(
                CertificateRequest.named(CertificateProfile.CLIENT, YEAR, List.of("Cohowinery.com")),
                TestKeys.CLIENT.keyPair());

        authority.requireIssued(leaf.certificate());
        assertThat(leaf.chain()).containsExactly(leaf.certificate(), authority.certificate());
    }

    @Test
    void disownsCertificateOfItsNamesake() {
        var namesake = CertificateAuthority.createRoot(
                new X500Principal("CN=Root"), TestKeys.UNTRUSTED_AUTHORITY.keyPair(), YEAR, RANDOM);

        assertThatThrownBy(() -> authority.requireIssued(namesake.certificate()))
                .isInstanceOf(CertificateTrustException.class);
    }

    @Test
    void registersNoProvider() {
        issue(CertificateProfile.SERVICE, "Contoso.com");

        assertThat(Arrays.stream(Security.getProviders()).map(provider -> provider.getName()))
                .doesNotContain("BC");
    }

    @Test
    void keepsKeyOutOfText() {
        assertThat(authority.credential()).hasToString("IssuedCertificate[CN=Root]");
    }

    private IssuedCertificate issue(CertificateProfile profile, String... names) {
        return authority.issue(CertificateRequest.named(profile, YEAR, List.of(names)), TestKeys.SERVICE.keyPair());
    }

    private static byte[] content(byte[] extensionValue) {
        return ASN1OctetString.getInstance(extensionValue).getOctets();
    }
}

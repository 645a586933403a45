// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.SecurityFault.CERTIFICATE_NOT_IN_VALIDITY;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_NOT_TRUSTED;
import static dev.wshttp.security.SecurityFault.CONFIGURATION_INVALID;
import static dev.wshttp.security.credential.ChainMaker.NOW;
import static dev.wshttp.security.credential.ChainMaker.authority;
import static dev.wshttp.security.credential.ChainMaker.named;
import static dev.wshttp.security.credential.ChainMaker.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.wshttp.certs.CertificateProfile;
import dev.wshttp.certs.CertificateVerifier;
import dev.wshttp.certs.VerificationPolicy;
import dev.wshttp.certs.VerificationReport;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.ChainMaker.Issued;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The library and {@code cert-tools verify} judge every chain alike, and give the same reason in the same words. */
class OneJudgementTest {
    private static final String NAME = "svc.example.test";

    private final Issued root = authority("Root").selfSigned();
    private final X509Certificate leaf = service(NAME).by(root);

    // Anchors

    @Test
    void anExpiredRootDoesNoHarmBesideItsRenewal() {
        X509Certificate old = authority("Root").expired().root();
        X509Certificate renewed = authority("Root").root();
        X509Certificate other = authority("Other").root();

        assertTrustedInEveryOrder(leaf, List.of(), List.of(old, renewed, other));
    }

    @Test
    void aRootThatIsNotYetValidDoesNoHarmBesideTheValidOne() {
        assertTrustedInEveryOrder(
                leaf, List.of(), List.of(authority("Root").notYetValid().root(), root.certificate()));
    }

    @Test
    void anExpiredRootAloneTrustsNothing() {
        X509Certificate old = authority("Root").expired().root();

        assertRefused(leaf, List.of(), List.of(old), CERTIFICATE_NOT_IN_VALIDITY)
                .contains("has the authority " + ChainReasons.name(old) + " in its chain, which expired at");
    }

    @Test
    void severalRootsOfOneNameWithOtherKeysDoNoHarm() {
        X509Certificate twin = authority("Root", "twin").root();
        X509Certificate third = authority("Root", "third").root();

        assertTrustedInEveryOrder(leaf, List.of(), List.of(twin, root.certificate(), third));
    }

    @Test
    void aRootOfTheSameNameWithAnotherKeyTrustsNothing() {
        X509Certificate twin = authority("Root", "twin").root();

        assertRefused(leaf, List.of(), List.of(twin), CERTIFICATE_NOT_TRUSTED)
                .contains("names the issuer 'CN=Root', and another key signed it than that of ["
                        + ChainReasons.name(twin));
    }

    @Test
    void aCrossSignedAuthorityIsTrustedByEitherRoot() {
        Issued a = authority("Root A").selfSigned();
        Issued b = authority("Root B").selfSigned();
        X509Certificate crossed = authority("Root B").by(a);
        X509Certificate ofB = service(NAME).by(b);

        assertTrustedInEveryOrder(ofB, List.of(), List.of(b.certificate()));
        assertTrustedInEveryOrder(ofB, List.of(), List.of(a.certificate(), crossed));
        assertTrustedInEveryOrder(ofB, List.of(crossed), List.of(a.certificate()));
        assertTrustedInEveryOrder(
                ofB,
                List.of(crossed),
                List.of(a.certificate(), authority("Root B").expired().root()));
        assertTrustedInEveryOrder(
                ofB,
                List.of(crossed, b.certificate()),
                List.of(a.certificate(), authority("Root B", "twin").root()));
    }

    @Test
    void anExpiredCrossCertificateDoesNoHarmBesideTheRoot() {
        Issued a = authority("Root A").selfSigned();
        Issued b = authority("Root B").selfSigned();

        assertTrustedInEveryOrder(
                service(NAME).by(b),
                List.of(),
                List.of(a.certificate(), authority("Root B").expired().by(a), b.certificate()));
    }

    @Test
    void anAuthorityThatSignsItsNextKeyIsNoRoot() {
        Issued old = authority("Root").selfSigned();
        Issued next = authority("Root", "next").issuedBy(old);
        X509Certificate ofNext = service(NAME).by(next);

        assertTrustedInEveryOrder(ofNext, List.of(), List.of(old.certificate(), next.certificate()));
        assertRefused(ofNext, List.of(), List.of(next.certificate()), CONFIGURATION_INVALID)
                .contains("no root");
    }

    @Test
    void anIntermediateAloneIsNoRoot() {
        Issued middle = authority("Middle").issuedBy(root);

        assertRefused(service(NAME).by(middle), List.of(), List.of(middle.certificate()), CONFIGURATION_INVALID)
                .contains("no root");
    }

    @Test
    void aSelfSignedCertificateIsItsOwnRoot() {
        X509Certificate own = service(NAME).root();

        assertTrustedInEveryOrder(own, List.of(), List.of(own, root.certificate()));
        assertRefused(own, List.of(), List.of(root.certificate()), CERTIFICATE_NOT_TRUSTED)
                .contains("is self-signed, and that is not trusted (expected a chain to one of the trusted roots");
    }

    @Test
    void aRootOfVersion1IsOne() {
        Issued old = named("Old root", "old").version1().selfSigned();

        assertTrustedInEveryOrder(service(NAME).by(old), List.of(), List.of(old.certificate()));
    }

    @Test
    void aRootWithAnotherKindOfKeyIsOne() {
        Issued ec = authority("EC root", "ec").selfSigned();

        assertTrustedInEveryOrder(service(NAME).by(ec), List.of(), List.of(ec.certificate()));
    }

    // Intermediates

    @Test
    void intermediatesCompleteTheChainWhereverTheyComeFrom() {
        Issued first = authority("First").issuedBy(root);
        Issued second = authority("Second").issuedBy(first);
        X509Certificate low = service(NAME).by(second);
        List<X509Certificate> both = List.of(second.certificate(), first.certificate());

        assertTrustedInEveryOrder(low, both, List.of(root.certificate()));
        assertTrustedInEveryOrder(
                low, List.of(), List.of(root.certificate(), first.certificate(), second.certificate()));
        assertTrustedInEveryOrder(low, List.of(second.certificate()), List.of(first.certificate(), root.certificate()));
        assertTrustedInEveryOrder(
                low,
                List.of(root.certificate(), first.certificate(), second.certificate()),
                List.of(root.certificate()));
    }

    @Test
    void aPresentedRootIsNeverTrusted() {
        Issued forged = authority("Root", "forged").selfSigned();
        X509Certificate presented = service(NAME).by(forged);

        assertRefused(presented, List.of(forged.certificate()), List.of(root.certificate()), CERTIFICATE_NOT_TRUSTED)
                .contains("leads to the root " + ChainReasons.name(forged.certificate()))
                .contains("it has the name, but not the key, of [" + ChainReasons.name(root.certificate()));
    }

    @Test
    void aPresentedIntermediateIsNeverTrusted() {
        Issued stranger = authority("Stranger").selfSigned();
        Issued middle = authority("Middle").issuedBy(stranger);

        assertRefused(
                        service(NAME).by(middle),
                        List.of(middle.certificate()),
                        List.of(root.certificate()),
                        CERTIFICATE_NOT_TRUSTED)
                .contains("has a chain that stops at " + ChainReasons.name(middle.certificate())
                        + ": it was issued by 'CN=Stranger', whose certificate is not at hand");
    }

    @Test
    void namesTheMissingIntermediate() {
        Issued middle = authority("Middle").issuedBy(root);

        assertRefused(service(NAME).by(middle), List.of(), List.of(root.certificate()), CERTIFICATE_NOT_TRUSTED)
                .contains("was issued by 'CN=Middle', whose certificate is not at hand")
                .contains("an intermediate one may also come with the certificate");
    }

    @Test
    void namesAnIntermediateWithAnotherKey() {
        Issued middle = authority("Middle").issuedBy(root);
        X509Certificate twin = authority("Middle", "other middle").by(root);

        assertRefused(service(NAME).by(middle), List.of(twin), List.of(root.certificate()), CERTIFICATE_NOT_TRUSTED)
                .contains("names the issuer 'CN=Middle', and another key signed it than that of ["
                        + ChainReasons.name(twin));
    }

    @Test
    void namesTheExpiredIntermediate() {
        Issued middle = authority("Middle").expired().issuedBy(root);

        assertRefused(
                        service(NAME).by(middle),
                        List.of(middle.certificate()),
                        List.of(root.certificate()),
                        CERTIFICATE_NOT_IN_VALIDITY)
                .contains("has the authority " + ChainReasons.name(middle.certificate())
                        + " in its chain, which expired");
    }

    @Test
    void anExpiredIntermediateDoesNoHarmBesideItsRenewal() {
        Issued middle = authority("Middle").issuedBy(root);
        X509Certificate old = authority("Middle").expired().by(root);

        assertTrustedInEveryOrder(
                service(NAME).by(middle), List.of(old, middle.certificate()), List.of(root.certificate()));
        assertTrustedInEveryOrder(
                service(NAME).by(middle), List.of(), List.of(old, middle.certificate(), root.certificate()));
    }

    @Test
    void namesTheIntermediateThatIsNotYetValid() {
        Issued middle = authority("Middle").notYetValid().issuedBy(root);

        assertRefused(
                        service(NAME).by(middle),
                        List.of(middle.certificate()),
                        List.of(root.certificate()),
                        CERTIFICATE_NOT_IN_VALIDITY)
                .contains("is valid only from");
    }

    // The rules of RFC 5280, section 6.1

    @Test
    void namesTheIssuerThatIsNoAuthority() {
        Issued none = authority("None").without(Extension.basicConstraints).issuedBy(root);

        assertRefused(
                        service(NAME).by(none),
                        List.of(none.certificate()),
                        List.of(root.certificate()),
                        CERTIFICATE_NOT_TRUSTED)
                .contains("has the issuer " + ChainReasons.name(none.certificate())
                        + " in its chain, which is not marked as an authority");
    }

    @Test
    void namesTheIssuerOfVersion1() {
        Issued old = named("Old", "old").version1().issuedBy(root);

        assertRefused(
                        service(NAME).by(old),
                        List.of(old.certificate()),
                        List.of(root.certificate()),
                        CERTIFICATE_NOT_TRUSTED)
                .contains("which is not marked as an authority");
    }

    @Test
    void refusesWhatAnotherServiceSigned() {
        Issued service = service("other.example.test").issuedBy(root);

        assertRefused(
                        service(NAME).by(service),
                        List.of(service.certificate()),
                        List.of(root.certificate()),
                        CERTIFICATE_NOT_TRUSTED)
                .contains("which is not marked as an authority");
    }

    @Test
    void namesTheAuthorityThatMayNotSign() {
        Issued middle = authority("Middle")
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.cRLSign))
                .issuedBy(root);

        assertRefused(
                        service(NAME).by(middle),
                        List.of(middle.certificate()),
                        List.of(root.certificate()),
                        SecurityFault.CERTIFICATE_KEY_NOT_ACCEPTED)
                .contains("whose key usage does not permit to sign certificates");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void namesTheAuthorityWhosePathLengthIsExceeded(boolean ofTheRoot) {
        Issued top = ofTheRoot
                ? authority("Top").pathLength(0).selfSigned()
                : authority("Top").selfSigned();
        Issued first = ofTheRoot
                ? authority("First").issuedBy(top)
                : authority("First").pathLength(0).issuedBy(top);
        Issued second = authority("Second").issuedBy(first);
        X509Certificate limiting = ofTheRoot ? top.certificate() : first.certificate();

        assertRefused(
                        service(NAME).by(ofTheRoot ? first : second),
                        List.of(first.certificate(), second.certificate()),
                        List.of(top.certificate()),
                        CERTIFICATE_NOT_TRUSTED)
                .contains("its authority " + ChainReasons.name(limiting)
                        + " permits '0' authorities below itself, and there are '1'");
    }

    @Test
    void aPartnersRootCannotCertifyAnAuthorityOfAnothersDirectory() {
        Issued top = authority("Top").permittingSubjectsIn("O=Partner").selfSigned();
        Issued posing = authority("Contoso CA, O=Contoso", "posing").issuedBy(top);
        Issued own = authority("Partner CA, O=Partner", "own").issuedBy(top);

        assertRefused(
                        service(NAME + ", O=Partner", NAME).by(posing),
                        List.of(posing.certificate()),
                        List.of(top.certificate()),
                        CERTIFICATE_NOT_TRUSTED)
                .contains("do not permit: those of " + ChainReasons.name(posing.certificate()));
        assertTrustedInEveryOrder(
                service(NAME + ", O=Partner", NAME).by(own), List.of(own.certificate()), List.of(top.certificate()));
    }

    @Test
    void aRootMayCertifyItsOwnNextKeyWhateverItsConstraints() {
        Issued old = authority("Top").permittingSubjectsIn("O=Partner").selfSigned();
        Issued next = authority("Top", "next key of Top").issuedBy(old);

        assertTrustedInEveryOrder(
                service(NAME + ", O=Partner", NAME).by(next), List.of(next.certificate()), List.of(old.certificate()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void namesTheAuthorityThatDoesNotPermitTheName(boolean theRoot) {
        Issued top = theRoot
                ? authority("Top").permitting("other.test").selfSigned()
                : authority("Top").selfSigned();
        Issued middle = theRoot
                ? authority("Middle").issuedBy(top)
                : authority("Middle").permitting("other.test").issuedBy(top);
        X509Certificate constraining = theRoot ? top.certificate() : middle.certificate();
        X509Certificate wrong = service(NAME).by(middle);

        assertRefused(wrong, List.of(middle.certificate()), List.of(top.certificate()), CERTIFICATE_NOT_TRUSTED)
                .contains("has names in its chain that the name constraints of " + ChainReasons.name(constraining)
                        + " do not permit: those of " + ChainReasons.name(wrong));
        assertTrustedInEveryOrder(
                service("svc.other.test").by(middle), List.of(middle.certificate()), List.of(top.certificate()));
    }

    static Stream<Arguments> namesThatTheJdkDoesNotCompare() {
        var partner = new GeneralName(GeneralName.dNSName, "partner.test");
        var contoso = new GeneralName(GeneralName.dNSName, "Contoso.test");
        var network = new GeneralName(GeneralName.iPAddress, "192.168.0.0/16");
        var network6 = new GeneralName(GeneralName.iPAddress, "2001:db8::/32");
        var host = new GeneralName(GeneralName.iPAddress, "192.168.1.1");
        var nothing = new GeneralName(GeneralName.dNSName, "");
        return Stream.of(
                arguments(List.of(partner), List.of(), without("svc_1.contoso.test"), without("svc_1.Partner.test")),
                arguments(List.of(partner), List.of(), without("svc.contoso.test."), without("svc.partner.test.")),
                arguments(List.of(partner), List.of(), without("-svc.contoso.test"), without("-svc.partner.test")),
                arguments(List.of(partner), List.of(), without("partner_test"), without("Partner Client")),
                arguments(List.of(partner), List.of(), without("x_partner.test"), without("a@contoso.test")),
                arguments(
                        List.of(partner), List.of(), without("d\u00fc.contoso.test"), without("d\u00fc.partner.test")),
                arguments(List.of(), List.of(contoso), without("svc_1.contoso.test"), without("svc_1.partner.test")),
                arguments(List.of(), List.of(contoso), without("contoso.test.."), without("xcontoso.test.")),
                arguments(
                        List.of(),
                        List.of(contoso),
                        service("svc.contoso.test."),
                        service("svc.contoso.test.partner.test.")),
                arguments(List.of(), List.of(nothing), service("svc.partner.test"), without("Partner Client")),
                arguments(
                        List.of(network),
                        List.of(),
                        without("10.0.0.1").alsoNamed(host),
                        without("192.168.1.2").alsoNamed(host)),
                arguments(List.of(), List.of(network), service("192.168.1.1"), service("10.0.0.1")),
                arguments(List.of(), List.of(network), without("192.168.257"), without("10.257")),
                arguments(List.of(), List.of(network), without("192.168.1.1."), without("10.0.0.1.")),
                arguments(List.of(), List.of(network), without("[::ffff:192.168.1.1]"), without("[::ffff:10.0.0.1]")),
                arguments(List.of(network6), List.of(), without("[2001:db9::1]"), without("[2001:DB8::1]")),
                arguments(List.of(network6), List.of(), without("[2001:db9::1%25a]"), without("[2001:db8::1%25a]")));
    }

    private static ChainMaker without(String alternativeNameOf) {
        return service(alternativeNameOf).without(Extension.subjectAlternativeName);
    }

    @ParameterizedTest
    @MethodSource("namesThatTheJdkDoesNotCompare")
    void anAuthorityCertifiesNoIdentityThatConstraintsDoNotPermit(
            List<GeneralName> permitted, List<GeneralName> excluded, ChainMaker wrong, ChainMaker right) {
        Issued free = authority("Top").selfSigned();
        Issued bound = authority("Top").constrained(permitted, excluded).selfSigned();
        Issued below = authority("Middle").issuedBy(bound);
        Issued boundBelow = authority("Middle").constrained(permitted, excluded).issuedBy(free);

        assertJudged(wrong, right, below, bound, bound);
        assertJudged(wrong, right, boundBelow, free, boundBelow);
    }

    private static void assertJudged(ChainMaker wrong, ChainMaker right, Issued issuer, Issued top, Issued bound) {
        List<X509Certificate> presented = List.of(issuer.certificate());
        List<X509Certificate> trusted = List.of(top.certificate());

        assertRefused(wrong.by(issuer), presented, trusted, CERTIFICATE_NOT_TRUSTED)
                .contains("the name constraints of " + ChainReasons.name(bound.certificate()) + " do not permit");
        assertTrustedInEveryOrder(right.by(issuer), presented, trusted);
    }

    @Test
    void constraintsOfAnAuthorityThatCannotBeReadPermitNothing() {
        Issued middle = authority("Middle")
                .with(Extension.nameConstraints, false, DERNull.INSTANCE)
                .issuedBy(root);

        assertRefused(
                        service(NAME).by(middle),
                        List.of(middle.certificate()),
                        List.of(root.certificate()),
                        CERTIFICATE_NOT_TRUSTED)
                .contains("the name constraints of " + ChainReasons.name(middle.certificate()) + " do not permit");
    }

    @Test
    void namesTheUnknownCriticalExtension() {
        X509Certificate odd = service(NAME).unknownCritical().by(root);
        Issued middle = authority("Middle").unknownCritical().issuedBy(root);

        assertRefused(odd, List.of(), List.of(root.certificate()), CERTIFICATE_NOT_TRUSTED)
                .contains("has the critical extension '1.3.6.1.4.1.311.999.1' in " + ChainReasons.name(odd));
        assertRefused(
                        service(NAME).by(middle),
                        List.of(middle.certificate()),
                        List.of(root.certificate()),
                        CERTIFICATE_NOT_TRUSTED)
                .contains("'1.3.6.1.4.1.311.999.1' in " + ChainReasons.name(middle.certificate()));
    }

    @Test
    void namesTheAlgorithmThatJavaRefuses() {
        X509Certificate md5 = service(NAME).signedWith("MD5withRSA").by(root);

        assertRefused(md5, List.of(), List.of(root.certificate()), SecurityFault.CERTIFICATE_KEY_NOT_ACCEPTED)
                .contains("signed with 'MD5withRSA', which this Java refuses");
    }

    @Test
    void takesSha1OfAnOwnAuthorityAsWcfDoes() {
        assertTrustedInEveryOrder(
                service(NAME).signedWith("SHA1withRSA").by(root), List.of(), List.of(root.certificate()));
    }

    @Test
    void bothSayHowLongACertificateIsValid() {
        X509Certificate old = service(NAME).expired().by(root);
        X509Certificate early = service(NAME).notYetValid().by(root);

        assertRefused(old, List.of(), List.of(root.certificate()), CERTIFICATE_NOT_IN_VALIDITY)
                .contains("is valid from '" + old.getNotBefore().toInstant() + "' to '"
                        + old.getNotAfter().toInstant() + "' (expected a period that includes the present, '" + NOW);
        assertRefused(early, List.of(), List.of(root.certificate()), CERTIFICATE_NOT_IN_VALIDITY)
                .contains("is valid from");
    }

    @Test
    void bothJudgeThePurposeAlike() {
        X509Certificate encrypting = service(NAME)
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyEncipherment))
                .by(root);
        X509Certificate signing = service(NAME)
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .by(root);
        X509Certificate ofClient = ChainMaker.client(NAME).by(root);
        List<X509Certificate> trusted = List.of(root.certificate());

        assertTrustedInEveryOrder(encrypting, List.of(), trusted);
        for (X509Certificate wrong : List.of(signing, ofClient)) {
            assertThat(library(wrong, List.of(), trusted).orElseThrow().fault())
                    .isEqualTo(SecurityFault.CERTIFICATE_PURPOSE_WRONG);
            assertThat(certTools(wrong, List.of(), trusted).failures())
                    .containsExactly(VerificationReport.Rule.PURPOSE);
        }
    }

    // Attacks with presented certificates

    @Test
    void aMeshOfPresentedAuthoritiesCostsLittle() {
        var mesh = new ArrayList<X509Certificate>();
        for (int signer = 0; signer < 4; signer++) {
            for (int signed = 0; signed < 4; signed++) {
                mesh.add(authority("Mesh", "mesh" + signed)
                        .by(authority("Mesh", "mesh" + signer).selfSigned()));
            }
        }
        X509Certificate low = service(NAME).by(authority("Mesh", "mesh0").selfSigned());

        assertThat(library(low, mesh, List.of(root.certificate()))).isPresent();
    }

    @Test
    void aMeshBelowAGenuineCertificateCostsLittle() {
        Issued genuine = service("insider.example.test").issuedBy(root);
        var mesh = new ArrayList<X509Certificate>(List.of(genuine.certificate()));
        for (int i = 0; i < 8; i++) {
            mesh.add(named("insider.example.test", "leaf")
                    .with(Extension.basicConstraints, true, new org.bouncycastle.asn1.x509.BasicConstraints(true))
                    .by(genuine));
        }

        assertThat(library(service(NAME).by(genuine), mesh, List.of(root.certificate())))
                .isPresent();
    }

    @Test
    void namesBelowAGenuineCertificateAreNotComparedWithConstraintsOfTheirOwn() {
        Issued genuine = service("insider.example.test").issuedBy(root);
        List<GeneralName> domains = IntStream.range(0, 4_000)
                .mapToObj(i -> new GeneralName(GeneralName.dNSName, "d" + i))
                .toList();
        ChainMaker upper = authority("Upper", "leaf").constrained(List.of(), domains);
        ChainMaker lower = authority("Lower", "leaf").constrained(List.of(), domains);
        Issued issuer = lower.issuedBy(upper.issuedBy(genuine));
        var mesh = new ArrayList<X509Certificate>(List.of(genuine.certificate(), issuer.certificate()));
        for (int i = 0; i < 3; i++) {
            mesh.add(upper.by(genuine));
            mesh.add(lower.by(upper.issuedBy(genuine)));
        }
        GeneralName[] names = IntStream.range(0, 4_000)
                .mapToObj(i -> new GeneralName(GeneralName.dNSName, "x" + i))
                .toArray(GeneralName[]::new);
        names[0] = new GeneralName(GeneralName.dNSName, ".".repeat(24_000) + "x");
        X509Certificate leaf = service(NAME).alsoNamed(names).by(issuer);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadCpuTime();
        assertThat(library(leaf, mesh, List.of(root.certificate()))).isPresent();
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    // An intermediate that came once is known later, when the certificate is judged alone.

    @Test
    void remembersAnIntermediateForTheLifeOfASession() {
        Issued middle = authority("Middle").issuedBy(root);
        X509Certificate low = service(NAME).by(middle);
        var clock = new dev.wshttp.security.AdjustableClock(NOW);
        var validator = new X509CertificateValidator(
                CertificateTrust.chain(List.of(root.certificate())), X509CertificateValidator.Role.SERVICE, clock);

        validator.requireTrusted(low, List.of(middle.certificate()));
        clock.advance(Duration.ofMinutes(5));

        assertThatNoException().isThrownBy(() -> validator.require(low));
        clock.set(middle.certificate().getNotAfter().toInstant().plusSeconds(1));
        assertThat(refusal(() -> validator.require(low)).orElseThrow().fault()).isEqualTo(CERTIFICATE_NOT_IN_VALIDITY);
    }

    /** A module uses no other at run time, so the code that judges is there twice. */
    @ParameterizedTest
    @ValueSource(strings = {"BrokenChain", "ChainReasons", "ChainSearch", "IdentityConstraints"})
    void bothProgramsHaveTheSameCode(String name) throws IOException {
        Path library = Path.of("src/main/java/dev/wshttp/security/credential", name + ".java");
        Path certTools = Path.of("../cert-tools/src/main/java/dev/wshttp/certs", name + ".java");

        assertThat(Files.readString(certTools))
                .isEqualTo(Files.readString(library).replace("dev.wshttp.security.credential", "dev.wshttp.certs"));
    }

    private static void assertTrustedInEveryOrder(
            X509Certificate certificate, List<X509Certificate> presented, List<X509Certificate> authorities) {
        for (int turn = 0; turn < Math.max(authorities.size(), presented.size()) + 1; turn++) {
            var turnedAuthorities = new ArrayList<>(authorities);
            var turnedPresented = new ArrayList<>(presented);
            Collections.rotate(turnedAuthorities, turn);
            Collections.rotate(turnedPresented, turn);
            assertThat(library(certificate, turnedPresented, turnedAuthorities)).isEmpty();
            assertThat(certTools(certificate, turnedPresented, turnedAuthorities)
                            .isTrusted())
                    .isTrue();
        }
    }

    /** Requires that both refuse, for the same reason, and returns its text. */
    private static org.assertj.core.api.AbstractStringAssert<?> assertRefused(
            X509Certificate certificate,
            List<X509Certificate> presented,
            List<X509Certificate> authorities,
            SecurityFault fault) {
        MessageSecurityException refused =
                library(certificate, presented, authorities).orElseThrow(() -> new AssertionError("trusted"));
        VerificationReport report = certTools(certificate, presented, authorities);
        assertThat(refused.fault()).isEqualTo(fault);
        assertThat(report.isTrusted()).isFalse();
        assertThat(report.failures()).hasSize(1);
        String reason = report.checks().stream()
                .filter(check -> check.outcome() == VerificationReport.Outcome.FAILED)
                .map(VerificationReport.Check::detail)
                .findFirst()
                .orElseThrow();
        if (fault != CONFIGURATION_INVALID) {
            assertThat(refused.getMessage()).endsWith(reason);
        }
        return assertThat(refused.getMessage());
    }

    private static Optional<MessageSecurityException> library(
            X509Certificate certificate, List<X509Certificate> presented, List<X509Certificate> authorities) {
        return refusal(() -> new X509CertificateValidator(
                        CertificateTrust.chain(authorities),
                        X509CertificateValidator.Role.SERVICE,
                        Clock.fixed(NOW, ZoneOffset.UTC))
                .require(certificate, presented));
    }

    private static Optional<MessageSecurityException> refusal(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return Optional.ofNullable(catchThrowableOfType(MessageSecurityException.class, call));
    }

    private static VerificationReport certTools(
            X509Certificate certificate, List<X509Certificate> presented, List<X509Certificate> authorities) {
        var chain = new ArrayList<>(List.of(certificate));
        chain.addAll(presented);
        var policy = new VerificationPolicy(
                authorities, List.of(), Optional.of(CertificateProfile.SERVICE), Optional.empty());
        return new CertificateVerifier(policy).verify(chain, NOW);
    }
}

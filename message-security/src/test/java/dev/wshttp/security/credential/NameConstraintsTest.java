// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.credential.ChainMaker.authority;
import static dev.wshttp.security.credential.ChainMaker.named;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

class NameConstraintsTest {
    private static final GeneralName OTHER_DNS = new GeneralName(GeneralName.dNSName, "other.test");
    private static final GeneralName PARTNER = new GeneralName(new X500Name("O=Partner"));
    private static final X509Certificate LIKE_A_HOST =
            authority("ca.contoso.test, O=Partner", "Middle").root();

    @Test
    void thereAreNoneWithoutTheExtension() {
        assertThat(NameConstraints.of(authority("Top").root())).isEmpty();
    }

    @Test
    void aCommonNameOfAnAuthorityIsNoDnsNameAndThatOfALeafIs() {
        NameConstraints constraints = of(List.of(OTHER_DNS), List.of());

        assertThat(constraints.permit(LIKE_A_HOST, true)).isTrue();
        assertThat(constraints.permit(LIKE_A_HOST, false)).isFalse();
        assertThat(constraints.permit(named("svc.other.test", "leaf").root(), false))
                .isTrue();
    }

    @Test
    void constraintsOfDirectoriesBindAnAuthorityBesideThoseOfDnsNames() {
        NameConstraints constraints = of(List.of(OTHER_DNS, PARTNER), List.of());

        assertThat(constraints.permit(LIKE_A_HOST, true)).isTrue();
        assertThat(constraints.permit(
                        authority("ca.other.test, O=Contoso", "Middle").root(), true))
                .isFalse();
    }

    @Test
    void excludedDirectoriesBindAnAuthority() {
        NameConstraints constraints = of(List.of(), List.of(OTHER_DNS, PARTNER));

        assertThat(constraints.permit(LIKE_A_HOST, true)).isFalse();
        assertThat(constraints.permit(
                        authority("ca.other.test, O=Contoso", "Middle").root(), true))
                .isTrue();
    }

    @Test
    void aDnsNameOfAnAuthorityIsOneAndAnotherAlternativeNameIsNone() {
        NameConstraints constraints = of(List.of(OTHER_DNS), List.of());
        X509Certificate withDnsName = authority("Middle")
                .alsoNamed(new GeneralName(GeneralName.dNSName, "ca.contoso.test"))
                .root();
        X509Certificate withMail = authority("ca.contoso.test", "Middle")
                .alsoNamed(new GeneralName(GeneralName.rfc822Name, "ca@contoso.test"))
                .root();

        assertThat(constraints.permit(withDnsName, true)).isFalse();
        assertThat(constraints.permit(withMail, true)).isTrue();
    }

    @Test
    void emptyConstraintsPermitAll() {
        assertThat(of(List.of(), List.of()).permit(LIKE_A_HOST, true)).isTrue();
    }

    private static NameConstraints of(List<GeneralName> permitted, List<GeneralName> excluded) {
        return NameConstraints.of(
                        authority("Top").constrained(permitted, excluded).root())
                .orElseThrow();
    }
}

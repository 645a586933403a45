// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.io.IOException;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.jspecify.annotations.Nullable;

/**
 * The names that an authority may certify (RFC 5280, section 4.2.1.10). The JDK obeys those of authorities below a root, and not those of the root itself. Immutable.
 */
final class NameConstraints {
    private static final String NAME_CONSTRAINTS = "2.5.29.30";

    private final byte[] extension;

    private NameConstraints(byte[] extension) {
        this.extension = extension;
    }

    /** Returns those of an authority, if it has any. */
    static Optional<NameConstraints> of(X509Certificate authority) {
        return Optional.ofNullable(authority.getExtensionValue(NAME_CONSTRAINTS))
                .map(NameConstraints::new);
    }

    /**
     * Returns whether a certificate below the authority has permitted names only. Constraints that cannot be read permit nothing.
     *
     * @param isAuthority whether the certificate issues others; its common name is no DNS name then, for which the JDK would take it
     */
    boolean permit(X509Certificate certificate, boolean isAuthority) {
        try {
            var constraints = org.bouncycastle.asn1.x509.NameConstraints.getInstance(
                    ASN1OctetString.getInstance(extension).getOctets());
            var binding =
                    !isAuthority || !DnsNames.alternativeNames(certificate).isEmpty()
                            ? constraints
                            : withoutDnsNames(constraints);
            return isEmpty(binding) || isPermitted(certificate, binding);
        } catch (IOException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | CertificateTrustException malformed) {
            return false;
        }
    }

    private static boolean isEmpty(org.bouncycastle.asn1.x509.NameConstraints constraints) {
        return constraints.getPermittedSubtrees() == null && constraints.getExcludedSubtrees() == null;
    }

    private static boolean isPermitted(
            X509Certificate certificate, org.bouncycastle.asn1.x509.NameConstraints constraints) throws IOException {
        var selector = new X509CertSelector();
        selector.setNameConstraints(constraints.getEncoded());
        return selector.match(certificate);
    }

    private static org.bouncycastle.asn1.x509.NameConstraints withoutDnsNames(
            org.bouncycastle.asn1.x509.NameConstraints constraints) {
        return new org.bouncycastle.asn1.x509.NameConstraints(
                withoutDnsNames(constraints.getPermittedSubtrees()),
                withoutDnsNames(constraints.getExcludedSubtrees()));
    }

    private static GeneralSubtree @Nullable [] withoutDnsNames(GeneralSubtree @Nullable [] subtrees) {
        if (subtrees == null) {
            return null;
        }
        GeneralSubtree[] others = Arrays.stream(subtrees)
                .filter(subtree -> subtree.getBase().getTagNo() != GeneralName.dNSName)
                .toArray(GeneralSubtree[]::new);
        return others.length == 0 ? null : others;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.io.IOException;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1IA5String;
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
                | IllegalStateException
                | IndexOutOfBoundsException
                | CertificateTrustException malformed) {
            return false;
        }
    }

    /** Returns whether the names that prove the identity of a service are permitted. Constraints that cannot be read permit nothing. */
    boolean permitIdentity(X509Certificate certificate) {
        try {
            byte[] octets = ASN1OctetString.getInstance(extension).getOctets();
            new X509CertSelector().setNameConstraints(octets);
            var read = org.bouncycastle.asn1.x509.NameConstraints.getInstance(octets);
            var constraints = new IdentityConstraints(
                    subtrees(read.getPermittedSubtrees()), subtrees(read.getExcludedSubtrees()));
            return DnsNames.identities(certificate).stream()
                    .allMatch(
                            DnsNames.alternativeNames(certificate).isEmpty()
                                    ? constraints::permitCommonName
                                    : constraints::permitDnsName);
        } catch (IOException
                | IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | CertificateTrustException malformed) {
            return false;
        }
    }

    private static IdentityConstraints.Subtrees subtrees(GeneralSubtree @Nullable [] subtrees) {
        var domains = new ArrayList<String>();
        var networks = new ArrayList<byte[]>();
        for (GeneralSubtree subtree : subtrees == null ? new GeneralSubtree[0] : subtrees) {
            GeneralName base = subtree.getBase();
            if (base.getTagNo() == GeneralName.dNSName) {
                domains.add(ASN1IA5String.getInstance(base.getName()).getString());
            } else if (base.getTagNo() == GeneralName.iPAddress) {
                networks.add(ASN1OctetString.getInstance(base.getName()).getOctets());
            }
        }
        return new IdentityConstraints.Subtrees(domains, networks);
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

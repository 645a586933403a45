// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.io.IOException;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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

    // What an address may have in the place of its host; in letters of any alphabet, because an application may expect
    // such a name.
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{M}\\p{N}_.-]+");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[?[0-9A-Fa-f.]*:.*");
    private static final Pattern LAST_DOTS = Pattern.compile("\\.+$");

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

    /**
     * Returns whether the names that prove the identity of a service are permitted. The JDK compares neither a common name that it cannot read as a DNS name,
     * such as one with an underscore, nor an address there beside other addresses. Constraints that cannot be read permit nothing.
     */
    boolean permitIdentity(X509Certificate certificate) {
        try {
            var constraints = org.bouncycastle.asn1.x509.NameConstraints.getInstance(
                    ASN1OctetString.getInstance(extension).getOctets());
            List<String> addresses = DnsNames.alternativeAddresses(certificate);
            List<String> names = DnsNames.identities(certificate);
            return DnsNames.alternativeNames(certificate).isEmpty()
                    ? names.stream().allMatch(name -> permitsCommonName(name, addresses, constraints))
                    : names.stream().allMatch(name -> permitsHost(name, constraints));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | CertificateTrustException malformed) {
            return false;
        }
    }

    private static boolean permitsCommonName(
            String name, List<String> addresses, org.bouncycastle.asn1.x509.NameConstraints constraints) {
        return ADDRESS.matcher(name).matches()
                ? permitsAddress(name, addresses, constraints)
                : !HOST.matcher(name).matches() || permitsHost(name, constraints);
    }

    private static boolean permitsAddress(
            String address, List<String> others, org.bouncycastle.asn1.x509.NameConstraints constraints) {
        boolean isFree =
                bases(constraints.getPermittedSubtrees(), GeneralName.iPAddress).isEmpty()
                        && bases(constraints.getExcludedSubtrees(), GeneralName.iPAddress)
                                .isEmpty();
        boolean isComparedByJdk = others.isEmpty() && !address.startsWith("[");
        return isFree || isComparedByJdk || others.contains(address);
    }

    private static boolean permitsHost(String name, org.bouncycastle.asn1.x509.NameConstraints constraints) {
        String host = LAST_DOTS.matcher(name).replaceFirst("");
        List<GeneralName> permitted = bases(constraints.getPermittedSubtrees(), GeneralName.dNSName);
        return (permitted.isEmpty() || permitted.stream().anyMatch(domain -> isWithin(host, domain)))
                && bases(constraints.getExcludedSubtrees(), GeneralName.dNSName).stream()
                        .noneMatch(domain -> isWithin(host, domain));
    }

    private static boolean isWithin(String host, GeneralName base) {
        String domain = ASN1IA5String.getInstance(base.getName()).getString();
        String end = domain.isEmpty() || domain.startsWith(".") ? domain : "." + domain;
        return host.equalsIgnoreCase(domain)
                || host.regionMatches(true, host.length() - end.length(), end, 0, end.length());
    }

    private static List<GeneralName> bases(GeneralSubtree @Nullable [] subtrees, int type) {
        return subtrees == null
                ? List.of()
                : Arrays.stream(subtrees)
                        .map(GeneralSubtree::getBase)
                        .filter(base -> base.getTagNo() == type)
                        .toList();
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

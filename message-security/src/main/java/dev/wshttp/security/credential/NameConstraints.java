// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names that an authority may certify (RFC 5280, section 4.2.1.10). The JDK obeys those of authorities below a root, and not those of the root itself. Immutable.
 */
final class NameConstraints {
    private static final String NAME_CONSTRAINTS = "2.5.29.30";
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final int PERMITTED = 0;
    private static final int EXCLUDED = 1;
    private static final byte[] NO_CONTENT = {};

    // What an address may have in the place of its host; in letters of any alphabet, because the application may expect
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
            Ber constraints = Ber.read(Ber.read(extension).octets());
            Ber binding = !isAuthority || hasDnsName(certificate) ? constraints : withoutDnsNames(constraints);
            return isEmpty(binding) || isPermitted(certificate, binding);
        } catch (IOException | CertificateParsingException malformed) {
            return false;
        }
    }

    /**
     * Returns whether the names that prove the identity of a service are permitted. The JDK compares neither a common name that it cannot read as a DNS name,
     * such as one with an underscore, nor an address there beside other addresses. Constraints that cannot be read permit nothing.
     */
    boolean permitIdentity(X509Certificate certificate) {
        try {
            Ber constraints = Ber.read(Ber.read(extension).octets());
            List<String> addresses = names(certificate, IP_ADDRESS);
            List<String> names = EndpointIdentity.Dns.names(certificate);
            return hasDnsName(certificate)
                    ? names.stream().allMatch(name -> permitsHost(name, constraints))
                    : names.stream().allMatch(name -> permitsCommonName(name, addresses, constraints));
        } catch (IOException | CertificateParsingException malformed) {
            return false;
        }
    }

    private static boolean permitsCommonName(String name, List<String> addresses, Ber constraints) {
        return ADDRESS.matcher(name).matches()
                ? permitsAddress(name, addresses, constraints)
                : !HOST.matcher(name).matches() || permitsHost(name, constraints);
    }

    private static boolean permitsAddress(String address, List<String> others, Ber constraints) {
        boolean isFree = bases(constraints, PERMITTED, IP_ADDRESS).isEmpty()
                && bases(constraints, EXCLUDED, IP_ADDRESS).isEmpty();
        boolean isComparedByJdk = others.isEmpty() && !address.startsWith("[");
        return isFree || isComparedByJdk || others.contains(address);
    }

    private static boolean permitsHost(String name, Ber constraints) {
        String host = LAST_DOTS.matcher(name).replaceFirst("");
        List<Ber> permitted = bases(constraints, PERMITTED, DNS_NAME);
        return (permitted.isEmpty() || permitted.stream().anyMatch(domain -> isWithin(host, domain)))
                && bases(constraints, EXCLUDED, DNS_NAME).stream().noneMatch(domain -> isWithin(host, domain));
    }

    private static boolean isWithin(String host, Ber base) {
        String domain = new String(base.content(), StandardCharsets.ISO_8859_1);
        String end = domain.isEmpty() || domain.startsWith(".") ? domain : "." + domain;
        return host.equalsIgnoreCase(domain)
                || host.regionMatches(true, host.length() - end.length(), end, 0, end.length());
    }

    /** Returns the names of one type that are permitted or excluded. */
    private static List<Ber> bases(Ber constraints, int kind, int type) {
        return constraints.children().stream()
                .filter(subtrees -> subtrees.isContext(kind))
                .flatMap(subtrees -> subtrees.children().stream())
                .flatMap(subtree -> subtree.children().stream().limit(1))
                .filter(base -> base.isContext(type))
                .toList();
    }

    private static boolean hasDnsName(X509Certificate certificate) throws CertificateParsingException {
        return !names(certificate, DNS_NAME).isEmpty();
    }

    private static List<String> names(X509Certificate certificate, int type) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? List.of()
                : names.stream()
                        .filter(name -> name.get(0).equals(type))
                        .map(name -> String.valueOf(name.get(1)))
                        .toList();
    }

    private static boolean isEmpty(Ber constraints) {
        return constraints.is(Ber.SEQUENCE) && constraints.children().isEmpty();
    }

    private static boolean isPermitted(X509Certificate certificate, Ber constraints) throws IOException {
        var selector = new X509CertSelector();
        selector.setNameConstraints(constraints.encoded());
        return selector.match(certificate);
    }

    private static Ber withoutDnsNames(Ber constraints) throws IOException {
        var left = new ArrayList<Ber>();
        for (Ber permittedOrExcluded : constraints.children()) {
            var others = new ArrayList<Ber>();
            for (Ber subtree : permittedOrExcluded.children()) {
                if (!subtree.child(0).isContext(DNS_NAME)) {
                    others.add(subtree);
                }
            }
            if (!others.isEmpty()) {
                left.add(new Ber(permittedOrExcluded.tag(), NO_CONTENT, List.copyOf(others)));
            }
        }
        return new Ber(constraints.tag(), NO_CONTENT, List.copyOf(left));
    }
}

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
        } catch (IOException | CertificateParsingException | IndexOutOfBoundsException malformed) {
            return false;
        }
    }

    /** Returns whether the names that prove the identity of a service are permitted. Constraints that cannot be read permit nothing. */
    boolean permitIdentity(X509Certificate certificate) {
        try {
            byte[] octets = Ber.read(extension).octets();
            new X509CertSelector().setNameConstraints(octets);
            Ber read = Ber.read(octets);
            var constraints = new IdentityConstraints(subtrees(read, PERMITTED), subtrees(read, EXCLUDED));
            return EndpointIdentity.Dns.names(certificate).stream()
                    .allMatch(hasDnsName(certificate) ? constraints::permitDnsName : constraints::permitCommonName);
        } catch (IOException | CertificateParsingException malformed) {
            return false;
        }
    }

    private static IdentityConstraints.Subtrees subtrees(Ber constraints, int kind) {
        var domains = new ArrayList<String>();
        var networks = new ArrayList<byte[]>();
        for (Ber base : bases(constraints, kind)) {
            if (base.isContext(DNS_NAME)) {
                domains.add(new String(base.content(), StandardCharsets.ISO_8859_1));
            } else if (base.isContext(IP_ADDRESS)) {
                networks.add(base.content());
            }
        }
        return new IdentityConstraints.Subtrees(domains, networks);
    }

    private static List<Ber> bases(Ber constraints, int kind) {
        return constraints.children().stream()
                .filter(subtrees -> subtrees.isContext(kind))
                .flatMap(subtrees -> subtrees.children().stream())
                .flatMap(subtree -> subtree.children().stream().limit(1))
                .toList();
    }

    private static boolean hasDnsName(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names != null && names.stream().anyMatch(name -> name.get(0).equals(DNS_NAME));
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

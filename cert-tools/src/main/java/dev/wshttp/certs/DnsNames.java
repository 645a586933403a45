// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Reads the DNS names of a certificate as WCF does. */
final class DnsNames {

    private static final int DNS_NAME_TAG = 2; // RFC 5280, 4.2.1.6: GeneralName [2] dNSName
    private static final Pattern DNS_NAME =
            Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}))*");

    private DnsNames() {}

    static X500Principal asCommonName(String name) {
        return new X500Principal("CN=" + Rdn.escapeValue(name));
    }

    // Interop: WCF does not match wildcards, so a certificate with a wildcard would match no name.
    static void requireValid(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException("The DNS name '" + name
                    + "' cannot be certified (expected: letters, digits, '-', '_' and dots, no wildcard). "
                    + "Give the complete name of each host.");
        }
    }

    static boolean isValid(String name) {
        return DNS_NAME.matcher(name).matches();
    }

    /** Returns every dNSName in the order of the certificate. */
    static List<String> alternativeNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.get(0).equals(DNS_NAME_TAG))
                            .map(name -> (String) name.get(1))
                            .toList();
        } catch (CertificateParsingException e) {
            throw new CertificateTrustException(
                    "The alternative names of '" + certificate.getSubjectX500Principal()
                            + "' are malformed (expected: GeneralNames of RFC 5280). Have the certificate issued again.",
                    e);
        }
    }

    /** Returns the names that a peer compares: the alternative names or, if there are none, the most specific common name. */
    static List<String> identities(X509Certificate certificate) {
        var names = alternativeNames(certificate);
        return names.isEmpty()
                ? commonName(certificate.getSubjectX500Principal()).stream().toList()
                : names;
    }

    /** Returns the most specific common name; none if there are two in one part of the name, about which readers disagree. */
    static Optional<String> commonName(X500Principal name) {
        try {
            List<Rdn> parts = new LdapName(name.getName(X500Principal.RFC2253)).getRdns();
            for (int i = parts.size() - 1; i >= 0; i--) {
                Attribute found = parts.get(i).toAttributes().get("CN");
                if (found != null) {
                    return found.size() == 1 ? Optional.of(String.valueOf(found.get())) : Optional.empty();
                }
            }
            return Optional.empty();
        } catch (NamingException e) {
            throw new IllegalStateException("The JDK wrote a name that it cannot read: '" + name + "'", e);
        }
    }
}

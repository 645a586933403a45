// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static java.util.Objects.requireNonNull;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/**
 * The content of a certificate that an authority is to issue. Immutable.
 *
 * @param profile the purpose of the certificate; not {@link CertificateProfile#ROOT}, because a root signs itself
 * @param subject distinguished name of the owner
 * @param dnsNames subject alternative names, in order: WCF shows the first as the certificate's name
 * @param validity the time in which the certificate may be used
 */
public record CertificateRequest(
        CertificateProfile profile, X500Principal subject, List<String> dnsNames, Validity validity) {
    private static final Map<String, String> KEYWORDS_OF_WINDOWS =
            Map.of("E", "1.2.840.113549.1.9.1", "S", "2.5.4.8", "G", "2.5.4.42", "SN", "2.5.4.4");

    /**
     * Copies the names and checks them.
     *
     * @throws IllegalArgumentException if the profile is that of an authority, or a name is no host name
     */
    public CertificateRequest {
        requireNonNull(profile, "profile");
        requireNonNull(subject, "subject");
        requireNonNull(validity, "validity");
        dnsNames = List.copyOf(dnsNames);
        if (profile.isAuthority()) {
            throw new IllegalArgumentException(
                    "A certificate was requested with profile 'ROOT' (expected: 'SERVICE' or 'CLIENT'). "
                            + "Use CertificateAuthority.createRoot to make an authority.");
        }
        dnsNames.forEach(DnsNames::requireValid);
    }

    /** Returns a request with the first name as both common name and first alternative name. */
    public static CertificateRequest named(CertificateProfile profile, Validity validity, List<String> dnsNames) {
        return new CertificateRequest(profile, DnsNames.asCommonName(dnsNames.get(0)), dnsNames, validity);
    }

    /**
     * Returns a request with a subject. If the common name of the subject is a host name, it becomes the only alternative
     * name.
     */
    public static CertificateRequest forSubject(CertificateProfile profile, Validity validity, X500Principal subject) {
        return new CertificateRequest(profile, subject, dnsNamesOf(subject), validity);
    }

    /** Returns the common name of a subject if it is a host name; else nothing. */
    public static List<String> dnsNamesOf(X500Principal subject) {
        return DnsNames.commonName(subject).filter(DnsNames::isValid).stream().toList();
    }

    /** Returns a request for a certificate with the subject and the DNS names of another. */
    public static CertificateRequest like(X509Certificate other, CertificateProfile profile, Validity validity) {
        return new CertificateRequest(
                profile, other.getSubjectX500Principal(), DnsNames.alternativeNames(other), validity);
    }

    /**
     * Reads a subject from a distinguished name ({@code CN=Contoso.com,O=Contoso}) or a bare common name.
     *
     * @throws IllegalArgumentException if the distinguished name is malformed or empty
     */
    public static X500Principal subject(String name) {
        var subject = name.contains("=")
                ? new X500Principal(withEscapedQuotes(name), KEYWORDS_OF_WINDOWS)
                : DnsNames.asCommonName(name);
        if (DnsNames.commonName(subject).filter(found -> !found.isBlank()).isEmpty()) {
            throw new IllegalArgumentException("The subject '" + name
                    + "' has no common name (expected: CN=NAME or just NAME). Name the owner of the certificate.");
        }
        return subject;
    }

    /** Returns a name whose doubled quotes inside quotes, as Windows writes them, are escaped as Java reads them. */
    private static String withEscapedQuotes(String name) {
        var escaped = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < name.length(); i++) {
            var character = name.charAt(i);
            if (character == '"' && isQuoted && i + 1 < name.length() && name.charAt(i + 1) == '"') {
                escaped.append("\\\"");
                i++;
            } else {
                isQuoted ^= character == '"';
                escaped.append(character);
            }
        }
        return escaped.toString();
    }

    /** Returns whether a certificate can carry the name: a complete host name without wildcard. */
    public static boolean isDnsName(String name) {
        return DnsNames.isValid(name);
    }
}

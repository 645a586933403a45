// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

/** The name of a subject or an issuer, compared as .NET compares it. */
record DistinguishedName(X500Principal principal) {
    // Keywords of Windows that the JDK does not know.
    private static final Map<String, String> WINDOWS_KEYWORDS = Map.of(
            "E", "1.2.840.113549.1.9.1",
            "SN", "2.5.4.4",
            "G", "2.5.4.42",
            "I", "2.5.4.43",
            "POSTALCODE", "2.5.4.17",
            "DESCRIPTION", "2.5.4.13");

    static DistinguishedName ofSubject(X509Certificate certificate) {
        return new DistinguishedName(certificate.getSubjectX500Principal());
    }

    static DistinguishedName ofIssuer(X509Certificate certificate) {
        return new DistinguishedName(certificate.getIssuerX500Principal());
    }

    /** Whether the attributes' values, without their types, have this text in them ({@code CERT_SIMPLE_NAME_STR} of Windows). */
    boolean hasText(String text) {
        return String.join(", ", values()).toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }

    /** Whether this is the whole name, the most specific attribute first, as Windows and RFC 2253 write it. */
    boolean is(String name) {
        try {
            var other = new X500Principal(name, WINDOWS_KEYWORDS);
            // The JDK compares attributes that it does not know by their octets, .NET compares text.
            return principal.equals(other) || principal.toString().equalsIgnoreCase(other.toString());
        } catch (IllegalArgumentException noName) {
            return false;
        }
    }

    // The first relative name of LdapName is the last one of the text, which is the first of the certificate.
    private List<String> values() {
        var values = new ArrayList<String>();
        try {
            for (var relative : new LdapName(principal.toString()).getRdns()) {
                for (Attribute attribute :
                        Collections.list(relative.toAttributes().getAll())) {
                    values.add(String.valueOf(attribute.get()));
                }
            }
            return values;
        } catch (NamingException unusual) {
            return List.of(principal.toString());
        }
    }
}

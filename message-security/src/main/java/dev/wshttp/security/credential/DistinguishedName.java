// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

/** The distinguished name of a subject or an issuer, with the comparisons of .NET. */
record DistinguishedName(X500Principal principal) {
    private static final int LAST_OF_ASCII = 0x7F;

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

    /** Returns whether the text of the attribute values, without their types, contains a text (Windows: {@code CERT_SIMPLE_NAME_STR}). */
    boolean hasText(String text) {
        return folded(String.join(", ", values())).contains(folded(text));
    }

    /** Returns whether this is the name that a text spells out, the most specific attribute first, as in Windows and RFC 2253. */
    boolean is(String name) {
        try {
            var other = new X500Principal(name, WINDOWS_KEYWORDS);
            // .NET compares text. The JDK would compare attributes that it does not know by their octets, and would
            // treat compatible letters of the other attributes as equal.
            return folded(principal.toString()).equals(folded(other.toString()));
        } catch (IllegalArgumentException noName) {
            return false;
        }
    }

    /** Removes differences of case, as the ordinal comparison of .NET does: a letter outside ASCII never equals an ASCII letter. */
    private static String folded(String text) {
        return text.codePoints()
                .map(DistinguishedName::folded)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int folded(int letter) {
        int folded = Character.toLowerCase(Character.toUpperCase(letter));
        return letter > LAST_OF_ASCII && folded <= LAST_OF_ASCII ? letter : folded;
    }

    // LdapName lists the relative names from the end of the text, which is the order of the certificate.
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

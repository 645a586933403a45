// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

/** How a certificate is found among several; WCF's names and rules ({@code X509FindType}). */
public enum X509FindType {
    /** A part of the subject's text, upper and lower case alike ({@code FindBySubjectName}). */
    FIND_BY_SUBJECT_NAME {
        @Override
        public boolean matches(X509Certificate certificate, String value) {
            String wanted = value.toLowerCase(Locale.ROOT);
            return attributeValues(certificate.getSubjectX500Principal())
                    .toLowerCase(Locale.ROOT)
                    .contains(wanted);
        }
    },
    /** The whole distinguished name ({@code FindBySubjectDistinguishedName}). */
    FIND_BY_SUBJECT_DISTINGUISHED_NAME {
        @Override
        public boolean matches(X509Certificate certificate, String value) {
            return sameName(certificate.getSubjectX500Principal(), value);
        }
    },
    /** The SHA-1 of the certificate in hexadecimal, blanks and case ignored ({@code FindByThumbprint}). */
    FIND_BY_THUMBPRINT {
        @Override
        public boolean matches(X509Certificate certificate, String value) {
            return Thumbprint.of(certificate).hex().equalsIgnoreCase(value.replace(" ", ""));
        }
    },
    /** The serial number, hexadecimal or decimal ({@code FindBySerialNumber}). */
    FIND_BY_SERIAL_NUMBER {
        @Override
        public boolean matches(X509Certificate certificate, String value) {
            String digits = value.replace(" ", "");
            BigInteger serial = certificate.getSerialNumber();
            return serial.toString(16).equalsIgnoreCase(digits.replaceFirst("^0+(?=.)", ""))
                    || serial.toString().equals(digits);
        }
    };

    /**
     * Finds a type by WCF's name ({@code FindBySubjectName}) or its form in a settings file
     * ({@code find-by-subject-name}).
     *
     * @throws IllegalArgumentException if there is no such type; the message lists the types
     */
    public static X509FindType named(String name) {
        String wanted = plain(name);
        for (X509FindType type : values()) {
            if (plain(type.name()).equals(wanted)) {
                return type;
            }
        }
        throw new IllegalArgumentException("There is no find type '" + name
                + "' (expected find-by-subject-name, find-by-subject-distinguished-name, find-by-thumbprint or"
                + " find-by-serial-number).");
    }

    /** Whether a certificate has this value. */
    public abstract boolean matches(X509Certificate certificate, String value);

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    private static String attributeValues(X500Principal subject) {
        var values = new StringBuilder();
        try {
            for (var part : new LdapName(subject.getName()).getRdns()) {
                values.append(part.getValue()).append('\n');
            }
            return values.toString();
        } catch (InvalidNameException unusual) {
            return subject.getName();
        }
    }

    private static boolean sameName(X500Principal subject, String value) {
        try {
            return subject.equals(new X500Principal(value));
        } catch (IllegalArgumentException noName) {
            return false;
        }
    }
}

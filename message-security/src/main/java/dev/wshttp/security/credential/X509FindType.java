// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The property by which a certificate is selected among several, with the names and rules of .NET's {@code X509FindType} as WCF applies them.
 * Upper and lower case are equal everywhere. An expired certificate is found like any other.
 */
public enum X509FindType {
    /** The SHA-1 of the certificate in hexadecimal ({@code FindByThumbprint}). Spaces, colons and the invisible mark that Windows copies are ignored. */
    FIND_BY_THUMBPRINT {
        @Override
        boolean finds(X509Certificate certificate, String value) {
            return Thumbprint.of(certificate).hex().equals(digits(value));
        }
    },
    /** A part of the subject's text ({@code FindBySubjectName}). The text is the attribute values in the order of the certificate, separated by {@code ", "}. */
    FIND_BY_SUBJECT_NAME {
        @Override
        boolean finds(X509Certificate certificate, String value) {
            return DistinguishedName.ofSubject(certificate).hasText(value);
        }
    },
    /** The whole distinguished name of the subject ({@code FindBySubjectDistinguishedName}). */
    FIND_BY_SUBJECT_DISTINGUISHED_NAME {
        @Override
        boolean finds(X509Certificate certificate, String value) {
            return DistinguishedName.ofSubject(certificate).is(value);
        }
    },
    /** A part of the issuer's text ({@code FindByIssuerName}), formed like that of the subject. */
    FIND_BY_ISSUER_NAME {
        @Override
        boolean finds(X509Certificate certificate, String value) {
            return DistinguishedName.ofIssuer(certificate).hasText(value);
        }
    },
    /** The whole distinguished name of the issuer ({@code FindByIssuerDistinguishedName}). */
    FIND_BY_ISSUER_DISTINGUISHED_NAME {
        @Override
        boolean finds(X509Certificate certificate, String value) {
            return DistinguishedName.ofIssuer(certificate).is(value);
        }
    },
    /** The serial number, hexadecimal or decimal ({@code FindBySerialNumber}). A value that can be read both ways finds both numbers. */
    FIND_BY_SERIAL_NUMBER {
        @Override
        boolean finds(X509Certificate certificate, String value) {
            var serialNumber = new BigInteger(1, certificate.getSerialNumber().toByteArray());
            String digits = digits(value);
            return (HEXADECIMAL.matcher(digits).matches() && new BigInteger(digits, 16).equals(serialNumber))
                    || (DECIMAL.matcher(digits).matches() && new BigInteger(digits).equals(serialNumber));
        }
    },
    /**
     * The subject key identifier in hexadecimal ({@code FindBySubjectKeyIdentifier}). For a certificate without that extension, it is the SHA-1
     * of the {@code SubjectPublicKeyInfo}, as in Windows.
     */
    FIND_BY_SUBJECT_KEY_IDENTIFIER {
        @Override
        boolean finds(X509Certificate certificate, String value) {
            byte[] extension = certificate.getExtensionValue(SUBJECT_KEY_IDENTIFIER);
            byte[] identifier = extension == null
                    ? sha1(certificate.getPublicKey().getEncoded())
                    // An OCTET STRING in an OCTET STRING, each shorter than 128 octets (RFC 5280, section 4.2.1.2).
                    : Arrays.copyOfRange(extension, Math.min(4, extension.length), extension.length);
            return HexFormat.of().withUpperCase().formatHex(identifier).equals(digits(value));
        }
    },
    /** A key usage by its name in .NET, such as {@code DigitalSignature} ({@code FindByKeyUsage}). A certificate without that extension is found, too. */
    FIND_BY_KEY_USAGE {
        @Override
        boolean finds(X509Certificate certificate, String value) {
            int usage = KEY_USAGES.indexOf(plain(value));
            boolean[] usages = certificate.getKeyUsage();
            return usage >= 0 && (usages == null || usages[usage]);
        }
    },
    /** An extended key usage by its object identifier ({@code FindByApplicationPolicy}). A certificate without that extension is found, too. */
    FIND_BY_APPLICATION_POLICY {
        @Override
        boolean finds(X509Certificate certificate, String value) {
            return ExtendedKeyUsage.of(certificate).isAbsentOrHas(value.strip());
        }
    },
    /** A certificate policy by its object identifier ({@code FindByCertificatePolicy}). */
    FIND_BY_CERTIFICATE_POLICY {
        @Override
        boolean finds(X509Certificate certificate, String value) {
            if (value.length() > LONGEST_OBJECT_IDENTIFIER) {
                return false;
            }
            try {
                var selector = new X509CertSelector();
                selector.setPolicy(Set.of(value.strip()));
                return selector.match(certificate);
            } catch (java.io.IOException noObjectIdentifier) {
                return false;
            }
        }
    };

    // RFC 5280, section 4.1.2.2, allows 20 octets; older authorities issued longer numbers.
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-F]{1,100}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,100}");

    private static final int LONGEST_OBJECT_IDENTIFIER = 1_000;

    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    /** In the order of the bits (RFC 5280, section 4.2.1.3). */
    private static final List<String> KEY_USAGES = List.of(
            "digitalsignature",
            "nonrepudiation",
            "keyencipherment",
            "dataencipherment",
            "keyagreement",
            "keycertsign",
            "crlsign",
            "encipheronly",
            "decipheronly");

    private static final String NO_TIME =
            "it needs a DateTime, and a setting is text; WCF refuses it in a configuration file, too";
    private static final Map<String, String> NOT_POSSIBLE = Map.of(
            "findbytimevalid", NO_TIME,
            "findbytimenotyetvalid", NO_TIME,
            "findbytimeexpired", NO_TIME,
            "findbytemplatename", "only the certificate authority of Windows has templates",
            "findbyextension", "an extension does not identify the owner of a certificate");

    /**
     * Returns the type with a name of WCF ({@code FindBySubjectName}) or of a settings file ({@code find-by-subject-name}).
     *
     * @throws IllegalArgumentException if there is no such type here; the message says why and lists the types
     */
    public static X509FindType named(String name) {
        String wanted = plain(name);
        for (X509FindType type : values()) {
            if (plain(type.name()).equals(wanted)) {
                return type;
            }
        }
        String found = NOT_POSSIBLE.containsKey(wanted)
                ? "The find type '" + name + "' cannot be used: " + NOT_POSSIBLE.get(wanted)
                : "There is no find type '" + name + "'";
        throw new IllegalArgumentException(found + " (expected one of " + names() + ").");
    }

    /** Returns whether a certificate has this value. A blank value matches no certificate. */
    public boolean matches(X509Certificate certificate, String value) {
        return !value.isBlank() && finds(certificate, value);
    }

    abstract boolean finds(X509Certificate certificate, String value);

    /** Returns the name in a settings file, {@code find-by-subject-name}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String names() {
        return Arrays.stream(values()).map(X509FindType::toString).collect(Collectors.joining(", "));
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    // The certificate dialog of Windows puts the invisible U+200E before a thumbprint that is copied from it; OpenSSL
    // writes colons. Digits change to upper case one by one, because String.toUpperCase turns one ligature into two
    // letters.
    private static String digits(String value) {
        return value.replaceAll("[\\s\\u00A0\\u200E:]", "")
                .chars()
                .map(digit -> digit >= 'a' && digit <= 'f' ? digit - 'a' + 'A' : digit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static byte[] sha1(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(octets);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-1", impossible);
        }
    }
}

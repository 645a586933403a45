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
 * How a certificate is found among several; the names and rules of .NET's {@code X509FindType}, as WCF uses them: upper and lower case
 * are alike everywhere, and whether a certificate is still valid does not matter.
 */
public enum X509FindType {
    /** The SHA-1 of the certificate in hexadecimal ({@code FindByThumbprint}). Blanks, colons and the mark that Windows copies along do not count. */
    FIND_BY_THUMBPRINT {
        @Override
        boolean finds(X509Certificate certificate, String value) {
            return Thumbprint.of(certificate).hex().equals(digits(value));
        }
    },
    /** A part of the subject's text ({@code FindBySubjectName}): the attributes' values in the order of the certificate, with {@code ", "} between. */
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
    /** A part of the issuer's text ({@code FindByIssuerName}), read as that of the subject. */
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
    /** The serial number, hexadecimal or decimal ({@code FindBySerialNumber}); a number that can be read either way finds both. */
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
     * The subject key identifier in hexadecimal ({@code FindBySubjectKeyIdentifier}); of a certificate that names none, the SHA-1 of its
     * {@code SubjectPublicKeyInfo}, as Windows has it.
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
    /** A key usage by its name in .NET, such as {@code DigitalSignature} ({@code FindByKeyUsage}); found as well if there is no such extension. */
    FIND_BY_KEY_USAGE {
        @Override
        boolean finds(X509Certificate certificate, String value) {
            int usage = KEY_USAGES.indexOf(plain(value));
            boolean[] usages = certificate.getKeyUsage();
            return usage >= 0 && (usages == null || usages[usage]);
        }
    },
    /** An extended key usage by its object identifier ({@code FindByApplicationPolicy}); found as well if there is no such extension. */
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

    // At most 20 octets (RFC 5280, section 4.1.2.2), and what older authorities made of it.
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
            "it looks for a DateTime, and a setting is a text: WCF refuses it in a configuration file, too";
    private static final Map<String, String> NOT_POSSIBLE = Map.of(
            "findbytimevalid", NO_TIME,
            "findbytimenotyetvalid", NO_TIME,
            "findbytimeexpired", NO_TIME,
            "findbytemplatename", "templates are of Windows' own certificate authority",
            "findbyextension", "that a certificate has some extension tells nothing of whose it is");

    /**
     * Finds a type by WCF's name ({@code FindBySubjectName}) or its form in a settings file
     * ({@code find-by-subject-name}).
     *
     * @throws IllegalArgumentException if there is no such type, or only .NET has it; the message says why and lists the types
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

    /** Whether a certificate has this value. No certificate has an empty one. */
    public boolean matches(X509Certificate certificate, String value) {
        return !value.isBlank() && finds(certificate, value);
    }

    abstract boolean finds(X509Certificate certificate, String value);

    /** The name in a settings file, {@code find-by-subject-name}. */
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

    // In capitals, digit by digit: String.toUpperCase makes two digits of one ligature.
    // Windows' certificate dialog puts the invisible U+200E before a thumbprint that is copied from it; OpenSSL writes
    // colons.
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

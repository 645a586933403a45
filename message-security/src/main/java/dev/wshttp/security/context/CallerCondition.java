// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.context;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.UntrustedText;
import dev.wshttp.security.credential.DistinguishedName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A condition on a caller's certificate. Trust was checked before, so a name is the caller's if the trusted authorities issue each name to one owner only;
 * {@link Kind#THUMBPRINT} does not depend on that. Immutable and safe for use by several threads.
 *
 * @param kind what of the certificate is compared
 * @param value with what; a distinguished name as Windows or RFC 2253 write it, a thumbprint in hexadecimal digits
 */
public record CallerCondition(Kind kind, String value) {
    // What Windows shows between the digits, and copies before them.
    private static final Pattern BETWEEN_DIGITS = Pattern.compile("[\\s:\\u200E]");
    private static final Pattern DIGITS = Pattern.compile("[0-9A-F]{40}|[0-9A-F]{64}");
    private static final int SHA1_DIGITS = 40;

    /** What of a certificate a condition is about. */
    public enum Kind {
        /** The distinguished name of its subject; upper and lower case are equal. */
        SUBJECT,
        /** The distinguished name of its issuer; upper and lower case are equal. */
        ISSUER,
        /** Its thumbprint: 40 digits of SHA-1, as WCF shows it, or 64 of SHA-256. */
        THUMBPRINT,
        /** A DNS name among its subject alternative names; upper and lower case are equal, and there are no wildcards. */
        DNS,
        /** A mail address among its subject alternative names, in exactly this spelling. */
        EMAIL,
        /** A URI among its subject alternative names, in exactly this spelling. */
        URI;

        /** Returns the word for this kind in a file of roles. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if no certificate can fulfil the condition */
    public CallerCondition {
        requireNonNull(kind, "kind");
        value = kind == Kind.THUMBPRINT ? digits(value) : value.strip();
        boolean isName = kind == Kind.SUBJECT || kind == Kind.ISSUER;
        if (value.isEmpty() || (isName && !DistinguishedName.isReadable(value))) {
            throw invalid(kind, value, isName ? "a distinguished name such as 'CN=Cohowinery.com, O=Coho'" : "a value");
        }
        if (isName && DistinguishedName.isAmbiguous(value)) {
            throw invalid(
                    kind,
                    value,
                    "a name that Windows and RFC 2253 read alike, in quotes instead of with a backslash, or a thumbprint");
        }
    }

    /** Returns whether a certificate fulfils the condition. */
    boolean matches(X509Certificate certificate) {
        return switch (kind) {
            case SUBJECT ->
                DistinguishedName.of(certificate.getSubjectX500Principal()).is(value);
            case ISSUER ->
                DistinguishedName.of(certificate.getIssuerX500Principal()).is(value);
            case THUMBPRINT -> thumbprint(certificate, value.length()).equals(value);
            case DNS -> alternativeNames(certificate, 2).stream().anyMatch(this::isSameDnsName);
            case EMAIL -> alternativeNames(certificate, 1).contains(value);
            case URI -> alternativeNames(certificate, 6).contains(value);
        };
    }

    // RFC 4343, section 3: only the case of ASCII letters is ignored.
    private boolean isSameDnsName(String name) {
        return Pattern.compile(value, Pattern.LITERAL | Pattern.CASE_INSENSITIVE)
                .matcher(name)
                .matches();
    }

    private static String digits(String text) {
        String digits = BETWEEN_DIGITS.matcher(text).replaceAll("").toUpperCase(Locale.ROOT);
        if (!DIGITS.matcher(digits).matches()) {
            throw invalid(Kind.THUMBPRINT, text, "40 hexadecimal digits of SHA-1, or 64 of SHA-256");
        }
        return digits;
    }

    private static String thumbprint(X509Certificate certificate, int digits) {
        try {
            byte[] digest = MessageDigest.getInstance(digits == SHA1_DIGITS ? "SHA-1" : "SHA-256")
                    .digest(certificate.getEncoded());
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IllegalStateException("A parsed certificate has a thumbprint in every JDK", impossible);
        }
    }

    /** Returns the names of a type (RFC 5280, section 4.2.1.6). */
    private static List<String> alternativeNames(X509Certificate certificate, int type) {
        try {
            Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
            return entries == null
                    ? List.of()
                    : entries.stream()
                            .filter(entry -> entry.get(0).equals(type))
                            .map(entry -> String.valueOf(entry.get(1)))
                            .toList();
        } catch (CertificateParsingException malformed) {
            return List.of();
        }
    }

    private static MessageSecurityException invalid(Kind kind, String value, String expected) {
        return new MessageSecurityException(
                SecurityFault.CONFIGURATION_INVALID,
                "The condition '" + kind.word() + "' for a role is '" + UntrustedText.withEscapes(value)
                        + "' (expected " + expected + "). Correct it.");
    }
}

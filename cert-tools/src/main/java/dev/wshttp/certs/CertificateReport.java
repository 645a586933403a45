// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static java.util.Objects.requireNonNull;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Describes the possible uses of one certificate at one instant, as text and as JSON. Immutable. */
public final class CertificateReport {

    /** The default time before the end of its validity at which a report warns. */
    public static final Duration DEFAULT_NOTICE = Duration.ofDays(30);

    private final X509Certificate certificate;
    private final Instant at;
    private final Duration notice;
    private final KeyUsages usages;

    private CertificateReport(X509Certificate certificate, Instant at, Duration notice) {
        this.certificate = requireNonNull(certificate, "certificate");
        this.at = requireNonNull(at, "at");
        this.notice = requireNonNull(notice, "notice");
        this.usages = new KeyUsages(certificate);
    }

    /**
     * Returns the report on a certificate.
     *
     * @param at the instant at which the validity is checked
     * @param notice the time before the end of the validity at which the report warns
     */
    public static CertificateReport of(X509Certificate certificate, Instant at, Duration notice) {
        return new CertificateReport(certificate, at, notice);
    }

    /** Returns the roles that the key and the key usages allow. Trust and validity are not considered. */
    public List<CertificateProfile> goodFor() {
        return Arrays.stream(CertificateProfile.values())
                .filter(profile -> profile.isAuthority()
                        || KeyStrength.refusalOf(certificate).isEmpty())
                .filter(profile -> profile.isAuthority() == usages.isAuthority())
                .filter(profile -> usages.objectionTo(profile).isEmpty())
                .toList();
    }

    /** Returns the problems that the owner should solve, as sentences. */
    public List<String> warnings() {
        var warnings = new ArrayList<String>();
        validityWarning().ifPresent(warnings::add);
        KeyStrength.objectionTo(certificate)
                .ifPresent(objection -> warnings.add("Weak or unsuitable: " + objection + ". Have it issued again."));
        if (goodFor().isEmpty() && KeyStrength.objectionTo(certificate).isEmpty()) {
            warnings.add("Its key usages allow none of: authority, service, client. Have it issued with a profile.");
        }
        if (goodFor().contains(CertificateProfile.SERVICE)
                && DnsNames.alternativeNames(certificate).isEmpty()) {
            warnings.add("It has no dNSName, so clients compare its common name only. Issue it with --dns.");
        }
        return List.copyOf(warnings);
    }

    /** Returns the report as lines of text that end with a line feed. */
    public String toText() {
        var text = new StringBuilder();
        text.append(certificate.getSubjectX500Principal()).append('\n');
        line(text, "Good for", String.join("; ", uses()));
        line(text, "Issued by", certificate.getIssuerX500Principal().toString());
        line(text, "Valid", validity() + " (" + timeLeft() + ")");
        line(text, "DNS names", orNone(DnsNames.alternativeNames(certificate)));
        line(text, "Key", KeyStrength.describe(certificate));
        line(
                text,
                "Key usage",
                usages.keyUsages().map(CertificateReport::orNone).orElse("not limited"));
        line(
                text,
                "Purpose",
                usages.extendedKeyUsages().map(CertificateReport::orNone).orElse("not limited"));
        line(text, "Serial", certificate.getSerialNumber().toString(16));
        line(text, "SHA-1", Thumbprint.sha1(certificate) + " (the thumbprint WCF shows)");
        line(text, "SHA-256", Thumbprint.sha256(certificate));
        warnings().forEach(warning -> line(text, "WARNING", warning));
        return text.toString();
    }

    /** Returns the report as one JSON object. */
    public JsonObject toJson() {
        return Json.createObjectBuilder()
                .add("subject", certificate.getSubjectX500Principal().toString())
                .add("issuer", certificate.getIssuerX500Principal().toString())
                .add(
                        "goodFor",
                        Json.createArrayBuilder(goodFor().stream()
                                .map(CertificateProfile::label)
                                .toList()))
                .add("notBefore", certificate.getNotBefore().toInstant().toString())
                .add("notAfter", certificate.getNotAfter().toInstant().toString())
                .add("validNow", isValid())
                .add("daysLeft", daysLeft())
                .add("dnsNames", Json.createArrayBuilder(DnsNames.alternativeNames(certificate)))
                .add("keyAlgorithm", certificate.getPublicKey().getAlgorithm())
                .add("keySizeBits", RsaKeys.sizeBits(certificate.getPublicKey()))
                .add("signatureAlgorithm", certificate.getSigAlgName())
                .add("keyUsage", Json.createArrayBuilder(usages.keyUsages().orElse(List.of())))
                .add(
                        "extendedKeyUsage",
                        Json.createArrayBuilder(usages.extendedKeyUsages().orElse(List.of())))
                .add("serial", certificate.getSerialNumber().toString(16))
                .add("sha1", Thumbprint.sha1(certificate))
                .add("sha256", Thumbprint.sha256(certificate))
                .add("warnings", Json.createArrayBuilder(warnings()))
                .build();
    }

    private List<String> uses() {
        var uses = goodFor().stream().map(this::use).toList();
        return uses.isEmpty() ? List.of("none of the roles here") : uses;
    }

    private String use(CertificateProfile profile) {
        return switch (profile) {
            case ROOT -> "issuing certificates and revocation lists";
            case SERVICE -> {
                List<String> names = DnsNames.identities(certificate);
                yield "authenticating a service, which clients know "
                        + (names.isEmpty() ? "by its certificate only" : "as " + String.join(" or ", names));
            }
            case CLIENT -> "authenticating a client, which services know as " + certificate.getSubjectX500Principal();
        };
    }

    private Optional<String> validityWarning() {
        var start = certificate.getNotBefore().toInstant();
        var end = certificate.getNotAfter().toInstant();
        if (at.isAfter(end)) {
            return Optional.of("It expired at '" + end + "'. Issue a new one.");
        }
        if (at.isBefore(start)) {
            return Optional.of("It is not valid before '" + start + "'. Wait, or correct the clock.");
        }
        return at.plus(notice).isAfter(end)
                ? Optional.of("It expires in " + daysLeft() + " days. Issue a new one in time.")
                : Optional.empty();
    }

    private boolean isValid() {
        return new Validity(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant())
                .contains(at);
    }

    private String validity() {
        return certificate.getNotBefore().toInstant() + " to "
                + certificate.getNotAfter().toInstant();
    }

    private String timeLeft() {
        return isValid() ? daysLeft() + " days left" : "NOT VALID at " + at;
    }

    private long daysLeft() {
        return Duration.between(at, certificate.getNotAfter().toInstant()).toDays();
    }

    private static String orNone(List<String> values) {
        return values.isEmpty() ? "none" : String.join(", ", values);
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(String.format(Locale.ROOT, "  %-10s %s%n", label, value).replace("\r\n", "\n"));
    }
}

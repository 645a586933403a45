// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static dev.wshttp.certs.VerificationReport.Rule.CHAIN;
import static dev.wshttp.certs.VerificationReport.Rule.DNS_NAME;
import static dev.wshttp.certs.VerificationReport.Rule.PURPOSE;
import static dev.wshttp.certs.VerificationReport.Rule.REVOCATION;
import static dev.wshttp.certs.VerificationReport.Rule.STRENGTH;
import static dev.wshttp.certs.VerificationReport.Rule.VALIDITY;
import static java.util.Objects.requireNonNull;

import dev.wshttp.certs.VerificationReport.Check;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks each rule on a certificate separately, so that one run reports every failure. Safe for use by several threads. */
public final class CertificateVerifier {

    private final VerificationPolicy policy;

    public CertificateVerifier(VerificationPolicy policy) {
        this.policy = requireNonNull(policy, "policy");
    }

    /**
     * Checks a certificate.
     *
     * @param chain the certificate to check, then certificates that may complete the chain to an authority
     * @param at the instant for which the certificate is checked
     */
    public VerificationReport verify(List<X509Certificate> chain, Instant at) {
        var certificate = chain.get(0);
        var path = new TrustPath(policy.authorities()).find(chain);
        return new VerificationReport(
                certificate.getSubjectX500Principal().toString(),
                List.of(
                        chainCheck(certificate, path),
                        validityCheck(path.orElse(List.of(certificate)), at),
                        strengthCheck(path.orElse(List.of(certificate))),
                        purposeCheck(certificate),
                        revocationCheck(path, at),
                        dnsNameCheck(certificate)));
    }

    private Check chainCheck(X509Certificate certificate, Optional<List<X509Certificate>> path) {
        var issuer = certificate.getIssuerX500Principal();
        if (path.isPresent()) {
            var root = path.get().get(path.get().size() - 1).getSubjectX500Principal();
            return Check.passed(CHAIN, "leads to the trusted authority '" + root + "'");
        }
        var sameName = policy.authorities().stream()
                .anyMatch(authority -> authority.getSubjectX500Principal().equals(issuer));
        return Check.failed(
                CHAIN,
                sameName
                        ? "names the issuer '" + issuer + "' but was not signed by the trusted authority of that name. "
                                + "Get a certificate from the trusted authority, or check which authority is current."
                        : "was issued by '" + issuer + "' (expected: one of " + authorityNames()
                                + "). Get a certificate from one of these, or trust its issuer.");
    }

    private static Check validityCheck(List<X509Certificate> path, Instant at) {
        for (var certificate : path) {
            var problem = validityProblem(certificate, at);
            if (problem.isPresent()) {
                return Check.failed(VALIDITY, problem.get());
            }
        }
        return Check.passed(
                VALIDITY, "valid until '" + path.get(0).getNotAfter().toInstant() + "'");
    }

    private static Optional<String> validityProblem(X509Certificate certificate, Instant at) {
        var start = certificate.getNotBefore().toInstant();
        var end = certificate.getNotAfter().toInstant();
        var name = certificate.getSubjectX500Principal();
        if (at.isBefore(start)) {
            return Optional.of("'" + name + "' is valid only from '" + start + "' (expected: before '" + at
                    + "'). Wait, or correct the clock.");
        }
        return at.isAfter(end)
                ? Optional.of("'" + name + "' expired at '" + end + "' (expected: after '" + at
                        + "'). Issue a new one, or correct the clock.")
                : Optional.empty();
    }

    private static Check strengthCheck(List<X509Certificate> path) {
        for (var certificate : path) {
            var objection = KeyStrength.objectionTo(certificate);
            if (objection.isPresent()) {
                return Check.failed(
                        STRENGTH,
                        "'" + certificate.getSubjectX500Principal() + "': " + objection.get() + ". Issue a new one.");
            }
        }
        return Check.passed(STRENGTH, KeyStrength.describe(path.get(0)));
    }

    private Check purposeCheck(X509Certificate certificate) {
        if (policy.purpose().isEmpty()) {
            return Check.skipped(PURPOSE, "no purpose was asked for");
        }
        var wanted = policy.purpose().get();
        var label = wanted.label();
        return new KeyUsages(certificate)
                .objectionTo(wanted)
                .map(objection -> Check.failed(
                        PURPOSE,
                        "cannot be used as '" + label + "': " + objection + ". Issue it with the profile '" + label
                                + "'."))
                .orElseGet(() -> Check.passed(PURPOSE, "may be used as '" + label + "'"));
    }

    private Check revocationCheck(Optional<List<X509Certificate>> path, Instant at) {
        if (policy.revocationLists().isEmpty()) {
            return Check.skipped(REVOCATION, "no revocation list was given");
        }
        if (path.isEmpty()) {
            return Check.skipped(REVOCATION, "without a chain no issuer is trusted, and so no list");
        }
        return new RevocationCheck(policy.revocationLists(), at)
                .objectionTo(path.get())
                .map(objection -> Check.failed(REVOCATION, objection))
                .orElseGet(() -> Check.passed(REVOCATION, "not on a revocation list"));
    }

    private Check dnsNameCheck(X509Certificate certificate) {
        if (policy.dnsName().isEmpty()) {
            return Check.skipped(DNS_NAME, "no name was asked for");
        }
        var wanted = policy.dnsName().get();
        var names = DnsNames.identities(certificate);
        // DNS ignores the case of ASCII letters only (RFC 4343). String.equalsIgnoreCase treats the long s as s and the
        // Kelvin sign as k.
        var pattern = Pattern.compile(wanted, Pattern.LITERAL | Pattern.CASE_INSENSITIVE);
        return names.stream().anyMatch(name -> pattern.matcher(name).matches())
                ? Check.passed(DNS_NAME, "names '" + wanted + "'")
                : Check.failed(
                        DNS_NAME,
                        "names '" + String.join("', '", names) + "' (expected: '" + wanted + "'). Issue it with --dns "
                                + wanted + ", or ask for the name it has.");
    }

    private List<String> authorityNames() {
        var names = new ArrayList<String>();
        policy.authorities().forEach(authority -> names.add("'" + authority.getSubjectX500Principal() + "'"));
        return names;
    }
}

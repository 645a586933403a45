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
import java.util.stream.Collectors;

/** Checks each rule on a certificate separately, so that one run reports every failure. Safe for use by several threads. */
public final class CertificateVerifier {

    private final VerificationPolicy policy;

    /** Makes a verifier that applies one policy to every chain. */
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
        var path = path(chain, at);
        return new VerificationReport(
                certificate.getSubjectX500Principal().toString(),
                List.of(
                        chainCheck(path),
                        validityCheck(certificate, path, at),
                        strengthCheck(certificate, path),
                        purposeCheck(certificate),
                        revocationCheck(path.certificates(), at),
                        dnsNameCheck(certificate)));
    }

    /**
     * The outcome of the search for a chain.
     *
     * @param certificates from the certificate to the root; empty if there is no chain
     * @param broken why there is none
     */
    private record Path(List<X509Certificate> certificates, Optional<BrokenChain> broken) {
        /** Returns the sentence of a failure that belongs to another rule than that of the chain. */
        Optional<String> brokenFor(BrokenChain.Reason reason) {
            return broken.filter(failure -> failure.reason() == reason).map(BrokenChain::getMessage);
        }
    }

    // A certificate that is not valid has a chain all the same, and its validity is told separately.
    private Path path(List<X509Certificate> chain, Instant at) {
        var certificate = chain.get(0);
        var start = certificate.getNotBefore().toInstant();
        var end = certificate.getNotAfter().toInstant();
        var instant = at.isBefore(start) ? start : at.isAfter(end) ? end : at;
        try {
            var found =
                    new ChainSearch(policy.authorities()).find(certificate, chain.subList(1, chain.size()), instant);
            var certificates = new ArrayList<X509Certificate>();
            found.path().getCertificates().forEach(one -> certificates.add((X509Certificate) one));
            certificates.add(found.root());
            return new Path(List.copyOf(certificates), Optional.empty());
        } catch (BrokenChain broken) {
            return new Path(List.of(), Optional.of(broken));
        }
    }

    private static Check chainCheck(Path path) {
        if (path.broken().isEmpty()) {
            var root = path.certificates().get(path.certificates().size() - 1).getSubjectX500Principal();
            return Check.passed(CHAIN, "leads to the trusted authority '" + root + "'");
        }
        var broken = path.broken().get();
        return switch (broken.reason()) {
            case NOT_IN_VALIDITY ->
                Check.skipped(CHAIN, "leads to a trusted authority, but is not valid: see validity");
            case ALGORITHM -> Check.skipped(CHAIN, "leads to a trusted authority, but is weak: see strength");
            default -> Check.failed(CHAIN, String.valueOf(broken.getMessage()));
        };
    }

    private static Check validityCheck(X509Certificate certificate, Path path, Instant at) {
        return validityProblem(certificate, at)
                .or(() -> path.brokenFor(BrokenChain.Reason.NOT_IN_VALIDITY))
                .map(problem -> Check.failed(VALIDITY, problem))
                .orElseGet(() -> Check.passed(
                        VALIDITY, "valid until '" + certificate.getNotAfter().toInstant() + "'"));
    }

    // The words of service and client.
    private static Optional<String> validityProblem(X509Certificate certificate, Instant at) {
        var start = certificate.getNotBefore().toInstant();
        var end = certificate.getNotAfter().toInstant();
        return at.isBefore(start) || at.isAfter(end)
                ? Optional.of(
                        "is valid from '" + start + "' to '" + end + "' (expected a period that includes the present, '"
                                + at + "'). Renew the certificate, or set the clock.")
                : Optional.empty();
    }

    // The other side judges the key of the certificate itself, and what its Java refuses in the chain. The rest is
    // advice.
    private static Check strengthCheck(X509Certificate certificate, Path path) {
        var refusal = KeyStrength.refusalOf(certificate)
                .map(objection ->
                        "'" + certificate.getSubjectX500Principal() + "': " + objection + ". Issue a new one.")
                .or(() -> path.brokenFor(BrokenChain.Reason.ALGORITHM));
        return refusal.map(objection -> Check.failed(STRENGTH, objection))
                .orElseGet(() -> Check.passed(STRENGTH, KeyStrength.describe(certificate) + advice(certificate, path)));
    }

    // The root is trusted as it is, so its own signature protects nothing.
    private static String advice(X509Certificate certificate, Path path) {
        var below = path.certificates().isEmpty()
                ? List.of(certificate)
                : path.certificates().subList(0, Math.max(1, path.certificates().size() - 1));
        return below.stream()
                .flatMap(one -> KeyStrength.objectionTo(one).stream()
                        .map(objection -> "; accepted, but weak: " + ChainReasons.name(one) + ": " + objection))
                .collect(Collectors.joining());
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

    private Check revocationCheck(List<X509Certificate> path, Instant at) {
        if (policy.revocationLists().isEmpty()) {
            return Check.skipped(REVOCATION, "no revocation list was given");
        }
        if (path.isEmpty()) {
            return Check.skipped(REVOCATION, "without a chain no issuer is trusted, and so no list");
        }
        return new RevocationCheck(policy.revocationLists(), at)
                .objectionTo(path)
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
}

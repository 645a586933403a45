// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;

/**
 * The outcome of every check of a certificate. Immutable.
 *
 * @param subject the subject of the certificate
 * @param checks each check with its outcome, in the order of the checks
 */
public record VerificationReport(String subject, List<Check> checks) {

    /**
     * Copies the checks.
     *
     * @throws NullPointerException if there are none
     */
    public VerificationReport {
        checks = List.copyOf(checks);
    }

    /** The rules that a certificate has to obey. */
    public enum Rule {
        /** Each certificate is signed by the next one, up to a trusted authority. */
        CHAIN,
        /** The instant lies in the validity of each certificate. */
        VALIDITY,
        /** Keys and signatures are as strong as this library makes them. */
        STRENGTH,
        /** The certificate is made for the wanted side of an exchange. */
        PURPOSE,
        /** A current list of the authority does not name the certificate. */
        REVOCATION,
        /** The certificate has the wanted host name. */
        DNS_NAME;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The outcome of a check. */
    public enum Outcome {
        /** The certificate obeys the rule. */
        PASSED,
        /** The certificate breaks the rule, and is not trusted. */
        FAILED,
        /** The policy does not ask for the check, or an earlier failure made it meaningless. */
        SKIPPED
    }

    /**
     * The outcome of one rule.
     *
     * @param detail a sentence with what was found and, after a failure, what was expected and what to do
     */
    public record Check(Rule rule, Outcome outcome, String detail) {

        static Check passed(Rule rule, String detail) {
            return new Check(rule, Outcome.PASSED, detail);
        }

        static Check failed(Rule rule, String detail) {
            return new Check(rule, Outcome.FAILED, detail);
        }

        static Check skipped(Rule rule, String detail) {
            return new Check(rule, Outcome.SKIPPED, detail);
        }
    }

    /** Returns whether no check failed. */
    public boolean isTrusted() {
        return failures().isEmpty();
    }

    /** Returns the rules that the certificate breaks. */
    public List<Rule> failures() {
        return checks.stream()
                .filter(check -> check.outcome() == Outcome.FAILED)
                .map(Check::rule)
                .toList();
    }

    /** Returns the report as lines of text that end with a line feed. */
    public String toText() {
        var text = new StringBuilder(subject).append('\n');
        for (var check : checks) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-8s %-11s %s",
                    check.outcome(),
                    check.rule().label(),
                    check.detail()));
            text.append('\n');
        }
        return text.append(isTrusted() ? "Trusted.\n" : "NOT trusted.\n").toString();
    }

    /** Returns the report as one JSON object. */
    public JsonObject toJson() {
        var list = Json.createArrayBuilder();
        for (var check : checks) {
            list.add(Json.createObjectBuilder()
                    .add("rule", check.rule().label())
                    .add("outcome", check.outcome().name().toLowerCase(Locale.ROOT))
                    .add("detail", check.detail()));
        }
        return Json.createObjectBuilder()
                .add("subject", subject)
                .add("trusted", isTrusted())
                .add("checks", list)
                .build();
    }
}

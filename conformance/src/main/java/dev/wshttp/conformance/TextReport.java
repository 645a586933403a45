// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;

/** The table for people: a line for each case as soon as it was tried, then the sums. */
final class TextReport {
    private final PrintWriter out;
    private final Set<Profile> profiles;

    TextReport(PrintWriter out, Set<Profile> profiles) {
        this.out = out;
        this.profiles = profiles;
    }

    void start(Probed probed, int cases) {
        out.printf("A %s in mode %s, %d cases%n%n", probed.side().word(), probed.settings(), cases);
        out.printf("%-11s %-13s %-9s %-10s %s%n", "verdict", "WCF", "weight", "", "case");
    }

    void line(Result result) {
        Case tried = result.tried();
        String detail = result.outcome().verdict() == Verdict.ACCEPTED
                ? ""
                : "  <- " + result.outcome().detail();
        out.printf(
                "%-11s %-13s %-9s %-10s %s%s%n",
                result.outcome().verdict().word(),
                tried.wcf().map(Verdict::word).orElse("not recorded"),
                tried.weight().word(),
                mark(result),
                tried.name(),
                detail);
        out.flush();
    }

    private String mark(Result result) {
        if (Profile.SAFE.problem(result).isPresent()) {
            return "UNSAFE";
        }
        boolean isProblem =
                profiles.stream().anyMatch(profile -> profile.problem(result).isPresent());
        return isProblem ? "PROBLEM" : Profile.WCF_IDENTICAL.problem(result).isPresent() ? "not as WCF" : "";
    }

    void end(Run run) {
        out.printf(
                "%n%d cases: %d accepted, %d refused, %d without an answer, %d unclear%n",
                run.results().size(),
                run.count(Verdict.ACCEPTED),
                run.count(Verdict.REFUSED),
                run.count(Verdict.NO_ANSWER),
                run.count(Verdict.UNCLEAR));
        for (Profile profile : Profile.values()) {
            Map<String, String> problems = run.problems(Set.of(profile));
            String chosen = profiles.contains(profile) ? "" : " (not asked for)";
            out.printf(
                    "%-14s %s%s%n",
                    profile.word(), problems.isEmpty() ? "fulfilled" : problems.size() + " problems", chosen);
            if (profiles.contains(profile)) {
                problems.forEach((id, problem) -> out.printf("    %s: %s%n", id, problem));
            }
        }
        out.flush();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The results of all cases.
 *
 * @param subject how the user calls the peer
 */
record Run(String subject, Probed probed, List<Result> results) {
    Run {
        results = List.copyOf(results);
    }

    /**
     * Tries all cases. The first one is genuine: where it is refused, refusals of others mean nothing, so nothing else is tried. The genuine one comes again
     * at the end: a peer that has refused many messages still has to serve its clients.
     *
     * @param told hears each result
     * @throws KitFailure with {@link ExitCode#GENUINE_REFUSED} if the genuine message is refused
     */
    static Run of(
            String subject, Probed probed, List<Case> cases, Function<Case, Outcome> probe, Consumer<Result> told) {
        Case genuine = cases.get(0);
        requireAccepted(genuine, probe.apply(genuine), "");
        var results = new ArrayList<Result>();
        for (Case tried : cases) {
            var result = new Result(tried, probe.apply(tried));
            told.accept(result);
            results.add(result);
        }
        requireAccepted(genuine, probe.apply(genuine), " after the others were tried");
        return new Run(subject, probed, results);
    }

    private static void requireAccepted(Case genuine, Outcome outcome, String when) {
        if (outcome.verdict() != Verdict.ACCEPTED) {
            throw new KitFailure(
                    ExitCode.GENUINE_REFUSED,
                    "WCF's own message in mode '" + genuine.mode().word() + "' was not accepted" + when + ": "
                            + outcome.verdict().word() + ", " + outcome.detail()
                            + " (expected the answer to the operation). So refusals of other messages would mean nothing. Compare mode, address,"
                            + " operation, credentials and the clocks of both sides; the log of the service has the reason.");
        }
    }

    /** Returns what does not fulfil a profile, by the id of the case. */
    Map<String, String> problems(Set<Profile> profiles) {
        var problems = new TreeMap<String, String>();
        for (Result result : results) {
            for (Profile profile : profiles) {
                profile.problem(result)
                        .ifPresent(problem -> problems.merge(
                                result.tried().id(),
                                profile.word() + ": " + problem,
                                (one, other) -> one + "; " + other));
            }
        }
        return problems;
    }

    long count(Verdict verdict) {
        return results.stream()
                .filter(result -> result.outcome().verdict() == verdict)
                .count();
    }
}

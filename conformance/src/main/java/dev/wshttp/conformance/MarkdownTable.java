// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import dev.wshttp.security.captures.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page that says who does what with each case: a table for each mode, a column for each peer. */
final class MarkdownTable {
    private static final String HEAD = "/dev/wshttp/conformance/head.md";
    private static final String NOT_TRIED = "not tried";
    private static final Comparator<Probed> ORDER = Comparator.comparing(Probed::side)
            .thenComparing(Probed::encoding)
            .thenComparing(Probed::suite)
            .thenComparing(Probed::mode);

    private final List<Tried> runs;

    MarkdownTable(List<Tried> runs) {
        this.runs = List.copyOf(runs);
    }

    /** Returns the page. */
    List<String> lines() {
        var lines = new ArrayList<>(TextTable.lines(HEAD));
        lines.add("");
        lines.addAll(sums());
        Map<Probed, List<Tried>> tables = runs.stream().collect(Collectors.groupingBy(Tried::probed));
        tables.keySet().stream().sorted(ORDER).forEach(probed -> {
            lines.add("");
            lines.addAll(table(probed, tables.getOrDefault(probed, List.of())));
        });
        return lines;
    }

    private List<String> sums() {
        var lines = new ArrayList<String>();
        lines.add("| peer | side | mode | cases | accepted | refused | not as WCF | unsafe |");
        lines.add("|---|---|---|---|---|---|---|---|");
        for (Tried run : runs) {
            List<Case> cases = run.probed().cases();
            lines.add(row(List.of(
                    run.subject(),
                    run.probed().side().word(),
                    run.probed().settings(),
                    String.valueOf(cases.size()),
                    String.valueOf(count(run, Verdict.ACCEPTED)),
                    String.valueOf(count(run, Verdict.REFUSED)),
                    String.valueOf(cases.stream()
                            .filter(tried -> isProblem(Profile.WCF_IDENTICAL, run, tried))
                            .count()),
                    String.valueOf(cases.stream()
                            .filter(tried -> isProblem(Profile.SAFE, run, tried))
                            .count()))));
        }
        return lines;
    }

    private static long count(Tried run, Verdict verdict) {
        return run.verdicts().values().stream().filter(verdict::equals).count();
    }

    private static List<String> table(Probed probed, List<Tried> runs) {
        var lines = new ArrayList<String>();
        lines.add("## " + probed.heading());
        lines.add("");
        var head = new ArrayList<>(List.of("case", "weight", "WCF"));
        runs.forEach(run -> head.add(run.subject()));
        lines.add(row(head));
        lines.add("|" + "---|".repeat(head.size()));
        for (Case tried : probed.cases()) {
            var cells = new ArrayList<>(List.of(
                    tried.name().replace("<", "&lt;").replace("&#13;", "`&#13;`"),
                    tried.weight().word(),
                    tried.wcf().map(Verdict::word).orElse("not recorded")));
            runs.forEach(run -> cells.add(cell(run, tried)));
            lines.add(row(cells));
        }
        return lines;
    }

    private static String cell(Tried run, Case tried) {
        Verdict verdict = run.verdicts().get(tried.id());
        if (verdict == null) {
            return NOT_TRIED;
        }
        if (isProblem(Profile.SAFE, run, tried)) {
            return "**" + verdict.word() + "**";
        }
        return isProblem(Profile.WCF_IDENTICAL, run, tried) ? verdict.word() + " *" : verdict.word();
    }

    private static boolean isProblem(Profile profile, Tried run, Case tried) {
        Verdict verdict = run.verdicts().get(tried.id());
        return verdict != null && profile.problem(tried, verdict).isPresent();
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }
}

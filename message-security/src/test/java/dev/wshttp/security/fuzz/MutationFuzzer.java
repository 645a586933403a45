// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz;

import dev.wshttp.security.fuzz.mutation.Mutated;
import dev.wshttp.security.fuzz.mutation.WireMessage;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs scenarios by turns, episode after episode, and writes down what is found: the octets, what was changed, and the command that
 * repeats it.
 */
final class MutationFuzzer {
    private static final int MOST_FINDINGS = 100;
    private static final Duration BETWEEN_REPORTS = Duration.ofMinutes(1);

    private static final Mutated NOTHING = new Mutated(WireMessage.of(new byte[0]), "nothing");

    private final List<Scenario> scenarios;
    private final long seed;
    private final Path folder;
    private final PrintStream out;
    private final Map<String, String> findings = new LinkedHashMap<>();
    private long messages;

    /** @param folder where the octets of findings go */
    MutationFuzzer(List<Scenario> scenarios, long seed, Path folder, PrintStream out) {
        this.scenarios = scenarios;
        this.seed = seed;
        this.folder = folder;
        this.out = out;
    }

    /** Runs for a time; returns what was found, each kind once. */
    List<String> runFor(Duration time) {
        long start = System.nanoTime();
        long lastReport = start;
        for (int index = 0; findings.size() < MOST_FINDINGS; index++) {
            for (Scenario scenario : scenarios) {
                if (System.nanoTime() - start > time.toNanos()) {
                    return report(index);
                }
                run(scenario, new Episode(seed, scenario.name(), index, Episode.ALL));
            }
            if (System.nanoTime() - lastReport > BETWEEN_REPORTS.toNanos()) {
                lastReport = System.nanoTime();
                report(index);
            }
        }
        return List.copyOf(findings.values());
    }

    /** Runs one episode again, or one changed message of it; returns what was found. */
    List<String> repeat(String scenarioName, int index, int copy) {
        scenarios.stream()
                .filter(scenario -> scenario.name().equals(scenarioName))
                .forEach(scenario -> run(scenario, new Episode(seed, scenario.name(), index, copy)));
        return report(index);
    }

    private List<String> report(int index) {
        out.println(messages + " changed messages in " + index + " rounds of " + scenarios.size() + " scenarios, seed "
                + seed + ", findings: " + findings.size());
        return new ArrayList<>(findings.values());
    }

    private void run(Scenario scenario, Episode episode) {
        try {
            scenario.run(episode);
        } catch (Finding found) {
            keep(scenario, episode, found);
        } catch (RuntimeException | StackOverflowError broken) {
            keep(scenario, episode, new Finding("the fuzzer itself failed: " + broken, NOTHING, Episode.ALL, broken));
        }
        messages += episode.only() == Episode.ALL ? scenario.copies() : 1;
    }

    private void keep(Scenario scenario, Episode episode, Finding found) {
        String name = seed + ":" + scenario.name() + ":" + episode.index() + ":" + found.copy();
        String kind = scenario.name()
                + head(String.valueOf(found.getMessage()), 60)
                + head(found.mutated().description(), 25);
        if (findings.containsKey(kind)) {
            return;
        }
        Path file = folder.resolve(name.replace(':', '_') + ".octets");
        String description =
                "FINDING " + name + "\n  changed: " + found.mutated().description() + "\n  as: "
                        + found.mutated().message().contentType() + "\n  octets: " + file
                        + "\n  repeat: mvn -q -P fuzz -Dfuzz.repeat=" + name
                        + "\n  problem: " + found.getMessage();
        findings.put(kind, description);
        out.println(description);
        if (found.getCause() != null) {
            found.getCause().printStackTrace(out);
        }
        write(file, found.mutated().message().octets());
    }

    private static String head(String text, int length) {
        return text.substring(0, Math.min(length, text.length()));
    }

    private static void write(Path file, byte[] octets) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, octets);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}

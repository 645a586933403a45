// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.fuzz.recorded.RecordedScenario;
import dev.wshttp.security.fuzz.wire.WireScenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Changed messages are refused, or the application sees exactly what their sender signed. See {@code message-security/README.md} for
 * how to let it run for hours and how to repeat what it found.
 */
class MutationFuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final Duration TIME =
            Duration.ofMillis((long) (60_000 * Double.parseDouble(System.getProperty("fuzz.minutes", "0.75"))));
    private static final String ONLY = System.getProperty("fuzz.scenario", "");
    private static final String REPEAT = System.getProperty("fuzz.repeat", "");

    private final Alarm alarm = new Alarm();
    private final List<Scenario> scenarios = scenarios(alarm);

    @AfterEach
    void close() {
        scenarios.forEach(Scenario::close);
        alarm.close();
    }

    @Test
    void changedMessagesAreRefusedOrMeanWhatTheirSenderSigned() {
        assertThat(REPEAT.isEmpty() ? run() : repeat()).isEmpty();
    }

    private static List<Scenario> scenarios(Alarm alarm) {
        var all = new ArrayList<>(WireScenario.all(alarm));
        all.addAll(RecordedScenario.all());
        return all;
    }

    private List<String> run() {
        scenarios.removeIf(scenario -> !scenario.name().contains(ONLY));
        return fuzzer(SEED).runFor(TIME);
    }

    private List<String> repeat() {
        String[] finding = REPEAT.split(":", 4);
        return fuzzer(Long.parseLong(finding[0]))
                .repeat(finding[1], Integer.parseInt(finding[2]), Integer.parseInt(finding[3]));
    }

    private MutationFuzzer fuzzer(long seed) {
        return new MutationFuzzer(scenarios, seed, Path.of("target", "fuzz"), System.out);
    }
}

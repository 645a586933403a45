// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.instances;

import dev.wshttp.it.process.RunningProgram;
import dev.wshttp.it.program.Jars;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A {@link CounterInstance} in a JVM of its own, or together with others, with the classes of the service's jar. */
record InstanceProcess(RunningProgram program, URI address) implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
    /**
     * Begins to start a JVM; several can start at the same time.
     *
     * @param settings a file for each instance in it
     */
    static RunningProgram launch(List<Path> settings, TruthLog truth, Duration clockAhead, Honesty honesty) {
        var arguments = new ArrayList<>(List.of(
                truth.file().toString(), clockAhead.toString(), honesty.name().toLowerCase(Locale.ROOT)));
        settings.forEach(file -> arguments.add(file.toString()));
        return Jars.SERVICE.start(CounterInstance.class, arguments);
    }

    /** Waits until the instances of a JVM serve. */
    static List<InstanceProcess> ready(RunningProgram program, int count) {
        List<InstanceProcess> ready = new ArrayList<>();
        try {
            while (ready.size() < count) {
                String line = program.out().await(each -> isReady(each, ready), LONGEST_START);
                ready.add(new InstanceProcess(program, URI.create(line.substring(CounterInstance.READY.length()))));
            }
            return ready;
        } catch (IllegalStateException notReady) {
            program.close();
            throw new IllegalStateException(
                    "The instance did not start: " + program.err().soFar(), notReady);
        }
    }

    private static boolean isReady(String line, List<InstanceProcess> known) {
        return line.startsWith(CounterInstance.READY)
                && known.stream().noneMatch(each -> line.endsWith(each.address().toString()));
    }

    /** Whether the check for replays is there. */
    enum Honesty {
        HONEST,
        FORGETFUL
    }

    /** Asks it to end (SIGTERM), and waits for it. */
    void stop() {
        program.stop(LONGEST_STOP);
    }

    /** Ends it without asking (SIGKILL). */
    @Override
    public void close() {
        program.close();
    }
}

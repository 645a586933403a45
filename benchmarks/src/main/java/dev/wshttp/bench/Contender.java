// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Load;
import dev.wshttp.interop.Load.Measurement;
import dev.wshttp.interop.Mode;
import dev.wshttp.it.process.Command;
import dev.wshttp.it.process.RunningProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of the table: a stack in a mode, its client and its service in processes of their own.
 *
 * @param name what the table calls it
 * @param program what starts it, without the arguments of {@link dev.wshttp.interop.PeerProgram}
 */
record Contender(String name, List<String> program, Mode mode) {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String READY = "READY ";
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    Contender {
        program = List.copyOf(program);
    }

    /** Returns the JAX-WS RI on the class path of this program. */
    static Contender ri(String name, String security, Mode mode) {
        return new Contender(
                name,
                List.of(
                        JAVA.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RiPeer.class.getName(),
                        security),
                mode);
    }

    /** Returns the peer of a module of {@code interop}. */
    static Contender peer(String name, Path jar, Mode mode) {
        return new Contender(name, List.of(JAVA.toString(), "-jar", jar.toString()), mode);
    }

    /** Starts both sides, measures every number of threads, and ends both sides. */
    List<Measurement> measure(CredentialFolder folder, Pace pace) {
        try (var service = command("service", folder, List.of()).start()) {
            String ready = service.out().await(line -> line.startsWith(READY), LONGEST_START);
            var load = new Load(service.processId(), pace.warmUp(), pace.measured(), pace.threads());
            var arguments = new ArrayList<>(List.of(ready.substring(READY.length())));
            arguments.addAll(load.arguments());
            var measured = measure(command("load", folder, arguments), pace.longest());
            end(service);
            return measured;
        }
    }

    private static List<Measurement> measure(Command load, Duration longest) {
        var run = load.run(longest);
        if (run.exitCode() != 0) {
            throw new IllegalStateException("The client failed: " + run.errors());
        }
        return run.out().stream().filter(Measurement::isIn).map(Measurement::of).toList();
    }

    private static void end(RunningProgram service) {
        service.endInput();
        service.waitFor(LONGEST_START);
    }

    private Command command(String what, CredentialFolder folder, List<String> more) {
        var words = new ArrayList<>(program);
        words.addAll(List.of(what, mode.argument(), folder.path().toString()));
        words.addAll(more);
        return Command.of(words);
    }

    /**
     * The durations of a measurement, and the numbers of threads.
     *
     * @param warmUp before anything is measured
     * @param measured for each number of threads
     * @param threads the numbers of threads
     */
    record Pace(Duration warmUp, Duration measured, List<Integer> threads) {
        Pace {
            threads = List.copyOf(threads);
        }

        /** Returns the time after which a client has to be done, its start included; new ports are warmed up once more. */
        Duration longest() {
            return warmUp.plus(measured.multipliedBy(threads.size() + 2L)).plus(LONGEST_START);
        }
    }
}

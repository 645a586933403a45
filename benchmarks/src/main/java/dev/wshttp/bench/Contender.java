// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Load;
import dev.wshttp.interop.Load.Measurement;
import dev.wshttp.interop.Mode;
import dev.wshttp.it.process.Command;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * A row of the table: a stack in a mode, its client and its service in processes of their own.
 *
 * @param name what the table calls it
 * @param program what starts its client, without the arguments of {@link dev.wshttp.interop.PeerProgram}
 * @param service serves its calls
 */
record Contender(String name, List<String> program, ServiceProgram service, Mode mode) {
    Contender {
        program = List.copyOf(program);
    }

    /** Returns the JAX-WS RI on the class path of this program, with options of its JVMs. */
    static Contender ri(String name, String security, Mode mode, List<String> options) {
        var program = new ArrayList<>(Programs.words(options, RiPeer.class));
        program.add(security);
        return ofPeer(name, program, mode);
    }

    /** Returns the same client with the service that users run: its own HTTP server, settings from a file, all its limits. */
    Contender withCalculatorService(String itsName, Path project) {
        return new Contender(itsName, program, ServiceProgram.calculator(project), mode);
    }

    private static Contender ofPeer(String name, List<String> program, Mode mode) {
        return new Contender(name, program, ServiceProgram.ofPeer(program), mode);
    }

    /** Returns the peer of a module of {@code interop}, with or without Amazon's provider. */
    static Contender peer(String name, Path jar, Mode mode, Optional<Corretto> corretto) {
        String classPath =
                jar + corretto.map(it -> File.pathSeparator + it.jar()).orElse("");
        List<String> options = corretto.map(Corretto::options).orElse(List.of());
        return ofPeer(name, Programs.words(options, classPath, mainOf(jar)), mode);
    }

    private static String mainOf(Path jar) {
        try (var file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Starts both sides, measures every number of threads, and ends both sides. */
    List<Measurement> measure(CredentialFolder folder, Pace pace) {
        try (var running = service.command(mode, folder).start()) {
            var load = new Load(running.processId(), pace.warmUp(), pace.measured(), pace.threads());
            var arguments =
                    new ArrayList<>(List.of(ServiceProgram.addressOf(running).toString()));
            arguments.addAll(load.arguments());
            var measured = measure(loadCommand(folder, arguments), pace.longest());
            service.end(running);
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

    private Command loadCommand(CredentialFolder folder, List<String> arguments) {
        var words = new ArrayList<>(program);
        words.addAll(List.of("load", mode.argument(), folder.path().toString()));
        words.addAll(arguments);
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
            return warmUp.multipliedBy(2)
                    .plus(measured.multipliedBy(threads.size() + 2L))
                    .plus(ServiceProgram.LONGEST_START);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A runnable jar, started with the Java that runs this program. Immutable.
 *
 * @param jar the file
 * @param environment variables that the program sees besides those of this process
 */
public record JavaProgram(Path jar, Map<String, String> environment) {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    // Settings of whoever runs this must not reach the program.
    private static final String SETTINGS = "MESSAGE_SECURITY_";

    /** @throws IllegalArgumentException if there is no such file */
    public JavaProgram {
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException(
                    "There is no program '" + jar
                            + "' (expected the runnable jar of a module). Build it first: mvn package, in the parent's directory.");
        }
        environment = Map.copyOf(environment);
    }

    /** A program that sees the environment of this process, without settings of the binding. */
    public static JavaProgram of(Path jar) {
        return new JavaProgram(jar, Map.of());
    }

    /** The same program with one more environment variable. */
    public JavaProgram withEnvironment(String name, String value) {
        var more = new HashMap<>(environment);
        more.put(name, value);
        return new JavaProgram(jar, more);
    }

    /** Starts the program; close what is returned. */
    public RunningProgram start(List<String> arguments) {
        var command = new ArrayList<>(List.of(JAVA.toString(), "-jar", jar.toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith(SETTINGS));
        builder.environment().putAll(environment);
        try {
            return RunningProgram.of(jar.getFileName().toString(), builder.start());
        } catch (IOException impossible) {
            throw new UncheckedIOException("Cannot start " + command, impossible);
        }
    }

    /**
     * Runs the program to its end.
     *
     * @throws IllegalStateException if it does not end within the limit
     */
    public ProgramRun run(Duration limit, List<String> arguments) {
        try (var running = start(arguments)) {
            int exitCode = running.waitFor(limit);
            return new ProgramRun(
                    exitCode, running.out().untilEnd(limit), running.err().untilEnd(limit));
        }
    }
}

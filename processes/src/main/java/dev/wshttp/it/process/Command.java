// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program of this machine with its arguments. Immutable.
 *
 * @param words the program and its arguments
 * @param environment variables that the program sees besides those of this process, of which it does not see settings of the binding
 */
public record Command(List<String> words, Map<String, String> environment) {
    // Settings of the developer who runs the tests must not reach the program.
    private static final String SETTINGS = "MESSAGE_SECURITY_";

    public Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** Returns a command that sees the environment of this process. */
    public static Command of(List<String> words) {
        return new Command(words, Map.of());
    }

    /** Returns a command that sees the environment of this process. */
    public static Command of(String... words) {
        return of(List.of(words));
    }

    /** Returns the same command with one more environment variable. */
    public Command withEnvironment(String name, String value) {
        var more = new HashMap<>(environment);
        more.put(name, value);
        return new Command(words, more);
    }

    /** Starts the program; close what is returned. */
    public RunningProgram start() {
        var builder = new ProcessBuilder(words);
        builder.environment().keySet().removeIf(name -> name.startsWith(SETTINGS));
        builder.environment().putAll(environment);
        try {
            return RunningProgram.of(words.get(0), builder.start());
        } catch (IOException impossible) {
            throw new UncheckedIOException("Cannot start " + words, impossible);
        }
    }

    /**
     * Runs the program without input to its end.
     *
     * @throws IllegalStateException if it does not end within the limit
     */
    public ProgramRun run(Duration limit) {
        try (var running = start()) {
            running.endInput();
            int exitCode = running.waitFor(limit);
            return new ProgramRun(
                    exitCode, running.out().untilEnd(limit), running.err().untilEnd(limit));
        }
    }
}

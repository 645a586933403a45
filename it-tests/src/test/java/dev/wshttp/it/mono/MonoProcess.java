// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.mono;

import dev.wshttp.it.process.ProgramRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program of this machine to its end. */
final class MonoProcess {
    static final Duration LONGEST_RUN = Duration.ofSeconds(60);

    private MonoProcess() {}

    /**
     * Runs a command without input.
     *
     * @throws IllegalStateException if it does not end within {@link #LONGEST_RUN}
     */
    static ProgramRun run(List<String> command, Map<String, String> environment) {
        try {
            Path out = Files.createTempFile("mono", ".out");
            Path err = Files.createTempFile("mono", ".err");
            try {
                var process = builder(command, environment)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                process.getOutputStream().close();
                return new ProgramRun(exitCode(process, command), Files.readAllLines(out), Files.readAllLines(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("Cannot run " + command, impossible);
        }
    }

    static ProcessBuilder builder(List<String> command, Map<String, String> environment) {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }

    /** Waits for the end of a process; ends one that takes too long. */
    static int exitCode(Process process, List<String> command) {
        try {
            if (!process.waitFor(LONGEST_RUN.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(command + " still ran after " + LONGEST_RUN);
            }
            return process.exitValue();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + command, asked);
        } finally {
            process.destroyForcibly();
        }
    }
}

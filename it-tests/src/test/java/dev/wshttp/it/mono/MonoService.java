// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.mono;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Mono's service in a process of its own, which ends when its input does: on close, or with this process. */
final class MonoService implements AutoCloseable {
    private static final String READY = "READY ";

    private final List<String> command;
    private final Process process;
    private final URI address;

    private MonoService(List<String> command, Process process, URI address) {
        this.command = command;
        this.process = process;
        this.address = address;
    }

    static MonoService start(List<String> command, Map<String, String> environment) {
        try {
            var process = MonoProcess.builder(command, environment)
                    .redirectErrorStream(true)
                    .start();
            try {
                return new MonoService(
                        command, process, URI.create(firstLine(process).substring(READY.length())));
            } catch (RuntimeException notReady) {
                process.destroyForcibly();
                throw notReady;
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("Cannot start " + command, impossible);
        }
    }

    /** Where clients connect to. */
    URI address() {
        return address;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException endedBefore) {
            throw new UncheckedIOException("Mono's service ended before it was asked to", endedBefore);
        }
        int exitCode = MonoProcess.exitCode(process, command);
        if (exitCode != 0) {
            throw new IllegalStateException("Mono's service ended with " + exitCode + " (expected 0)");
        }
    }

    private static String firstLine(Process process) {
        BufferedReader output = process.inputReader();
        var line = CompletableFuture.supplyAsync(() -> readLine(output));
        try {
            String first = requireNonNull(line.get(MonoProcess.LONGEST_RUN.toSeconds(), TimeUnit.SECONDS));
            if (!first.startsWith(READY)) {
                throw new IllegalStateException("Mono's service says '" + first + "' (expected " + READY + "ADDRESS)");
            }
            return first;
        } catch (ExecutionException | TimeoutException silent) {
            throw new IllegalStateException("Mono's service did not start", silent);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Mono's service was starting", asked);
        }
    }

    private static String readLine(BufferedReader output) {
        try {
            return requireNonNull(output.readLine(), "Mono's service ended at once");
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }
}

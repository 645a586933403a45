// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A program that is running. It ends by itself, when it is stopped, or at the latest with this process. Safe for use by several
 * threads.
 */
public final class RunningProgram implements AutoCloseable {
    private static final Duration LAST_GRACE = Duration.ofSeconds(10);

    private final String name;
    private final Process process;
    private final OutputLines out;
    private final OutputLines err;
    private final Thread endWithThisProcess;

    private RunningProgram(String name, Process process) {
        this.name = name;
        this.process = process;
        this.out = OutputLines.of(process.getInputStream(), name + "-out");
        this.err = OutputLines.of(process.getErrorStream(), name + "-err");
        this.endWithThisProcess = new Thread(process::destroyForcibly, name + "-end");
    }

    static RunningProgram of(String name, Process process) {
        var running = new RunningProgram(name, process);
        Runtime.getRuntime().addShutdownHook(running.endWithThisProcess);
        return running;
    }

    /** Returns what it writes to standard output. */
    public OutputLines out() {
        return out;
    }

    /** Returns what it writes to standard error. */
    public OutputLines err() {
        return err;
    }

    /** Returns the id of the process. */
    public long processId() {
        return process.pid();
    }

    /** Returns whether it has not ended yet. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Gives the program a line of input. */
    public synchronized void enter(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException endedBefore) {
            throw new UncheckedIOException(name + " ended before it read '" + line + "'", endedBefore);
        }
    }

    /** Closes the input of the program, which some take as the sign to end. */
    public void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException endedBefore) {
            throw new UncheckedIOException(name + " ended before its input did", endedBefore);
        }
    }

    /**
     * Asks the program to end (SIGTERM; on Windows, ends it without asking) and waits for it.
     *
     * @return the exit code
     * @throws IllegalStateException if it does not end within the limit
     */
    public int stop(Duration limit) {
        // Process.destroy would also close the output, with the last lines still in it.
        process.toHandle().destroy();
        return waitFor(limit);
    }

    /**
     * Waits until the program ends by itself.
     *
     * @return the exit code
     * @throws IllegalStateException if it does not end within the limit
     */
    public int waitFor(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        name + " still runs after " + limit + ". Its last words: " + out.soFar() + err.soFar());
            }
            return process.exitValue();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + name + " was running", asked);
        }
    }

    /** Ends the program, if it still runs, without asking. */
    @Override
    public void close() {
        process.destroyForcibly();
        waitFor(LAST_GRACE);
        try {
            Runtime.getRuntime().removeShutdownHook(endWithThisProcess);
        } catch (IllegalStateException ending) {
            // This process is ending, and the hook has done its work or will find none.
            return;
        }
    }
}

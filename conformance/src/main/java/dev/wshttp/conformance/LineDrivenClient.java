// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client that stays, reads a line for each call, and prints a line at the end of each. It saves the start of a program for each case. */
final class LineDrivenClient implements ProbedClient {
    private static final Duration LONGEST_CALL = Duration.ofSeconds(60);

    private final String line;
    private final String end;
    private final String expected;
    private final Process process;
    private final Writer in;
    private final BufferedReader out;
    private final ExecutorService reader = Executors.newSingleThreadExecutor();

    /**
     * Starts the client.
     *
     * @param line what it reads for a call; {@code {address}} in it becomes the address of the kit
     * @param end the line that it prints after each call
     * @param expected a text that it prints if, and only if, it got the answer
     * @throws KitFailure if it cannot be started
     */
    LineDrivenClient(List<String> command, String line, String end, String expected) {
        this.line = line;
        this.end = end;
        this.expected = expected;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException impossible) {
            throw ClientProgram.impossible(command, impossible);
        }
        in = process.outputWriter();
        out = process.inputReader();
    }

    @Override
    public ClientRun run(String address) {
        try {
            in.write(line.replace("{address}", address) + System.lineSeparator());
            in.flush();
            List<String> lines = reader.submit(this::linesOfACall).get(LONGEST_CALL.toSeconds(), TimeUnit.SECONDS);
            return new ClientRun(0, String.join("\n", lines), expected);
        } catch (IOException | ExecutionException | TimeoutException ended) {
            throw new KitFailure(
                    ExitCode.CONFIGURATION,
                    "The client does not read lines any more, or did not print '" + end + "' after a call: "
                            + ended.getMessage()
                            + " (expected a program that goes on after a call that failed). Leave --line and --end out to start it for each case.",
                    ended);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the client called", stopped);
        }
    }

    private List<String> linesOfACall() throws IOException {
        var lines = new ArrayList<String>();
        for (String each = out.readLine(); !end.equals(each); each = out.readLine()) {
            if (each == null) {
                throw new IOException("it ended after " + lines);
            }
            lines.add(each);
        }
        return lines;
    }

    @Override
    public void close() {
        process.destroy();
        reader.shutdownNow();
    }
}

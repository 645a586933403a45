// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import dev.wshttp.it.process.Command;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A peer's client, which makes five calls whenever it is asked to, and ends when its input does: on close, or with this process. It logs into a
 * file in {@code target/peer-logs}: refusals are expected here, and it writes a stack trace for each.
 */
public final class PeerClient implements AutoCloseable {
    private static final Duration LONGEST_END = Duration.ofSeconds(60);
    private static final Path LOGS = Path.of("target", "peer-logs");

    private final Path log;
    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    private PeerClient(Path log, Process process) {
        this.log = log;
        this.process = process;
        this.in = process.outputWriter();
        this.out = process.inputReader();
    }

    static PeerClient start(Command command) {
        try {
            Path log = Files.createTempFile(Files.createDirectories(LOGS), "client-", ".log");
            var builder = new ProcessBuilder(command.words()).redirectError(log.toFile());
            return new PeerClient(log, builder.start());
        } catch (IOException impossible) {
            throw new UncheckedIOException("Cannot start " + command, impossible);
        }
    }

    /**
     * Makes the five calls of WCF's sample with a new port.
     *
     * @return the answers, or one line with {@link PeerProgram#FAILURE} and why there are none
     */
    public List<String> call(Mode mode, CredentialFolder folder, URI address) {
        try {
            in.write(String.join(" ", mode.argument(), folder.path().toString(), address.toString()));
            in.newLine();
            in.flush();
            var lines = new ArrayList<String>();
            for (String line = out.readLine(); !PeerProgram.END.equals(line); line = out.readLine()) {
                if (line == null) {
                    throw new IllegalStateException(
                            "The peer's client ended by itself after " + lines + "; it logged into " + log);
                }
                lines.add(line);
            }
            return lines;
        } catch (IOException ended) {
            throw new UncheckedIOException("The peer's client ended by itself; it logged into " + log, ended);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
            if (!process.waitFor(LONGEST_END.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("The peer's client did not end with its input, or not well: " + process
                        + "; it logged into " + log);
            }
        } catch (IOException ended) {
            throw new UncheckedIOException("The peer's client ended by itself; it logged into " + log, ended);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the peer's client was ending", asked);
        } finally {
            process.destroyForcibly();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import dev.wshttp.it.process.OutputLines;
import dev.wshttp.it.process.RunningProgram;
import java.net.URI;
import java.time.Duration;

/** A peer's service, which ends when its input does: on close, or with this process. */
public final class PeerService implements AutoCloseable {
    private static final String READY = "READY ";
    private static final Duration LONGEST_RUN = Duration.ofSeconds(60);

    private final RunningProgram program;
    private final URI address;

    private PeerService(RunningProgram program, URI address) {
        this.program = program;
        this.address = address;
    }

    static PeerService of(RunningProgram program) {
        try {
            String ready = program.out().await(line -> line.startsWith(READY), LONGEST_RUN);
            return new PeerService(program, URI.create(ready.substring(READY.length())));
        } catch (IllegalStateException notReady) {
            program.close();
            throw new IllegalStateException(
                    "The peer's service did not start: " + program.err().soFar(), notReady);
        }
    }

    /** Returns where it is. */
    public URI address() {
        return address;
    }

    /** Returns what it says on standard error. */
    public OutputLines log() {
        return program.err();
    }

    @Override
    public void close() {
        try (program) {
            program.endInput();
            int exitCode = program.waitFor(LONGEST_RUN);
            if (exitCode != 0) {
                throw new IllegalStateException("The peer's service ended with " + exitCode + " (expected 0): "
                        + program.err().soFar());
            }
        }
    }
}

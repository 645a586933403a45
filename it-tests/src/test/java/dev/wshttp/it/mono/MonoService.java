// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.mono;

import dev.wshttp.it.process.Command;
import dev.wshttp.it.process.RunningProgram;
import java.net.URI;

/** Mono's service in a process of its own, which ends when its input does: on close, or with this process. */
final class MonoService implements AutoCloseable {
    private static final String READY = "READY ";

    private final RunningProgram program;
    private final URI address;

    private MonoService(RunningProgram program, URI address) {
        this.program = program;
        this.address = address;
    }

    static MonoService start(Command command) {
        RunningProgram program = command.start();
        try {
            String ready = program.out().await(line -> line.startsWith(READY), MonoPrograms.LONGEST_RUN);
            return new MonoService(program, URI.create(ready.substring(READY.length())));
        } catch (IllegalStateException notReady) {
            program.close();
            throw new IllegalStateException(
                    "Mono's service did not start: " + program.err().soFar(), notReady);
        }
    }

    /** Returns where clients connect to. */
    URI address() {
        return address;
    }

    @Override
    public void close() {
        try (program) {
            program.endInput();
            int exitCode = program.waitFor(MonoPrograms.LONGEST_RUN);
            if (exitCode != 0) {
                throw new IllegalStateException("Mono's service ended with " + exitCode + " (expected 0): "
                        + program.err().soFar());
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

import dev.wshttp.it.process.JavaProgram;
import dev.wshttp.it.process.RunningProgram;
import dev.wshttp.testing.Certificates;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.condition.OS;

/** The service's jar in a JVM of its own, on a free port. */
public final class ServiceJvm implements ServiceProcess {
    /** As SIGTERM ends a JVM, after its shutdown hooks; Windows has no signals, and ends a process without asking it. */
    public static final int ENDED_WHEN_ASKED = OS.WINDOWS.isCurrentOs() ? 1 : 143;

    private static final String READY = "READY ";
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    private final RunningProgram program;
    private final URI address;

    private ServiceJvm(RunningProgram program, URI address) {
        this.program = program;
        this.address = address;
    }

    public static ServiceJvm start(JavaProgram jar, ServiceSetup setup, Certificates certificates) {
        Path settings = certificates.write(
                "service-" + Integer.toHexString(setup.hashCode()) + ".properties",
                setup.withDefault("address", "http://localhost:0/Calculator").asProperties());
        var program = jar.start(List.of("--config", settings.toString()));
        try {
            String ready = program.out().await(line -> line.startsWith(READY), LONGEST_START);
            return new ServiceJvm(program, URI.create(ready.substring(READY.length())));
        } catch (IllegalStateException notReady) {
            program.close();
            throw new IllegalStateException(
                    "The service did not start: " + program.err().soFar(), notReady);
        }
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public URI via() {
        return address;
    }

    @Override
    public ServiceLog log() {
        return new ServiceLog(program.err());
    }

    @Override
    public int stop() {
        return program.stop(LONGEST_STOP);
    }

    @Override
    public void close() {
        try (program) {
            boolean crashed = !program.isRunning() && program.waitFor(LONGEST_STOP) != ENDED_WHEN_ASKED;
            int exitCode = program.stop(LONGEST_STOP);
            if (crashed || exitCode != ENDED_WHEN_ASKED) {
                throw new IllegalStateException("The service ended with the exit code " + exitCode + " (expected "
                        + ENDED_WHEN_ASKED + ", when asked to end). Its log: "
                        + program.err().soFar());
            }
        }
    }
}

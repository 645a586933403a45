// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

import dev.wshttp.calculator.service.ServicesOnRequest;
import dev.wshttp.it.process.RunningProgram;
import dev.wshttp.testing.Certificates;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One JVM for services with settings of their own: to start one there takes a tenth of the time of a JVM. Safe for use by several threads. */
final class ServicePool implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String READY = "READY ";
    private static final String ENDED = "ENDED ";

    private final RunningProgram program = Jars.SERVICE.start(ServicesOnRequest.class, List.of());
    private final AtomicInteger started = new AtomicInteger();

    /** Starts a service on a free port; the caller ends it. */
    RunningService start(ServiceSetup setup, Certificates certificates) {
        Path settings = certificates.write(
                "service-beside-others-" + started.incrementAndGet() + ".properties",
                setup.withDefault("address", "http://localhost:0/Calculator").asProperties());
        program.enter(settings.toString());
        String said = await(settings, "");
        if (!said.startsWith(READY)) {
            throw new IllegalStateException("The service did not start: " + said + ". The log of the JVM: "
                    + program.err().soFar());
        }
        return new Pooled(settings, URI.create(said.substring(READY.length())));
    }

    /** Waits for what a service says, and returns it without the name of the service. */
    private String await(Path settings, String beginning) {
        String name = settings + " ";
        return program.out()
                .await(line -> line.startsWith(name + beginning), LIMIT)
                .substring(name.length());
    }

    @Override
    public void close() {
        program.close();
    }

    private final class Pooled implements RunningService {
        private final Path settings;
        private final URI address;

        Pooled(Path settings, URI address) {
            this.settings = settings;
            this.address = address;
        }

        @Override
        public URI address() {
            return address;
        }

        @Override
        public URI via() {
            return address;
        }

        /** Returns what all services of the pool say. */
        @Override
        public ServiceLog log() {
            return new ServiceLog(program.err());
        }

        @Override
        public void close() {
            boolean endedBefore =
                    program.out().soFar().stream().anyMatch(line -> line.startsWith(settings + " " + ENDED));
            program.enter(settings.toString());
            String said = await(settings, ENDED);
            if (endedBefore || !said.equals(ENDED + "0")) {
                throw new IllegalStateException(
                        "The service " + (endedBefore ? "had ended before it was asked to: '" : "said '")
                                + said + "' (expected '" + ENDED + "0', when asked to end). The log of the JVM: "
                                + program.err().soFar());
            }
        }
    }
}

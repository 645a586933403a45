// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.mono;

import dev.wshttp.it.process.RunningProgram;
import dev.wshttp.it.program.Jars;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The service's jar on a free port, for clients of one suite. */
final class ServiceUnderTest implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String READY = "READY ";

    private final RunningProgram program;
    private final URI address;

    private ServiceUnderTest(RunningProgram program, URI address) {
        this.program = program;
        this.address = address;
    }

    /** Returns a service that clients reach directly, on a free port. */
    static ServiceUnderTest start(Path folder, AlgorithmSuite suite) {
        URI address = URI.create("http://localhost:8080/Calculator");
        // A free port, which the service also puts into its address.
        URI anyPort = URI.create("http://localhost:0/Calculator");
        return start(folder, suite, address, anyPort);
    }

    /**
     * Starts a service behind a relay.
     *
     * @param address where clients send to
     * @param listenOn where the service gets it from
     */
    static ServiceUnderTest start(Path folder, AlgorithmSuite suite, URI address, URI listenOn) {
        Path settings = folder.resolve("service-" + suite.configurationName() + ".properties");
        write(settings, suite, address, listenOn);
        RunningProgram program = Jars.SERVICE.program().start(List.of("--config", settings.toString()));
        try {
            String ready = program.out().await(line -> line.startsWith(READY), LONGEST_START);
            return new ServiceUnderTest(program, URI.create(ready.substring(READY.length())));
        } catch (IllegalStateException notReady) {
            program.close();
            throw new IllegalStateException(
                    "The service did not start: " + program.err().soFar(), notReady);
        }
    }

    /** Returns the address that clients send to. */
    URI address() {
        return address;
    }

    /** Returns the line of the log that tells why a message was refused; waits for it. */
    String refusal() {
        return program.err().await(line -> line.contains("WARN") && line.contains("Refused message"), SOON);
    }

    /** Everything it has logged until now. */
    List<String> log() {
        return program.err().soFar();
    }

    @Override
    public void close() {
        program.close();
    }

    private static void write(Path settings, AlgorithmSuite suite, URI address, URI listenOn) {
        try {
            Files.writeString(settings, """
                message-security.address=%s
                message-security.listen-uri=%s
                message-security.negotiate-service-credential=false
                message-security.establish-security-context=false
                message-security.algorithm-suite=%s
                message-security.service-certificate.file=service.p12
                message-security.service-certificate.password-file=service.password
                message-security.trust.file=ca.pem
                message-security.trust.revocation-list=ca.crl
                """.formatted(address, listenOn, suite.configurationName()));
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }
}

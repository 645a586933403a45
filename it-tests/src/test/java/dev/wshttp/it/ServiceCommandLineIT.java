// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.Jars;
import dev.wshttp.it.program.ServiceJvm;
import dev.wshttp.it.program.ServiceSetup;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The service's jar, in a process of its own: how it starts, how it ends, and why it does not start. */
class ServiceCommandLineIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CONFIGURATION = 3;
    private static final int CANNOT_BIND = 6;

    @RegisterExtension
    static final CalculatorServiceExtension CALCULATOR = CalculatorServiceExtension.standard();

    @Test
    void isReadyWhenItSaysSoAndEndsWhenAsked() {
        try (var service = CALCULATOR.start(setup -> setup)) {
            assertThat(CALCULATOR
                            .client()
                            .connect(service.via(), service.address())
                            .add(1, 2))
                    .isEqualTo(3);

            assertThat(service.stop()).isEqualTo(ServiceJvm.ENDED_WHEN_ASKED);
            assertThat(service.log().soFar()).noneMatch(line -> line.contains("ERROR") || line.contains("Exception"));
        }
    }

    @Test
    void printsOneLineToStandardOutput() {
        Path settings = settings(ServiceSetup.standard().with("address", "http://localhost:0/Calculator"));
        try (var service = Jars.SERVICE.program().start(List.of("--config", settings.toString()))) {
            service.out().await(line -> line.startsWith("READY "), LIMIT);
            service.stop(LIMIT);

            assertThat(service.out().untilEnd(LIMIT))
                    .singleElement()
                    .asString()
                    .matches("READY http://localhost:[1-9][0-9]*/Calculator");
        }
    }

    @Test
    void tellsClientsTheirAddressButListensElsewhere() {
        ServiceSetup setup = ServiceSetup.standard()
                .with("address", "http://calculator.example:8080/Calculator")
                .with("listen-uri", "http://localhost:0/Calculator");
        Path settings = settings(setup);
        try (var service = Jars.SERVICE.program().start(List.of("--config", settings.toString()))) {
            assertThat(service.out().await(line -> line.startsWith("READY "), LIMIT))
                    .matches("READY http://calculator.example:[0-9]+/Calculator");
            service.stop(LIMIT);
        }
    }

    @Test
    void explainsThePortInUse() {
        var taken = CALCULATOR.via();

        ProgramRun run = runWith("message-security.address=" + taken);

        assertExplained(run, CANNOT_BIND, taken.toString(), "in use", "listen-uri");
    }

    @Test
    void explainsTheForeignHost() {
        ProgramRun run = runWith("message-security.address=http://192.0.2.1:8080/Calculator");

        assertExplained(run, CANNOT_BIND, "192.0.2.1", "listen-uri");
    }

    @Test
    void explainsTheMissingSettingsFile(@TempDir Path folder) {
        ProgramRun run = Jars.SERVICE
                .program()
                .run(
                        LIMIT,
                        List.of("--config", folder.resolve("nowhere.properties").toString()));

        assertExplained(run, CONFIGURATION, "nowhere.properties", "Check the path");
    }

    @Test
    void explainsTheWrongPassword(@TempDir Path folder) throws IOException {
        Path password = Files.writeString(folder.resolve("wrong"), "Wrong-password-42\n");

        ProgramRun run = runWith("message-security.service-certificate.password-file=" + password);

        assertExplained(run, CONFIGURATION, "service.p12", "password", "CREDENTIAL_UNREADABLE");
        assertThat(run.errors()).doesNotContain("Wrong-password-42");
    }

    @Test
    void explainsTheLimitOfNegotiationsThatIsNone() {
        ProgramRun run = runWith("message-security.negotiation.max-pending=0");

        assertExplained(run, CONFIGURATION, "negotiation.max-pending", "a whole number from 1 to");
    }

    @Test
    void explainsTheUnknownKey() {
        ProgramRun run = runWith("message-security.trust-file=ca.pem");

        assertExplained(run, CONFIGURATION, "trust-file", "trust.file");
    }

    @Test
    void leavesATraceWithoutPlaintextWhenItIsStopped(@TempDir Path traces) throws IOException {
        Path settings = settings(ServiceSetup.standard().with("address", "http://localhost:0/Calculator"));
        try (var service = Jars.SERVICE
                .program()
                .start(List.of("--config", settings.toString(), "--set", "service.trace=" + traces))) {
            String ready = service.out().await(line -> line.startsWith("READY "), LIMIT);
            URI address = URI.create(ready.substring("READY ".length()));
            assertThat(CALCULATOR.client().connect(address, address).add(100, 81.25))
                    .isEqualTo(181.25);
            service.stop(LIMIT);
        }

        try (Stream<Path> pages = Files.list(traces)) {
            assertThat(pages)
                    .singleElement()
                    .satisfies(page -> assertThat(page)
                            .content()
                            .contains("✓ accepted by this service")
                            .doesNotContain("81.25"));
        }
    }

    @Test
    void explainsTheMissingFolderOfATrace() {
        ProgramRun run = runWith("service.trace=nowhere");

        assertExplained(run, CONFIGURATION, "nowhere", "expected a folder that exists");
    }

    private static ProgramRun runWith(String setting) {
        Path settings = settings(ServiceSetup.standard().with("address", "http://localhost:0/Calculator"));
        var arguments = new ArrayList<>(List.of("--config", settings.toString(), "--set", setting));
        return Jars.SERVICE.program().run(LIMIT, arguments);
    }

    private static Path settings(ServiceSetup setup) {
        return CALCULATOR
                .certificates()
                .write("command-" + Integer.toHexString(setup.hashCode()) + ".properties", setup.asProperties());
    }

    private static void assertExplained(ProgramRun run, int exitCode, String... words) {
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.errors()).contains(words).doesNotContain("\tat ");
    }
}

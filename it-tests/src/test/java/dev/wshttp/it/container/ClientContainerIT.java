// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.testing.container.CalculatorServiceContainer;
import dev.wshttp.testing.container.ConfigFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Network;

/** The images of both sides, on a network of their own where the service has the name that its address says. */
@Tag("long")
@ExtendWith(WhereDockerRuns.class)
class ClientContainerIT {
    private static final int DONE = 0;
    private static final int REJECTED = 5;

    @TempDir
    static Path folder;

    private static Parties parties;
    private static Network network;
    private static CalculatorServiceContainer service;

    @BeforeAll
    static void start() throws IOException {
        parties = Parties.createIn(folder);
        network = Network.newNetwork();
        service = ServiceImage.with(parties.config()).withNetwork(network);
        service.start();
    }

    @AfterAll
    static void end() {
        service.close();
        network.close();
    }

    @Test
    void printsTheFiveCallsOfTheSample() {
        assertFiveCalls(run("demo"));
    }

    @Test
    void printsTheFiveCallsInWcfsDefaultMode() {
        try (var own = Network.newNetwork();
                var negotiating =
                        ServiceImage.with(parties.configInDefaultMode()).withNetwork(own)) {
            negotiating.start();

            assertFiveCalls(run(own, parties.configInDefaultMode(), "demo"));
        }
    }

    private static void assertFiveCalls(ProgramRun run) {
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(DONE);
        assertThat(run.out())
                .containsExactly(
                        "Add(100,15.99) = 115.99",
                        "Subtract(145,76.54) = 68.46",
                        "Multiply(9,81.25) = 731.25",
                        "Divide(22,7) = 3.14285714285714",
                        "CN=Cohowinery.com; "
                                + Thumbprint.of(parties.pki().client().certificate()));
    }

    @Test
    void isRefusedWithCredentialOfAnotherAuthority() {
        ProgramRun run =
                run("add", "1", "2", "--set", "message-security.client-certificate.file=client-untrusted-twin.p12");

        assertThat(run.exitCode()).as(run.errors()).isEqualTo(REJECTED);
        assertThat(run.out()).isEmpty();
        assertThat(run.errors()).contains("FAULT_NOT_SECURED", "does not accept this client's certificate");
    }

    private static ProgramRun run(String... arguments) {
        return run(network, parties.config(), arguments);
    }

    private static ProgramRun run(Network in, ConfigFolder config, String... arguments) {
        try (var client = new CalculatorClientContainer(config, arguments)) {
            client.withNetwork(in).start();
            return client.result();
        }
    }
}

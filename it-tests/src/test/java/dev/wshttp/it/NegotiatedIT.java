// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.it.attack.ManInTheMiddle;
import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.ClientCommand;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.program.ParallelCalls;
import dev.wshttp.security.SecurityFault;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Negotiation without sessions, from the jars and images that a user gets: all calls of a port are under one token. */
@Timeout(120)
class NegotiatedIT {
    private static final int THREADS = 8;
    private static final int CALLS_EACH = 10;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    @RegisterExtension
    static final CalculatorServiceExtension CALCULATORS = CalculatorServiceExtension.standard();

    private final CalculatorServiceExtension service = CALCULATORS.in(Mode.NEGOTIATED);
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void negotiatesOnceAndCancelsNothing() throws IOException {
        try (var network = ManInTheMiddle.listening(service.via())) {
            Calculator calculator = service.client().connect(network.address(), service.address());
            assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
            assertThat(calculator.divide(22, 7)).isEqualTo(22.0 / 7);
            ((Closeable) calculator).close();

            var expected = new ArrayList<>(Mode.NEGOTIATION);
            expected.add(CalculatorNames.ADD_ACTION);
            expected.add(CalculatorNames.DIVIDE_ACTION);
            assertThat(network.actions()).isEqualTo(expected);
        }
    }

    @Test
    void negotiatesOnceForManyThreads() throws Exception {
        try (var network = ManInTheMiddle.listening(service.via())) {
            callOnAllThreads(service.client().connect(network.address(), service.address()));

            assertThat(network.actions()).hasSize(Mode.NEGOTIATION.size() + THREADS * CALLS_EACH);
        }
    }

    @Test
    void negotiatesAgainBeforeTheTokenExpiresAndLosesNoCall() throws Exception {
        try (var brief = service.startBesideOthers(setup -> setup.with("negotiation.token-lifetime", "2s"));
                var network = ManInTheMiddle.listening(brief.via())) {
            Calculator calculator = service.client().connect(network.address(), brief.address());

            Instant deadline = Instant.now().plus(LONGEST_WAIT);
            while (negotiations(network) < 3) {
                assertThat(Instant.now()).as("there are other tokens").isBefore(deadline);
                callOnAllThreads(calculator);
            }
        }
    }

    @Test
    void negotiatesAgainWhenTheServiceForgotTheToken() {
        try (var small = service.startBesideOthers(setup -> setup.with("negotiation.max-tokens", "1"));
                var network = ManInTheMiddle.listening(small.via())) {
            Calculator first = service.client().connect(network.address(), small.address());
            Calculator second = service.client().connect(network.address(), small.address());
            assertThat(first.add(1, 2)).isEqualTo(3);
            assertThat(second.add(1, 2)).isEqualTo(3);

            assertThat(first.add(3, 4)).isEqualTo(7);

            assertThat(negotiations(network)).isEqualTo(3);
            int refused = 2 * (Mode.NEGOTIATION.size() + 1);
            assertThat(small.log().faultOf(network.exchanges().get(refused).messageId()))
                    .isEqualTo(SecurityFault.NEGOTIATED_CONTEXT_NOT_RECOGNIZED);
        }
    }

    @Test
    void runsTheDemoOfTheClientsJar() {
        ProgramRun run = ClientCommand.standard(service.certificates(), service.via(), service.address())
                .run("--set", "message-security.negotiate-service-credential=true", "demo");

        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.out()).hasSize(5).startsWith("Add(100,15.99) = 115.99");
    }

    private static int negotiations(ManInTheMiddle network) {
        return Collections.frequency(network.actions(), Mode.NEGOTIATION.get(0));
    }

    private void callOnAllThreads(Calculator calculator) throws Exception {
        ParallelCalls.make(threads, THREADS, CALLS_EACH, calculator);
    }
}

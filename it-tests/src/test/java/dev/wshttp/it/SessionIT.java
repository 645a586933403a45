// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static dev.wshttp.it.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.it.attack.ManInTheMiddle;
import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.ClientCommand;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.program.ParallelCalls;
import dev.wshttp.it.wire.WireReply;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.credential.Thumbprint;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions, opened directly and under a negotiation, from the jars and images that a user gets. */
@ParameterizedClass
@MethodSource("dev.wshttp.it.program.Mode#testedSessions")
@Timeout(120)
class SessionIT {
    private static final int THREADS = 8;
    private static final int CALLS_EACH = 25;
    private static final int REJECTED = 5;
    private static final String RENEW = Mode.OPEN_SESSION + "/Renew";
    private static final String CANCEL = Mode.OPEN_SESSION + "/Cancel";

    @RegisterExtension
    static final CalculatorServiceExtension CALCULATORS = CalculatorServiceExtension.standard();

    private final Mode mode;
    private final CalculatorServiceExtension service;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    SessionIT(Mode mode) {
        this.mode = mode;
        this.service = CALCULATORS.in(mode);
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void opensCallsAndCancels() throws IOException {
        try (var network = ManInTheMiddle.listening(service.via())) {
            Calculator calculator = connect(network, SessionSettings.DEFAULT);
            assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
            assertThat(calculator.divide(22, 7)).isEqualTo(22.0 / 7);
            assertThat(calculator.callerIdentity())
                    .isEqualTo("CN=Cohowinery.com; "
                            + Thumbprint.of(
                                    service.certificates().pki().client().certificate()));
            ((Closeable) calculator).close();

            assertThat(network.actions())
                    .startsWith(mode.opening().toArray(String[]::new))
                    .endsWith(
                            CalculatorNames.ADD_ACTION,
                            CalculatorNames.DIVIDE_ACTION,
                            CalculatorNames.GET_CALLER_IDENTITY_ACTION,
                            CANCEL)
                    .hasSize(mode.opening().size() + 4);
            assertThat(new String(firstCall(network), StandardCharsets.UTF_8))
                    .doesNotContain("115.99", "15.99", "BinarySecurityToken");
        }
    }

    @Test
    void runsTheDemoOfTheClientsJar() {
        ProgramRun run = ClientCommand.standard(service.certificates(), service.via(), service.address())
                .run(
                        "--set",
                        "message-security.negotiate-service-credential=" + mode.negotiates(),
                        "--set",
                        "message-security.establish-security-context=true",
                        "demo");

        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.out()).hasSize(5).startsWith("Add(100,15.99) = 115.99");
    }

    @Test
    void tellsClientWithoutSessionsThatTheModesDiffer() {
        ProgramRun run = ClientCommand.standard(service.certificates(), service.via(), service.address())
                .run("add", "1", "2");

        assertThat(run.exitCode()).as(run.errors()).isEqualTo(REJECTED);
        assertThat(run.errors()).contains("BadContextToken", "establish-security-context");
    }

    @Test
    void opensOneSessionForManyThreads() throws Exception {
        try (var network = ManInTheMiddle.listening(service.via())) {
            callOnAllThreads(connect(network, SessionSettings.DEFAULT));

            assertThat(network.actions()).filteredOn(Mode.OPEN_SESSION::equals).hasSize(1);
            assertThat(network.actions()).hasSize(mode.opening().size() + THREADS * CALLS_EACH);
        }
    }

    @Test
    void keepsManyPortsApart() throws Exception {
        try (var network = ManInTheMiddle.listening(service.via())) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                tasks.add(() -> {
                    Calculator own = connect(network, SessionSettings.DEFAULT);
                    assertThat(own.add(thread, 1)).isEqualTo(thread + 1);
                    assertThat(own.callerIdentity()).startsWith("CN=Cohowinery.com; ");
                    ((Closeable) own).close();
                    return thread;
                });
            }
            for (Future<Integer> done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isNotNegative();
            }

            assertThat(network.actions()).filteredOn(Mode.OPEN_SESSION::equals).hasSize(THREADS);
            assertThat(network.actions()).filteredOn(CANCEL::equals).hasSize(THREADS);
        }
    }

    @Test
    void refusesCallUnderASessionThatItsOwnerCancelled() throws IOException {
        try (var network = ManInTheMiddle.listening(service.via())) {
            Calculator calculator = connect(network, SessionSettings.DEFAULT);
            calculator.add(1, 2);
            ((Closeable) calculator).close();

            WireReply reply = service.wire().send(firstCall(network));

            assertThat(reply.status()).isEqualTo(WireReply.FAULT);
            assertThat(reply.text()).contains("BadContextToken");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, -4})
    void toleratesClocksThatDifferByFourMinutes(long minutes) {
        Clock other = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
        Calculator calculator = service.client().withClock(other).connect(service.via(), service.address());

        assertThat(calculator.add(1, 2)).isEqualTo(3);
    }

    @Test
    void opensNoSessionForClientWhoseClockIsSixMinutesAhead() {
        Clock fast = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(6));
        Calculator calculator = service.client().withClock(fast).connect(service.via(), service.address());

        assertRefused(() -> calculator.add(1, 2), SecurityFault.FAULT_NOT_SECURED);
    }

    @Test
    void losesNoCallWhileTheKeyIsRenewed() throws Exception {
        try (var network = ManInTheMiddle.listening(service.via())) {
            callOnAllThreads(connect(
                    network,
                    SessionSettings.builder()
                            .keyRenewalInterval(Duration.ofMillis(50))
                            .build()));

            assertThat(network.actions()).filteredOn(RENEW::equals).isNotEmpty();
            assertThat(network.actions())
                    .as("each key is negotiated, or none")
                    .filteredOn(Mode.NEGOTIATION.get(0)::equals)
                    .hasSize(mode.negotiates() ? 1 + renewals(network) : 0);
            assertThat(network.actions()).filteredOn(Mode.OPEN_SESSION::equals).hasSize(1);
            assertThat(network.actions())
                    .filteredOn(CalculatorNames.ADD_ACTION::equals)
                    .hasSize(THREADS * CALLS_EACH);
        }
    }

    @Test
    void refusesMoreSessionsThanItMayHave() throws IOException {
        try (var small = service.startBesideOthers(setup -> setup.with("session.max", "1"));
                var network = ManInTheMiddle.listening(small.via())) {
            Calculator first = service.client().connect(small.via(), small.address());
            assertThat(first.add(1, 2)).isEqualTo(3);
            Calculator second = service.client().connect(network.address(), small.address());

            assertRefused(() -> second.add(1, 2), SecurityFault.TOKEN_REQUEST_INVALID);
            assertThat(small.log().refusalOf(network.last().messageId())).contains("TOO_MANY_SESSIONS", "session.max");
            assertThat(first.add(1, 2)).isEqualTo(3);
            ((Closeable) first).close();
            assertThat(second.add(1, 2)).isEqualTo(3);
        }
    }

    private void callOnAllThreads(Calculator calculator) throws InterruptedException, ExecutionException {
        ParallelCalls.make(threads, THREADS, CALLS_EACH, calculator);
    }

    private Calculator connect(ManInTheMiddle network, SessionSettings settings) {
        return service.client().withSession(settings).connect(network.address(), service.address());
    }

    private static int renewals(ManInTheMiddle network) {
        return Collections.frequency(network.actions(), RENEW);
    }

    private byte[] firstCall(ManInTheMiddle network) {
        return network.exchanges().get(mode.opening().size()).request().body();
    }
}

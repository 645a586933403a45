// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.wire.HttpRelay;
import dev.wshttp.it.wire.HttpRelay.Answer;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.Thumbprint;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Session mode, from the jars and images that a user gets. */
@Timeout(120)
class SessionIT {
    private static final int THREADS = 8;
    private static final int CALLS_EACH = 25;
    private static final int REJECTED = 5;
    private static final String RST = "http://schemas.xmlsoap.org/ws/2005/02/trust/RST/SCT";

    @RegisterExtension
    static final CalculatorServiceExtension CALCULATOR = CalculatorServiceExtension.with(SessionIT::sessions);

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void opensCallsAndCancels() throws IOException {
        try (var network = ManInTheMiddle.listening(CALCULATOR.via())) {
            Calculator calculator = connect(network, SessionSettings.DEFAULT);
            assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
            assertThat(calculator.divide(22, 7)).isEqualTo(22.0 / 7);
            assertThat(calculator.callerIdentity())
                    .isEqualTo("CN=Cohowinery.com; "
                            + Thumbprint.of(
                                    CALCULATOR.certificates().pki().client().certificate()));
            ((Closeable) calculator).close();

            assertThat(actions(network))
                    .containsExactly(
                            RST,
                            CalculatorNames.ADD_ACTION,
                            CalculatorNames.DIVIDE_ACTION,
                            CalculatorNames.GET_CALLER_IDENTITY_ACTION,
                            RST + "/Cancel");
            assertThat(new String(network.exchanges().get(1).request().body(), StandardCharsets.UTF_8))
                    .doesNotContain("115.99", "15.99", "BinarySecurityToken");
        }
    }

    @Test
    void runsTheDemoOfTheClientsJar() {
        ProgramRun run = ClientCommand.standard(CALCULATOR.certificates(), CALCULATOR.via(), CALCULATOR.address())
                .run("--set", "message-security.establish-security-context=true", "demo");

        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.out()).hasSize(5).startsWith("Add(100,15.99) = 115.99");
    }

    @Test
    void tellsClientWithoutSessionsThatTheModesDiffer() {
        ProgramRun run = ClientCommand.standard(CALCULATOR.certificates(), CALCULATOR.via(), CALCULATOR.address())
                .run("add", "1", "2");

        assertThat(run.exitCode()).as(run.errors()).isEqualTo(REJECTED);
        assertThat(run.errors()).contains("BadContextToken", "establish-security-context");
    }

    @Test
    void opensOneSessionForManyThreads() throws Exception {
        try (var network = ManInTheMiddle.listening(CALCULATOR.via())) {
            callOnAllThreads(connect(network, SessionSettings.DEFAULT));

            assertThat(actions(network)).filteredOn(RST::equals).hasSize(1);
            assertThat(actions(network)).hasSize(1 + THREADS * CALLS_EACH);
        }
    }

    @Test
    void keepsManyPortsApart() throws Exception {
        try (var network = ManInTheMiddle.listening(CALCULATOR.via())) {
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

            assertThat(actions(network)).filteredOn(RST::equals).hasSize(THREADS);
            assertThat(actions(network)).filteredOn((RST + "/Cancel")::equals).hasSize(THREADS);
        }
    }

    @Test
    void refusesCallUnderASessionThatItsOwnerCancelled() throws IOException {
        try (var network = ManInTheMiddle.listening(CALCULATOR.via())) {
            Calculator calculator = connect(network, SessionSettings.DEFAULT);
            calculator.add(1, 2);
            ((Closeable) calculator).close();

            WireReply reply =
                    CALCULATOR.wire().send(network.exchanges().get(1).request().body());

            assertThat(reply.status()).isEqualTo(WireReply.FAULT);
            assertThat(reply.text()).contains("BadContextToken");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, -4})
    void toleratesClocksThatDifferByFourMinutes(long minutes) {
        Clock other = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
        Calculator calculator = ClientSetup.connect(
                feature(SessionSettings.DEFAULT)
                        .withAddress(CALCULATOR.address())
                        .withClock(other),
                CALCULATOR.via());

        assertThat(calculator.add(1, 2)).isEqualTo(3);
    }

    @Test
    void opensNoSessionForClientWhoseClockIsSixMinutesAhead() {
        Clock fast = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(6));
        Calculator calculator = ClientSetup.connect(
                feature(SessionSettings.DEFAULT)
                        .withAddress(CALCULATOR.address())
                        .withClock(fast),
                CALCULATOR.via());

        assertThat(catchThrowableOfType(MessageSecurityException.class, () -> calculator.add(1, 2))
                        .fault())
                .isEqualTo(SecurityFault.FAULT_NOT_SECURED);
    }

    @Test
    void losesNoCallWhileTheKeyIsRenewed() throws Exception {
        try (var network = ManInTheMiddle.listening(CALCULATOR.via())) {
            callOnAllThreads(connect(
                    network,
                    SessionSettings.builder()
                            .keyRenewalInterval(Duration.ofMillis(500))
                            .build()));

            assertThat(actions(network)).filteredOn((RST + "/Renew")::equals).isNotEmpty();
            assertThat(actions(network)).filteredOn(RST::equals).hasSize(1);
            assertThat(actions(network))
                    .filteredOn(CalculatorNames.ADD_ACTION::equals)
                    .hasSize(THREADS * CALLS_EACH);
        }
    }

    @Test
    void losesNoCallWhenTheServiceIsRestartedInMidTraffic() throws Exception {
        String address = "http://localhost:" + freePort() + "/Calculator";
        var before = CALCULATOR.start(setup -> sessions(setup).with("address", address));
        var present = new Present(HttpRelay.forwardingTo(before.via()));
        try (var network = ManInTheMiddle.answering(request -> present.answer.to(request))) {
            Calculator calculator = ClientSetup.connect(
                    feature(SessionSettings.DEFAULT).withAddress(before.address()), network.address());
            var halfway = new CountDownLatch(THREADS);
            var restarted = new CountDownLatch(1);
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                running.add(threads.submit(() -> {
                    for (int call = 0; call < CALLS_EACH; call++) {
                        if (call == CALLS_EACH / 2) {
                            halfway.countDown();
                            restarted.await();
                        }
                        assertThat(calculator.add(thread, call)).isEqualTo(thread + call);
                    }
                    return thread;
                }));
            }
            halfway.await();
            before.close();
            try (var after = CALCULATOR.start(setup -> sessions(setup).with("address", address))) {
                present.answer = HttpRelay.forwardingTo(after.via());
                restarted.countDown();
                for (Future<Integer> done : running) {
                    assertThat(done.get()).isNotNegative();
                }
            }
        }
    }

    @Test
    void refusesMoreSessionsThanItMayHave() throws IOException {
        try (var service = CALCULATOR.start(setup -> sessions(setup).with("session.max", "1"))) {
            Calculator first =
                    ClientSetup.connect(feature(SessionSettings.DEFAULT).withAddress(service.address()), service.via());
            assertThat(first.add(1, 2)).isEqualTo(3);
            Calculator second =
                    ClientSetup.connect(feature(SessionSettings.DEFAULT).withAddress(service.address()), service.via());

            var refused = catchThrowableOfType(MessageSecurityException.class, () -> second.add(1, 2));

            assertThat(refused.fault()).isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);
            assertThat(service.log().lineWith("TOO_MANY_SESSIONS")).contains("session.max");
            assertThat(first.add(1, 2)).isEqualTo(3);
            ((Closeable) first).close();
            assertThat(second.add(1, 2)).isEqualTo(3);
        }
    }

    private static ServiceSetup sessions(ServiceSetup setup) {
        return setup.with("establish-security-context", "true");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void callOnAllThreads(Calculator calculator) throws InterruptedException, ExecutionException {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            tasks.add(() -> {
                for (int call = 0; call < CALLS_EACH; call++) {
                    assertThat(calculator.add(thread * 1_000, call)).isEqualTo(thread * 1_000 + call);
                }
                return thread;
            });
        }
        for (Future<Integer> done : threads.invokeAll(tasks)) {
            assertThat(done.get()).isNotNegative();
        }
    }

    private static Calculator connect(ManInTheMiddle network, SessionSettings settings) {
        return ClientSetup.connect(feature(settings).withAddress(CALCULATOR.address()), network.address());
    }

    private static MessageSecurityFeature feature(SessionSettings settings) {
        ClientSetup client = CALCULATOR.client();
        var binding = WsHttpBinding.builder()
                .negotiateServiceCredential(false)
                .sessionSettings(settings)
                .build();
        return MessageSecurityFeature.forClient(binding, client.credentials(), client.identity());
    }

    private static List<String> actions(ManInTheMiddle network) {
        List<String> actions = new ArrayList<>();
        network.exchanges()
                .forEach(exchange -> actions.add(action(exchange.request().body())));
        return Collections.unmodifiableList(actions);
    }

    private static String action(byte[] request) {
        return new String(request, StandardCharsets.UTF_8).replaceAll("(?s).*<a:Action [^>]*>([^<]*)<.*", "$1");
    }

    /** Which service answers now. */
    private static final class Present {
        private volatile Answer answer;

        Present(Answer answer) {
            this.answer = answer;
        }
    }
}

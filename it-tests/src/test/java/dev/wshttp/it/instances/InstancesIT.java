// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.instances;

import static dev.wshttp.it.wire.Refusals.assertInvalidSecurity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.it.attack.ManInTheMiddle;
import dev.wshttp.it.mono.CertificateFolder;
import dev.wshttp.it.mono.MonoPrograms;
import dev.wshttp.it.mono.RequiresMono;
import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.program.RequestCapture;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.it.wire.WireReply;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.SessionSettings;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.cluster.store.RedisServer;
import dev.wshttp.security.cluster.store.RequiresRedis;
import dev.wshttp.testing.http.HttpRelay;
import dev.wshttp.testing.http.HttpRelay.Reply;
import jakarta.xml.ws.WebServiceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Three instances of the service's jar stand for each other: legs and calls are spread message by message. */
@RequiresRedis
@Timeout(180)
class InstancesIT {
    private static final int INSTANCES = 3;
    private static final int CALLS = 12;
    private static final int ROUNDS = 8;
    private static final String RENEW = Envelope.TRUST + "/RST/SCT/Renew";

    private static RedisServer store;
    private static JarInstances instances;

    /** The memory is new; a call that is made when the instances are ready passes all the same. */
    @BeforeAll
    static void start() {
        store = RedisServer.start();
        instances = JarInstances.start(INSTANCES, setup -> setup.with("cluster.uri", store.uri()));
    }

    @AfterAll
    static void end() {
        instances.close();
        store.close();
    }

    @ParameterizedTest
    @EnumSource
    void serveEachCallWhicheverInstanceItReaches(Mode mode) throws IOException {
        Calculator calculator = instances.client(mode).connect(instances.address(mode));

        for (int call = 0; call < CALLS; call++) {
            assertThat(calculator.add(call, 1)).isEqualTo(call + 1);
        }
        assertThat(calculator.callerIdentity()).startsWith("CN=Cohowinery.com");
        ((Closeable) calculator).close();
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.it.program.Mode#tested")
    void openManySessionsWhoseMessagesAreMixed(Mode mode) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Double>> clients = new ArrayList<>();
            for (int client = 0; client < 16; client++) {
                int own = client;
                clients.add(() -> {
                    Calculator calculator = instances.client(mode).connect(instances.address(mode));
                    double sum = calculator.add(own, 1) + calculator.add(own, 2);
                    ((Closeable) calculator).close();
                    return sum;
                });
            }
            List<Future<Double>> sums = threads.invokeAll(clients);
            for (int client = 0; client < sums.size(); client++) {
                assertThat(sums.get(client).get()).isEqualTo(2 * client + 3);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.it.program.Mode#tested")
    void refuseAtEachInstanceWhatOneAccepted(Mode mode) {
        Envelope request = request(mode);
        assertThat(instances.wire(mode, 0).send(request).status()).isEqualTo(WireReply.OK);

        for (int at = 0; at < INSTANCES; at++) {
            assertInvalidSecurity(instances.wire(mode, at).send(request));
            assertThat(instances.log(at).faultOf(request.messageId())).isEqualTo(SecurityFault.MESSAGE_REPLAYED);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.it.program.Mode#tested")
    void acceptOneOfManyCopiesAtOnce(Mode mode) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2 * INSTANCES);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] request = request(mode).octets();
                List<Callable<Integer>> copies = new ArrayList<>();
                for (int copy = 0; copy < 2 * INSTANCES; copy++) {
                    var peer = instances.wire(mode, copy % INSTANCES);
                    copies.add(() -> peer.send(request).status());
                }
                int accepted = 0;
                for (Future<Integer> status : threads.invokeAll(copies)) {
                    accepted += status.get() == WireReply.OK ? 1 : 0;
                }
                assertThat(accepted).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.it.program.Mode#testedSessions")
    void renewKeysAtAnyInstance(Mode mode) throws Exception {
        try (var network = ManInTheMiddle.listening(instances.address(mode))) {
            Calculator calculator = instances
                    .client(mode)
                    .withSession(SessionSettings.builder()
                            .keyRenewalInterval(Duration.ofMillis(50))
                            .build())
                    .connect(network.address(), instances.address(mode));
            RedisServer.until(() -> {
                assertThat(calculator.add(1, 2)).isEqualTo(3);
                return network.actions().stream().filter(RENEW::equals).count() >= 4;
            });
            ((Closeable) calculator).close();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.it.program.Mode#testedSessions")
    void endSessionAtAllInstances(Mode mode) throws IOException {
        List<byte[]> withheld = new CopyOnWriteArrayList<>();
        var isHolding = new AtomicBoolean();
        var genuine = HttpRelay.forwardingTo(instances.address(mode));
        try (var network = ManInTheMiddle.answering(request -> {
            if (isHolding.get() && Balancer.isCall(request.body())) {
                withheld.add(request.body());
                return new Reply(Balancer.UNAVAILABLE, "", new byte[0]);
            }
            return genuine.to(request);
        })) {
            Calculator calculator = instances.client(mode).connect(network.address(), instances.address(mode));
            calculator.add(1, 2);
            for (int at = 0; at < INSTANCES; at++) {
                isHolding.set(true);
                assertThatThrownBy(() -> calculator.add(3, 4)).isInstanceOf(WebServiceException.class);
                isHolding.set(false);
            }
            ((Closeable) calculator).close();
        }

        for (int at = 0; at < INSTANCES; at++) {
            WireReply reply = instances.wire(mode, at).send(withheld.get(at));
            assertThat(reply.status()).isEqualTo(WireReply.FAULT);
            assertThat(reply.text()).contains("BadContextToken");
        }
    }

    /** As far as Mono goes: it calls in direct mode. */
    @Nested
    @RequiresMono
    class ServeMono {
        @Test
        void whicheverInstanceItsCallsReach() {
            List<byte[]> calls = new CopyOnWriteArrayList<>();
            instances.balancer(Mode.DIRECT).observe((request, reply) -> calls.add(request));
            Path folder = CertificateFolder.of(instances.certificates()).folder();

            ProgramRun run = MonoPrograms.in(folder)
                    .callWithSuiteSignature(instances.address(Mode.DIRECT), AlgorithmSuite.BASIC256);

            assertThat(run.out()).as(run.errors()).startsWith("115.99", "68.46", "731.25", "3.1428571428571428");
            assertThat(calls).hasSize(5);
            for (byte[] call : calls) {
                for (int at = 0; at < INSTANCES; at++) {
                    assertInvalidSecurity(instances.wire(Mode.DIRECT, at).send(call));
                }
            }
        }
    }

    private static Envelope request(Mode mode) {
        return RequestCapture.of(instances.client(mode), instances.address(mode), instances.address(mode));
    }
}

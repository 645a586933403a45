// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.cluster.ClusterInstances;
import dev.wshttp.security.instances.LegRelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Legs that reach another instance than the one that has the negotiation. */
@RequiresRedis
@Timeout(60)
class StoreRelayTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String ENDPOINT = "/Calculator";

    private static RedisServer server;

    @RegisterExtension
    final ClusterFixture cluster = new ClusterFixture();

    private final LoggedWarnings warnings = new LoggedWarnings(cluster);
    private ClusterInstances owner;
    private LegRelay first;
    private LegRelay second;

    @BeforeAll
    static void start() {
        server = RedisServer.start();
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @BeforeEach
    void connect() {
        owner = cluster.instance(server.uri());
        first = owner.relay().orElseThrow();
        second = cluster.instance(server.uri()).relay().orElseThrow();
        first.receive(ENDPOINT, leg -> octets("answer to " + new String(leg, UTF_8)));
    }

    @AfterEach
    void endLog() {
        warnings.close();
        server.command("FLUSHALL");
    }

    @Test
    void takesLegToTheInstanceThatBegan() {
        assertThat(first.begun(ENDPOINT, "urn:uuid:1", LONG)).isTrue();

        assertThat(second.handOver(ENDPOINT, "urn:uuid:1", octets("leg"))).contains(octets("answer to leg"));
    }

    @Test
    void beginsNegotiationOnce() {
        assertThat(first.begun(ENDPOINT, "urn:uuid:1", LONG)).isTrue();

        assertThat(second.begun(ENDPOINT, "urn:uuid:1", LONG)).isFalse();
        assertThat(second.begun("/Other", "urn:uuid:1", LONG)).isTrue();
    }

    @Test
    void forgetsNegotiationWhenItsTimeIsOver() {
        first.begun(ENDPOINT, "urn:uuid:1", Duration.ofMillis(50));

        RedisServer.until(
                () -> second.handOver(ENDPOINT, "urn:uuid:1", octets("leg")).isEmpty());
    }

    @Test
    void hasNoAnswerForUnknownNegotiation() {
        assertThat(second.handOver(ENDPOINT, "urn:uuid:2", octets("leg"))).isEmpty();
    }

    /** It would have answered by itself if it had the engine still. */
    @Test
    void takesNoLegToItself() {
        first.begun(ENDPOINT, "urn:uuid:1", LONG);

        assertThat(first.handOver(ENDPOINT, "urn:uuid:1", octets("leg"))).isEmpty();
    }

    @Test
    void knowsAtOnceThatTheOtherInstanceIsGone() {
        first.begun(ENDPOINT, "urn:uuid:1", LONG);
        owner.close();

        long start = System.nanoTime();
        RedisServer.until(
                () -> second.handOver(ENDPOINT, "urn:uuid:1", octets("leg")).isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ClusterFixture.TIMEOUT.multipliedBy(9));
    }

    @Test
    void hasNoAnswerIfTheOtherInstanceHasNoSuchEndpoint() {
        first.begun("/Other", "urn:uuid:1", LONG);

        assertThat(second.handOver("/Other", "urn:uuid:1", octets("leg"))).isEmpty();
    }

    @Test
    void hasNoAnswerIfTheOtherInstanceFails() {
        first.receive("/Broken", leg -> {
            throw new IllegalStateException("broken");
        });
        first.begun("/Broken", "urn:uuid:1", LONG);

        assertThat(second.handOver("/Broken", "urn:uuid:1", octets("leg"))).isEmpty();
    }

    @Test
    void showsTheStoreNothingOfALeg() {
        try (var spy = StoreSpy.of(server)) {
            first.begun(ENDPOINT, "urn:uuid:1", LONG);
            second.handOver(ENDPOINT, "urn:uuid:1", octets("secret leg"));

            assertThat(spy.heardUntil("answered"))
                    .contains("PUBLISH")
                    .doesNotContain("secret leg", "answer to", "urn:uuid:1", ENDPOINT);
        }
    }

    @Test
    void takesNothingFromInstancesWithOtherKeys() {
        var others = cluster.closing(new ClusterFixture());
        LegRelay other = others.instance(server.uri(), s -> s.timeout(Duration.ofMillis(50)))
                .relay()
                .orElseThrow();
        first.begun(ENDPOINT, "urn:uuid:1", LONG);

        assertThat(other.handOver(ENDPOINT, "urn:uuid:1", octets("leg"))).isEmpty();
        assertThat(warnings.with("same cluster keys")).hasSize(1);
    }

    @Test
    void goesOnWhenTheKeysAreRotated() {
        cluster.rotate();
        ClusterInstances third = cluster.instance(server.uri());
        first.begun(ENDPOINT, "urn:uuid:1", LONG);
        // An instance that has looked at the file a moment ago reads the new key a moment later.
        byte[] token = third.tokens().seal(octets("state"), octets("scope"));
        RedisServer.until(() -> owner.tokens().open(token, octets("scope")).isPresent());

        assertThat(third.relay().orElseThrow().handOver(ENDPOINT, "urn:uuid:1", octets("leg")))
                .contains(octets("answer to leg"));
    }

    @Test
    void handsManyOverAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Boolean>> legs = new ArrayList<>();
            for (int at = 0; at < 200; at++) {
                String text = "leg " + at;
                first.begun(ENDPOINT, text, LONG);
                legs.add(() -> second.handOver(ENDPOINT, text, octets(text))
                        .filter(answer -> new String(answer, UTF_8).equals("answer to " + text))
                        .isPresent());
            }
            for (Future<Boolean> each : threads.invokeAll(legs)) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusesMoreLegsThanMayWait() throws Exception {
        // More than have a place: the question of the test itself takes one for a moment.
        int legs = 64 + 4;
        var release = new CountDownLatch(1);
        var arrived = new AtomicInteger();
        first.receive("/Slow", leg -> {
            arrived.incrementAndGet();
            awaitQuietly(release);
            return leg;
        });
        for (int at = 0; at < legs; at++) {
            first.begun("/Slow", "urn:uuid:" + at, LONG);
        }
        ExecutorService threads = Executors.newFixedThreadPool(legs);
        try {
            var waiting = new AtomicInteger();
            for (int at = 0; at < legs; at++) {
                String negotiation = "urn:uuid:" + at;
                threads.execute(() -> {
                    waiting.incrementAndGet();
                    try {
                        second.handOver("/Slow", negotiation, octets("leg"));
                    } catch (MessageSecurityException noPlace) {
                        // Some have none.
                    }
                });
            }
            RedisServer.until(() -> waiting.get() == legs && arrived.get() > 0);
            RedisServer.until(
                    () -> catchThrowable(() -> second.handOver(ENDPOINT, "urn:uuid:2", octets("leg"))) != null);

            assertThat(catchThrowable(() -> second.handOver(ENDPOINT, "urn:uuid:2", octets("leg"))))
                    .isInstanceOfSatisfying(
                            MessageSecurityException.class,
                            refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.SHARED_MEMORY_UNAVAILABLE));
        } finally {
            release.countDown();
            threads.shutdownNow();
        }
    }

    /** It is paused, or too busy: its negotiations hold one thread once, and no more. */
    @Test
    void doesNotWaitAgainForAnInstanceThatDoesNotAnswer() {
        var release = new CountDownLatch(1);
        first.receive("/Slow", leg -> {
            awaitQuietly(release);
            return leg;
        });
        first.begun("/Slow", "urn:uuid:1", LONG);
        first.begun("/Slow", "urn:uuid:2", LONG);
        try {
            long start = System.nanoTime();
            assertThat(second.handOver("/Slow", "urn:uuid:1", octets("leg"))).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));

            start = System.nanoTime();
            assertThat(second.handOver("/Slow", "urn:uuid:2", octets("leg"))).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        } finally {
            release.countDown();
        }
    }

    /** What others ask holds all threads that answer, and what others answer does not wait behind it. */
    @Test
    void getsAnswersWhileItsOwnAreSlow() throws Exception {
        int busy = Math.max(2, Runtime.getRuntime().availableProcessors()) + 1;
        var release = new CountDownLatch(1);
        var arrived = new CountDownLatch(busy - 1);
        first.receive("/Slow", leg -> {
            arrived.countDown();
            awaitQuietly(release);
            return leg;
        });
        second.receive(ENDPOINT, leg -> leg);
        second.begun(ENDPOINT, "urn:uuid:1", LONG);
        ExecutorService threads = Executors.newFixedThreadPool(busy);
        try {
            for (int at = 0; at < busy; at++) {
                String negotiation = "urn:uuid:slow-" + at;
                first.begun("/Slow", negotiation, LONG);
                threads.execute(() -> second.handOver("/Slow", negotiation, octets("leg")));
            }
            arrived.await();

            assertThat(first.handOver(ENDPOINT, "urn:uuid:1", octets("leg"))).contains(octets("leg"));
        } finally {
            release.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void takesOneLegOfANegotiationAtATime() throws Exception {
        var release = new CountDownLatch(1);
        var arrived = new CountDownLatch(1);
        first.receive("/Slow", leg -> {
            arrived.countDown();
            awaitQuietly(release);
            return leg;
        });
        first.begun("/Slow", "urn:uuid:1", LONG);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> genuine = threads.submit(
                    () -> second.handOver("/Slow", "urn:uuid:1", octets("leg")).isPresent());
            arrived.await();
            assertThat(second.handOver("/Slow", "urn:uuid:1", octets("other"))).isEmpty();
            release.countDown();

            assertThat(genuine.get()).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusesASecondEndpointOfOneName() {
        assertThat(catchThrowable(() -> first.receive(ENDPOINT, leg -> leg)))
                .isInstanceOfSatisfying(
                        MessageSecurityException.class,
                        refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID))
                .hasMessageContaining(ENDPOINT);
        first.begun(ENDPOINT, "urn:uuid:1", LONG);
        assertThat(second.handOver(ENDPOINT, "urn:uuid:1", octets("leg"))).contains(octets("answer to leg"));
    }

    @Test
    void sendsNoLegThatWouldBeDropped() {
        first.begun(ENDPOINT, "urn:uuid:1", LONG);

        assertThat(catchThrowable(() -> second.handOver(ENDPOINT, "urn:uuid:1", new byte[1 << 20])))
                .isInstanceOfSatisfying(
                        MessageSecurityException.class,
                        refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID));
    }

    @Test
    void tellsOnceWhatOthersCanSendAsOftenAsTheyLike() {
        first.begun(ENDPOINT, "urn:uuid:1", LONG);
        String channel = server.command("PUBSUB", "CHANNELS", "*:legs:*")
                .lines()
                .findFirst()
                .orElseThrow();
        for (int at = 0; at < 20; at++) {
            server.command("PUBLISH", channel, "no leg");
        }

        RedisServer.until(() -> !warnings.with("same cluster keys").isEmpty());
        assertThat(second.handOver(ENDPOINT, "urn:uuid:1", octets("leg"))).isPresent();
        assertThat(warnings.with("same cluster keys")).hasSize(1);
    }

    @Test
    void goesOnWhenTheConnectionsWereLost() {
        server.command("CLIENT", "KILL", "TYPE", "pubsub");
        server.command("CLIENT", "KILL", "TYPE", "normal");

        RedisServer.until(() -> {
            try {
                first.begun(ENDPOINT, "urn:uuid:3", LONG);
                return second.handOver(ENDPOINT, "urn:uuid:3", octets("leg")).isPresent();
            } catch (MessageSecurityException notYet) {
                return false;
            }
        });
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(UTF_8);
    }
}

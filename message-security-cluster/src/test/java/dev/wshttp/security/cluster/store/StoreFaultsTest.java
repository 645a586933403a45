// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster.store;

import static dev.wshttp.security.instances.SharedMemory.Admission.ADMITTED;
import static dev.wshttp.security.instances.SharedMemory.Admission.SEEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.instances.SharedMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A store that fails: nothing is admitted unchecked, no thread waits for long, and calls flow again by themselves. */
@RequiresRedis
@Timeout(60)
class StoreFaultsTest {
    private static final Duration LONG = Duration.ofMinutes(20);
    private static final Duration AT_ONCE = Duration.ofMillis(100);

    @RegisterExtension
    final ClusterFixture cluster = new ClusterFixture();

    private final LoggedWarnings warnings = new LoggedWarnings(cluster);
    private final AtomicInteger next = new AtomicInteger();

    @AfterEach
    void endLog() {
        warnings.close();
    }

    @Test
    void pausedRefusesAndGoesOn() {
        RedisServer server = start();
        SharedMemory memory = memory(server.uri());
        assertThat(memory.admit(octets("before"), LONG, "")).isEqualTo(ADMITTED);

        server.pause();
        assertRefused(memory);
        server.resume();

        awaitAdmission(memory);
        assertThat(memory.admit(octets("before"), LONG, "")).isEqualTo(SEEN);
        assertToldOnce();
    }

    /** A message whose answer is missing may have been remembered; it must not be admitted the second time either way. */
    @Test
    void pausedKeepsWhatItGotWhileItWasPaused() {
        RedisServer server = start();
        SharedMemory memory = memory(server.uri());
        server.pause();
        assertUnavailable(catchThrowable(() -> memory.admit(octets("unknown"), LONG, "")));
        server.resume();
        awaitAdmission(memory);

        assertThat(memory.admit(octets("unknown"), LONG, "")).isIn(ADMITTED, SEEN);
        assertThat(memory.admit(octets("unknown"), LONG, "")).isEqualTo(SEEN);
    }

    @Test
    void pausedLetsNoThreadWaitButTheFirst() throws Exception {
        RedisServer server = start();
        SharedMemory memory = memory(server.uri());
        server.pause();
        assertRefused(memory);

        var threads = Executors.newFixedThreadPool(50);
        try {
            List<Callable<Duration>> requests = new ArrayList<>();
            for (int at = 0; at < 1_000; at++) {
                requests.add(() -> timeOfRefusal(memory));
            }
            for (Future<Duration> each : threads.invokeAll(requests)) {
                assertThat(each.get()).isLessThan(ClusterFixture.TIMEOUT);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(timeOfRefusal(memory)).isLessThan(AT_ONCE);
        server.resume();
        awaitAdmission(memory);
        assertToldOnce();
    }

    @Test
    void killedAndRestartedEmptyIsCompleteSinceThen() {
        RedisServer server = start();
        SharedMemory memory = memory(server.uri());
        SharedMemory other = memory(server.uri());
        Instant before = memory.completeSince();
        memory.admit(octets("before"), LONG, "");
        Instant admitted = Instant.now();

        server.kill();
        assertRefused(memory);
        assertThat(timeOfRefusal(memory)).isLessThan(AT_ONCE);
        server.restart();

        awaitAdmission(memory);
        awaitAdmission(other);
        assertThat(memory.completeSince()).isAfter(before).isAfter(admitted);
        assertThat(other.completeSince()).isEqualTo(memory.completeSince());
    }

    /** What was saved last may be older than what was remembered last. */
    @Test
    void restartedWithWhatItSavedIsCompleteSinceThen() {
        RedisServer server = cluster.closing(RedisServer.start("--appendonly", "yes", "--appendfsync", "always"));
        SharedMemory memory = memory(server.uri());
        memory.admit(octets("before"), LONG, "");
        Instant admitted = Instant.now();

        server.kill();
        server.restart();

        awaitAdmission(memory);
        assertThat(memory.completeSince()).isAfter(admitted);
        assertThat(memory.admit(octets("before"), LONG, "")).isEqualTo(SEEN);
    }

    @Test
    void emptiedWhileConnectedIsNoticedByTheNextRequest() {
        RedisServer server = start();
        SharedMemory memory = memory(server.uri());
        memory.admit(octets("before"), LONG, "");
        Instant admitted = Instant.now();

        server.command("FLUSHALL");

        Throwable refused = catchThrowable(() -> memory.admit(octets("before"), LONG, ""));
        assertUnavailable(refused);
        awaitAdmission(memory);
        assertThat(memory.completeSince()).isAfter(admitted);
    }

    @Test
    void emptiedWithoutRequestsIsNoticedToo() {
        RedisServer server = start();
        SharedMemory memory = memory(server.uri());
        Instant before = memory.completeSince();

        server.command("FLUSHALL");

        RedisServer.until(() -> memory.completeSince().isAfter(before));
    }

    @Test
    void fullRefusesAndForgetsNothing() {
        RedisServer server = cluster.closing(RedisServer.start("--maxmemory", "3mb"));
        SharedMemory memory = memory(server.uri());
        assertThat(memory.admit(octets("before"), LONG, "")).isEqualTo(ADMITTED);
        server.command("CONFIG", "SET", "maxmemory", "1mb");

        assertRefused(memory);
        assertRefused(memory);
        assertThat(memory.hasEnded("urn:uuid:1")).as("reads go on").isFalse();
        server.command("CONFIG", "SET", "maxmemory", "0");

        awaitAdmission(memory);
        assertThat(memory.admit(octets("before"), LONG, "")).isEqualTo(SEEN);
        assertThat(warnings.with("is full")).hasSize(1);
        assertThat(warnings.with("takes entries again")).hasSize(1);
        assertThat(warnings.with("is lost")).isEmpty();
    }

    /** One request at a time finds out whether it takes entries again; none waits behind it. */
    @Test
    void fullIsAskedByOneRequestAtATime() throws Exception {
        RedisServer server = cluster.closing(RedisServer.start("--maxmemory", "3mb"));
        SharedMemory memory = memory(server.uri());
        server.command("CONFIG", "SET", "maxmemory", "1mb");
        assertRefused(memory);
        server.pause();

        int tries = 20;
        ExecutorService threads = Executors.newFixedThreadPool(tries);
        try {
            List<Callable<String>> requests = Collections.nCopies(
                    tries,
                    () -> catchThrowable(() -> memory.admit(fresh(), LONG, "")).getMessage());
            int asked = 0;
            for (Future<String> each : threads.invokeAll(requests)) {
                asked += each.get().contains("is full") ? 0 : 1;
            }
            assertThat(asked).isOne();
        } finally {
            threads.shutdownNow();
            server.resume();
        }
    }

    @Test
    void evictingIsRefusedAtTheStart() {
        RedisServer server = cluster.closing(RedisServer.start("--maxmemory-policy", "volatile-ttl"));

        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> memory(server.uri()))
                .withMessageContaining("'volatile-ttl'")
                .withMessageContaining("'noeviction'")
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID));
    }

    @Test
    void evictingIsRefusedWhenItComesBackLikeThat() {
        RedisServer server = start();
        SharedMemory memory = memory(server.uri());
        server.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        server.command("CLIENT", "KILL", "TYPE", "normal");

        RedisServer.until(() -> !warnings.with("'allkeys-lru'").isEmpty());
        assertRefused(memory);
        server.command("CONFIG", "SET", "maxmemory-policy", "noeviction");

        awaitAdmission(memory);
        assertThat(warnings.with("'allkeys-lru'")).hasSize(1);
    }

    /** The connections stay, so no connecting tells it. */
    @Test
    void evictingLaterIsNoticed() {
        RedisServer server = start();
        SharedMemory memory = memory(server.uri());
        assertThat(memory.admit(octets("before"), LONG, "")).isEqualTo(ADMITTED);
        server.command("CONFIG", "SET", "maxmemory-policy", "allkeys-random");

        RedisServer.until(() -> !warnings.with("'allkeys-random'").isEmpty());
        assertRefused(memory);
        server.command("CONFIG", "SET", "maxmemory-policy", "noeviction");

        awaitAdmission(memory);
        assertThat(memory.admit(octets("before"), LONG, "")).isEqualTo(SEEN);
    }

    /** The policy is right again when it is looked at, and what was forgotten stays forgotten. */
    @Test
    void evictedBetweenTwoLooksIsCompleteSinceThen() {
        RedisServer server = start();
        SharedMemory memory = memory(server.uri());
        Instant before = memory.completeSince();

        evictOne(server);

        RedisServer.until(() -> memory.completeSince().isAfter(before));
        assertThat(warnings.with("has forgotten entries")).hasSize(1);
    }

    private static void evictOne(RedisServer server) {
        server.command("SET", "any", "thing");
        server.command("CONFIG", "SET", "maxmemory-policy", "volatile-ttl");
        server.command("SET", "other", "thing", "EX", "100");
        server.command("CONFIG", "SET", "maxmemory", "1");
        server.command("SET", "any", "thing");
        server.command("CONFIG", "SET", "maxmemory", "0");
        server.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        assertThat(server.command("INFO", "stats")).doesNotContain("evicted_keys:0\r");
    }

    /** What was forgotten while no instance was connected. */
    @Test
    void evictedMeanwhileIsCompleteSinceThen() {
        RedisServer server = start();
        TcpRelay network = cluster.closing(TcpRelay.to(server.port()));
        SharedMemory memory = memory("redis://127.0.0.1:" + network.port());
        Instant before = memory.completeSince();
        network.cut();
        assertRefused(memory);
        evictOne(server);
        network.heal();

        awaitAdmission(memory);
        assertThat(memory.completeSince()).isAfter(before);
    }

    /** Requests are answered, and legs would not arrive. */
    @Test
    void silentForMessagesAloneIsNoticed() {
        RedisServer server = start();
        TcpRelay network = cluster.closing(TcpRelay.to(server.port()));
        SharedMemory memory = memory("redis://127.0.0.1:" + network.port());
        assertThat(memory.admit(octets("before"), LONG, "")).isEqualTo(ADMITTED);

        network.silenceNewest();

        RedisServer.until(() -> warnings.with("is lost").size() == 1);
        RedisServer.until(() -> warnings.with("answers again").size() == 1);
        awaitAdmission(memory);
    }

    @Test
    void slowIsAsGoodAsGoneAndComesBack() {
        RedisServer server = start();
        TcpRelay network = cluster.closing(TcpRelay.to(server.port()));
        SharedMemory memory = memory("redis://127.0.0.1:" + network.port());
        assertThat(memory.admit(octets("before"), LONG, "")).isEqualTo(ADMITTED);

        network.delay(ClusterFixture.TIMEOUT.multipliedBy(2));
        assertThat(timeOfRefusal(memory)).isLessThan(ClusterFixture.TIMEOUT.multipliedBy(2));
        assertThat(timeOfRefusal(memory)).isLessThan(AT_ONCE);
        network.delay(Duration.ZERO);

        awaitAdmission(memory);
        assertThat(memory.admit(octets("before"), LONG, "")).isEqualTo(SEEN);
        assertToldOnce();
    }

    @Test
    void behindASilentNetworkComesBack() {
        RedisServer server = start();
        TcpRelay network = cluster.closing(TcpRelay.to(server.port()));
        SharedMemory memory = memory("redis://127.0.0.1:" + network.port());

        network.silence();
        assertRefused(memory);
        network.heal();

        awaitAdmission(memory);
        assertToldOnce();
    }

    @Test
    void behindACutNetworkComesBack() {
        RedisServer server = start();
        TcpRelay network = cluster.closing(TcpRelay.to(server.port()));
        SharedMemory memory = memory("redis://127.0.0.1:" + network.port());
        SharedMemory other = memory(server.uri());

        network.cut();
        assertRefused(memory);
        awaitAdmission(other);
        network.heal();

        awaitAdmission(memory);
        assertThat(memory.completeSince()).as("the store lost nothing").isEqualTo(other.completeSince());
        assertToldOnce();
    }

    @Test
    void goneWithoutRequestsIsToldAndComesBack() {
        RedisServer server = start();
        memory(server.uri());

        server.pause();
        RedisServer.until(() -> warnings.with("is lost").size() == 1);
        server.resume();
        RedisServer.until(() -> warnings.with("answers again").size() == 1);
    }

    @Test
    void absentAtTheStartIsUsedWhenItComes() {
        int port = RedisServer.freePort();
        SharedMemory memory = memory("redis://127.0.0.1:" + port);
        assertRefused(memory);
        assertUnavailable(catchThrowable(memory::completeSince));

        cluster.closing(RedisServer.startOn(port));

        awaitAdmission(memory);
        assertThat(warnings.with("does not answer")).hasSize(1);
        assertThat(warnings.with("answers again")).hasSize(1);
    }

    @Test
    void withoutItsScriptsGetsThemAgain() {
        RedisServer server = start();
        SharedMemory memory = memory(server.uri());
        memory.admit(octets("before"), LONG, "");
        Instant before = memory.completeSince();

        server.command("SCRIPT", "FLUSH");
        assertUnavailable(catchThrowable(() -> memory.admit(octets("other"), LONG, "")));

        awaitAdmission(memory);
        assertThat(memory.completeSince()).as("it lost nothing else").isEqualTo(before);
        assertThat(memory.admit(octets("before"), LONG, "")).isEqualTo(SEEN);
    }

    @Test
    void closedByTheInstanceRefuses() {
        RedisServer server = start();
        var instance = cluster.instance(server.uri());
        SharedMemory memory = instance.memory().orElseThrow();
        instance.close();

        assertRefused(memory);
        assertThat(warnings.with(server.uri())).isEmpty();
    }

    private void assertToldOnce() {
        assertThat(warnings.with("is lost")).hasSize(1);
        RedisServer.until(() -> warnings.with("answers again").size() == 1);
    }

    private void assertRefused(SharedMemory memory) {
        assertUnavailable(catchThrowable(() -> memory.admit(fresh(), LONG, "")));
    }

    private static void assertUnavailable(Throwable refused) {
        assertThat(refused).isInstanceOf(MessageSecurityException.class);
        assertThat(((MessageSecurityException) refused).fault()).isEqualTo(SecurityFault.SHARED_MEMORY_UNAVAILABLE);
    }

    private Duration timeOfRefusal(SharedMemory memory) {
        long start = System.nanoTime();
        assertRefused(memory);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void awaitAdmission(SharedMemory memory) {
        RedisServer.until(() -> {
            try {
                return memory.admit(fresh(), LONG, "") == ADMITTED;
            } catch (MessageSecurityException notYet) {
                return false;
            }
        });
    }

    private byte[] fresh() {
        return octets("message " + next.incrementAndGet());
    }

    private RedisServer start() {
        return cluster.closing(RedisServer.start());
    }

    private SharedMemory memory(String uri) {
        return cluster.instance(uri).memory().orElseThrow();
    }

    private static byte[] octets(String text) {
        return text.getBytes(UTF_8);
    }
}

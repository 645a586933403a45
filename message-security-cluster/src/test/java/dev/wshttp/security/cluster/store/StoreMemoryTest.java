// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster.store;

import static dev.wshttp.security.instances.SharedMemory.Admission.ADMITTED;
import static dev.wshttp.security.instances.SharedMemory.Admission.CONTEXT_ENDED;
import static dev.wshttp.security.instances.SharedMemory.Admission.SEEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.instances.SharedMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What two instances remember together. */
@RequiresRedis
@Timeout(60)
class StoreMemoryTest {
    private static final Duration LONG = Duration.ofMinutes(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    private static RedisServer server;

    @RegisterExtension
    final ClusterFixture cluster = new ClusterFixture();

    private SharedMemory first;
    private SharedMemory second;

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
        server.command("FLUSHALL");
        first = memory("service");
        second = memory("service");
    }

    @Test
    void admitsMessageOnce() {
        assertThat(first.admit(octets("a"), LONG, "")).isEqualTo(ADMITTED);
        assertThat(second.admit(octets("a"), LONG, "")).isEqualTo(SEEN);
        assertThat(first.admit(octets("a"), LONG, "")).isEqualTo(SEEN);
        assertThat(second.admit(octets("b"), LONG, "")).isEqualTo(ADMITTED);
    }

    @Test
    void admitsMessageUnderAContextOnce() {
        assertThat(first.admit(octets("a"), LONG, "urn:uuid:1")).isEqualTo(ADMITTED);
        assertThat(second.admit(octets("a"), LONG, "urn:uuid:1")).isEqualTo(SEEN);
    }

    @Test
    void forgetsMessageWhenItsTimeIsOver() {
        first.admit(octets("a"), SHORT, "");

        RedisServer.until(() -> second.admit(octets("a"), SHORT, "") == ADMITTED);
    }

    @Test
    void keepsMessageAsLongAsItWasTold() {
        first.admit(octets("a"), LONG, "urn:uuid:1");

        assertThat(timeToLive("m")).isBetween(LONG.minusSeconds(30).toMillis(), LONG.toMillis());
    }

    @Test
    void admitsNothingUnderAContextThatEnded() {
        assertThat(first.end("urn:uuid:1", LONG)).isTrue();

        assertThat(second.admit(octets("a"), LONG, "urn:uuid:1")).isEqualTo(CONTEXT_ENDED);
        assertThat(second.admit(octets("a"), LONG, "urn:uuid:2")).isEqualTo(ADMITTED);
        assertThat(second.admit(octets("b"), LONG, "")).isEqualTo(ADMITTED);
    }

    @Test
    void remembersNoMessageThatItDidNotAdmit() {
        first.end("urn:uuid:1", SHORT);
        assertThat(second.admit(octets("a"), LONG, "urn:uuid:1")).isEqualTo(CONTEXT_ENDED);

        RedisServer.until(() -> !second.hasEnded("urn:uuid:1"));
        assertThat(second.admit(octets("a"), LONG, "urn:uuid:1")).isEqualTo(ADMITTED);
    }

    @Test
    void endsContextOnce() {
        assertThat(second.hasEnded("urn:uuid:1")).isFalse();
        assertThat(first.end("urn:uuid:1", LONG)).isTrue();
        assertThat(second.end("urn:uuid:1", LONG)).isFalse();
        assertThat(second.hasEnded("urn:uuid:1")).isTrue();
        assertThat(second.hasEnded("urn:uuid:2")).isFalse();
    }

    @Test
    void countsTogether() {
        assertThat(first.count(octets("secret"), LONG)).isEqualTo(1);
        assertThat(second.count(octets("secret"), LONG)).isEqualTo(2);
        assertThat(first.count(octets("other"), LONG)).isEqualTo(1);
    }

    @Test
    void countsAnewWhenTheTimeOfTheFirstEventIsOver() {
        first.count(octets("secret"), SHORT);
        second.count(octets("secret"), SHORT);

        RedisServer.until(() -> first.count(octets("secret"), SHORT) == 1);
    }

    @Test
    void sharesAnAllowance() {
        int taken = 0;
        for (int at = 0; at < 20; at++) {
            taken += (at % 2 == 0 ? first : second).take(octets("all"), 5, Duration.ofSeconds(2)) ? 1 : 0;
        }

        assertThat(taken).as("5 a second, kept for 2 seconds").isBetween(10, 12);
        assertThat(first.take(octets("other"), 5, Duration.ofSeconds(2))).isTrue();
    }

    @Test
    void fillsAnAllowanceAgain() {
        while (first.take(octets("all"), 50, Duration.ofMillis(100))) {
            assertThat(first.completeSince()).isNotNull();
        }

        RedisServer.until(() -> second.take(octets("all"), 50, Duration.ofMillis(100)));
    }

    @Test
    void hasOneOfAnAllowanceHoweverShortItIsKept() {
        assertThat(first.take(octets("all"), 1, Duration.ZERO)).isTrue();
        assertThat(second.take(octets("all"), 1, Duration.ZERO)).isFalse();
    }

    @Test
    void sharesPlaces() {
        assertThat(first.hold("a", LONG, 2)).isTrue();
        assertThat(second.hold("b", LONG, 2)).isTrue();
        assertThat(first.hold("c", LONG, 2)).isFalse();
        assertThat(second.hold("a", LONG, 2)).as("once more").isTrue();

        second.release("a");
        assertThat(first.hold("c", LONG, 2)).isTrue();
        assertThat(first.hold("a", LONG, 2)).isFalse();
    }

    @Test
    void freesPlacesWhenTheirTimeIsOver() {
        assertThat(first.hold("a", SHORT, 1)).isTrue();
        assertThat(first.hold("b", LONG, 1)).isFalse();

        RedisServer.until(() -> second.hold("b", LONG, 1));
        assertThat(first.hold("a", SHORT, 1)).isFalse();
    }

    @Test
    void keepsServicesOfOneStoreApart() {
        SharedMemory other = memory("other");

        assertThat(first.admit(octets("a"), LONG, "")).isEqualTo(ADMITTED);
        assertThat(other.admit(octets("a"), LONG, "")).isEqualTo(ADMITTED);
    }

    @Test
    void opensNoTokenOfAnotherService() {
        var own = cluster.instance(server.uri()).tokens();
        var same = cluster.instance(server.uri()).tokens();
        var other = cluster.instance(server.uri(), settings -> settings.name("other"))
                .tokens();
        byte[] sealed = own.seal(octets("state"), octets("scope"));

        assertThat(same.open(sealed, octets("scope"))).contains(octets("state"));
        assertThat(other.open(sealed, octets("scope"))).isEmpty();
    }

    @Test
    void showsNothingOfWhatItRemembers() {
        first.admit(octets("signature"), LONG, "urn:uuid:context");
        first.end("urn:uuid:context", LONG);
        first.count(octets("secret"), LONG);
        first.hold("holder", LONG, 5);

        assertThat(server.command("KEYS", "*")).doesNotContain("signature", "context", "secret", "holder");
        assertThat(server.command("EVAL", "return #redis.call('KEYS', 'wshttp:1:{service.0}:*')", "0"))
                .isEqualTo(server.command("DBSIZE"));
    }

    @Test
    void isCompleteSinceItBegan() {
        Instant began = first.completeSince();

        assertThat(began)
                .isBefore(Instant.now().plusMillis(1))
                .isAfter(Instant.now().minusSeconds(60));
        assertThat(second.completeSince()).isEqualTo(began);
    }

    @Test
    void staysTheSameForInstancesThatComeLater() {
        first.admit(octets("a"), LONG, "");

        SharedMemory third = memory("service");

        assertThat(third.completeSince()).isEqualTo(first.completeSince());
        assertThat(third.admit(octets("a"), LONG, "")).isEqualTo(SEEN);
    }

    /** A thousand messages, each at both instances at once. */
    @Test
    void admitsOneOfTwoAtOnce() throws Exception {
        int tries = 1_000;
        ExecutorService threads = Executors.newFixedThreadPool(2);
        var together = new CyclicBarrier(2);
        try {
            List<Future<Integer>> admitted =
                    threads.invokeAll(List.of(all(first, tries, together), all(second, tries, together)));
            int sum = 0;
            for (Future<Integer> each : admitted) {
                sum += each.get();
            }
            assertThat(sum).isEqualTo(tries);
        } finally {
            threads.shutdownNow();
        }
    }

    /** One message, a thousand times at two instances. */
    @Test
    void admitsOneOfAThousandAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            var tries = new ArrayList<Callable<SharedMemory.Admission>>();
            for (int at = 0; at < 1_000; at++) {
                SharedMemory memory = at % 2 == 0 ? first : second;
                tries.add(() -> memory.admit(octets("once"), LONG, "urn:uuid:1"));
            }
            int admitted = 0;
            for (Future<SharedMemory.Admission> each : threads.invokeAll(tries)) {
                admitted += each.get() == ADMITTED ? 1 : 0;
            }
            assertThat(admitted).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Integer> all(SharedMemory memory, int tries, CyclicBarrier together) {
        return () -> {
            int admitted = 0;
            for (int at = 0; at < tries; at++) {
                together.await();
                admitted += memory.admit(octets("message " + at), LONG, "urn:uuid:1") == ADMITTED ? 1 : 0;
            }
            return admitted;
        };
    }

    private SharedMemory memory(String name) {
        return cluster.instance(server.uri(), settings -> settings.name(name))
                .memory()
                .orElseThrow();
    }

    private static long timeToLive(String kind) {
        String script = "local k = redis.call('KEYS', '*:" + kind + ":*') return tostring(redis.call('PTTL', k[1]))";
        return Long.parseLong(server.command("EVAL", script, "0").strip());
    }

    private static byte[] octets(String text) {
        return text.getBytes(UTF_8);
    }
}

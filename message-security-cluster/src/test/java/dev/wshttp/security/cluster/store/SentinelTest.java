// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster.store;

import static dev.wshttp.security.instances.SharedMemory.Admission.ADMITTED;
import static dev.wshttp.security.instances.SharedMemory.Admission.SEEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.instances.SharedMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A replica takes over from the master. The tests wait for Sentinels most of the time. */
@RequiresRedis
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
class SentinelTest {
    private static final Duration LONG = Duration.ofMinutes(20);

    @RegisterExtension
    final ClusterFixture cluster = new ClusterFixture();

    private final AtomicInteger next = new AtomicInteger();
    private RedisServer master;
    private RedisServer replica;
    private List<RedisServer> sentinels;
    private String uri;

    @BeforeEach
    void start() {
        master = cluster.closing(RedisServer.start());
        replica = cluster.closing(RedisServer.startReplicaOf(master));
        sentinels = RedisServer.startSentinelsOf(master, Duration.ofSeconds(1));
        sentinels.forEach(cluster::closing);
        uri = sentinels.stream()
                .map(each -> "127.0.0.1:" + each.port())
                .collect(Collectors.joining(",", "redis-sentinel://", "#service"));
    }

    /** The former master comes back as a replica, and is promoted in its turn. */
    @Test
    void isUsedEachTimeThatTheMasterIsKilledAndMayLackTheLastEntries() {
        SharedMemory memory = memory(0);
        SharedMemory other = memory(0);
        RedisServer present = master;
        RedisServer next = replica;
        for (int turn = 0; turn < 3; turn++) {
            awaitAdmission(memory);
            Instant admitted = Instant.now();

            present.kill();

            awaitAdmission(memory);
            awaitAdmission(other);
            assertThat(memory.completeSince()).isAfter(admitted);
            // Each learns of an epoch that the other one begins within a heartbeat.
            RedisServer.until(() -> other.completeSince().equals(memory.completeSince()));
            present.restart();
            awaitReplica(present);
            RedisServer former = present;
            present = next;
            next = former;
        }
    }

    @Test
    void lacksNothingThatItConfirmed() {
        SharedMemory memory = memory(1);
        SharedMemory other = memory(1);
        awaitAge(replica);
        Instant before = memory.completeSince();
        byte[] confirmed = admitted(memory);

        master.kill();
        replica.command("PING");
        // A master without a replica of its own confirms nothing.
        RedisServer.until(() -> replica.command("INFO", "replication").contains("role:master"));
        RedisServer successor = cluster.closing(RedisServer.startReplicaOf(replica));

        awaitAdmission(memory);
        awaitAdmission(other);
        assertThat(memory.admit(confirmed, LONG, "")).isEqualTo(SEEN);
        assertThat(memory.completeSince()).isEqualTo(before);
        assertThat(other.completeSince()).isEqualTo(before);
        assertThat(successor.processId()).isPositive();
    }

    /** One of two replicas confirms an entry, and the other one may take over. */
    @Test
    void mayLackWhatAnotherReplicaConfirmed() {
        RedisServer second = cluster.closing(RedisServer.startReplicaOf(master));
        // A replica that they do not know follows nothing afterwards.
        RedisServer.until(() -> sentinels.stream()
                .allMatch(each -> each.command("SENTINEL", "MASTER", "service").contains("num-slaves\n2\n")));
        SharedMemory memory = memory(1);
        awaitAge(second);
        Instant before = memory.completeSince();
        awaitAdmission(memory);

        master.kill();

        awaitAdmission(memory);
        assertThat(memory.completeSince()).isAfter(before);
    }

    /** The master goes on alone, as one that the network separates from everything but this instance. */
    @Test
    void isNeededWhenItHasToConfirm() {
        SharedMemory memory = memory(1);
        awaitAdmission(memory);

        replica.pause();
        assertThat(catchThrowable(() -> memory.admit(octets("alone"), LONG, "")))
                .isInstanceOf(MessageSecurityException.class)
                .hasMessageContaining("replicas");
        replica.resume();

        awaitAdmission(memory);
    }

    @Test
    void pausedMasterThatComesBackIsNotAsked() {
        SharedMemory memory = memory(0);
        memory.admit(octets("before"), LONG, "");

        master.pause();
        awaitAdmission(memory);
        Instant since = memory.completeSince();
        master.resume();
        RedisServer.until(() -> master.command("INFO", "replication").contains("role:slave"));

        awaitAdmission(memory);
        assertThat(memory.completeSince()).isEqualTo(since);
        SharedMemory later = memory(0);
        assertThat(later.completeSince()).isEqualTo(since);
    }

    /** Longer than the time that nothing is heard of a master, by which a promoted replica is told from a restarted server. */
    private static void awaitAge(RedisServer server) {
        RedisServer.until(() -> server.command("INFO", "server")
                .lines()
                .filter(line -> line.startsWith("uptime_in_seconds:"))
                .anyMatch(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()) > 3));
    }

    /** Waits until a server follows the master, and the Sentinels know. */
    private void awaitReplica(RedisServer server) {
        RedisServer.until(() -> server.command("INFO", "replication").contains("master_link_status:up"));
        RedisServer.until(() -> sentinels.stream()
                .map(each -> each.command("SENTINEL", "REPLICAS", "service"))
                .allMatch(text ->
                        text.contains("\n" + server.port() + "\n") && text.contains("master-link-status\nok\n")));
    }

    private void awaitAdmission(SharedMemory memory) {
        assertThat(admitted(memory)).isNotEmpty();
    }

    /** Returns a message that was admitted, and that the replicas confirmed in time if they have to. */
    private byte[] admitted(SharedMemory memory) {
        List<byte[]> admitted = new ArrayList<>();
        RedisServer.until(() -> {
            byte[] message = octets("message " + next.incrementAndGet());
            try {
                return memory.admit(message, LONG, "") == ADMITTED && admitted.add(message);
            } catch (MessageSecurityException notYet) {
                return false;
            }
        });
        return admitted.get(0);
    }

    private SharedMemory memory(int replicas) {
        return cluster.instance(uri, settings -> settings.replicas(replicas))
                .memory()
                .orElseThrow();
    }

    private static byte[] octets(String text) {
        return text.getBytes(UTF_8);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster.store;

import static dev.wshttp.security.instances.SharedMemory.Admission.ADMITTED;
import static dev.wshttp.security.instances.SharedMemory.Admission.CONTEXT_ENDED;
import static dev.wshttp.security.instances.SharedMemory.Admission.SEEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.instances.LegRelay;
import dev.wshttp.security.instances.SharedMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A memory that the servers of a cluster have together. */
@RequiresRedis
@Timeout(120)
class RedisClusterTest {
    private static final Duration LONG = Duration.ofMinutes(20);
    private static final int SLOTS = 16_384;
    private static final int SERVERS = 3;

    @RegisterExtension
    final ClusterFixture cluster = new ClusterFixture();

    private static final List<RedisServer> servers = new ArrayList<>();
    private static String uri;

    @BeforeAll
    static void start() {
        for (int at = 0; at < SERVERS; at++) {
            int bus = RedisServer.freePort();
            servers.add(RedisServer.start(
                    "--cluster-enabled",
                    "yes",
                    "--cluster-port",
                    String.valueOf(bus),
                    "--cluster-node-timeout",
                    "2000"));
            String last = String.valueOf(at == SERVERS - 1 ? SLOTS - 1 : (at + 1) * (SLOTS / SERVERS) - 1);
            servers.get(at).command("CLUSTER", "ADDSLOTSRANGE", String.valueOf(at * (SLOTS / SERVERS)), last);
            servers.get(at).command("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(at + 1));
            if (at > 0) {
                servers.get(0)
                        .command(
                                "CLUSTER",
                                "MEET",
                                "127.0.0.1",
                                String.valueOf(servers.get(at).port()),
                                String.valueOf(bus));
            }
        }
        awaitCluster();
        uri = "redis-cluster://127.0.0.1:" + servers.get(0).port() + ",127.0.0.1:"
                + servers.get(1).port();
    }

    @AfterAll
    static void end() {
        servers.forEach(RedisServer::close);
        servers.clear();
    }

    @BeforeEach
    void empty() {
        awaitCluster();
        servers.forEach(server -> server.command("FLUSHALL"));
    }

    private static void awaitCluster() {
        RedisServer.until(() -> servers.stream()
                .map(server -> server.command("CLUSTER", "INFO"))
                .allMatch(state -> state.contains("cluster_state:ok") && state.contains("cluster_known_nodes:3")));
    }

    @Test
    void admitsOnceAndSpreadsTheEntries() {
        SharedMemory first = cluster.instance(uri).memory().orElseThrow();
        SharedMemory second = cluster.instance(uri).memory().orElseThrow();

        for (int at = 0; at < 100; at++) {
            assertThat(first.admit(octets("a" + at), LONG, "urn:uuid:" + at)).isEqualTo(ADMITTED);
            assertThat(second.admit(octets("a" + at), LONG, "urn:uuid:" + at)).isEqualTo(SEEN);
            assertThat(first.end("urn:uuid:" + at, LONG)).isTrue();
            assertThat(second.admit(octets("b" + at), LONG, "urn:uuid:" + at)).isEqualTo(CONTEXT_ENDED);
        }
        assertThat(servers)
                .allSatisfy(
                        server -> assertThat(server.command("KEYS", "*:m:*")).isNotEmpty());
        assertThat(first.completeSince()).isEqualTo(second.completeSince());
    }

    @Test
    void handsLegsOver() {
        LegRelay first = cluster.instance(uri).relay().orElseThrow();
        LegRelay second = cluster.instance(uri).relay().orElseThrow();
        first.receive("/", leg -> leg);
        for (int at = 0; at < 10; at++) {
            first.begun("/", "n" + at, LONG);
            assertThat(second.handOver("/", "n" + at, octets("leg"))).contains(octets("leg"));
        }
        assertThat(second.handOver("/", "unknown", octets("leg"))).isEmpty();
    }

    @Test
    void noticesThatOneServerWasEmptied() {
        SharedMemory memory = cluster.instance(uri).memory().orElseThrow();
        Instant before = memory.completeSince();

        servers.get(1).command("FLUSHALL");

        RedisServer.until(() -> memory.completeSince().isAfter(before));
    }

    @Test
    void noticesThatOneServerWasRestarted() {
        SharedMemory memory = cluster.instance(uri).memory().orElseThrow();
        Instant before = memory.completeSince();

        servers.get(1).kill();
        servers.get(1).restart();

        RedisServer.until(() -> memory.completeSince().isAfter(before));
    }

    @Test
    void needsEachServerToKeepWhatItHas() {
        servers.get(2).command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");

        try {
            assertThatExceptionOfType(MessageSecurityException.class)
                    .isThrownBy(() -> cluster.instance(uri))
                    .withMessageContaining("allkeys-lru");
        } finally {
            servers.get(2).command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        }
    }

    /** The server that has the entries now was not joined, so it may have been without some of them. */
    @Test
    void noticesThatAnotherServerHasAPart() {
        SharedMemory memory = cluster.instance(uri).memory().orElseThrow();
        memory.admit(octets("a"), LONG, "");
        Instant before = memory.completeSince();
        RedisServer from = servers.get(0);
        RedisServer to = servers.get(1);
        String record = from.command("KEYS", "*:memory").lines().findFirst().orElseThrow();
        String slot = number(from.command("CLUSTER", "KEYSLOT", record));

        to.command(
                "CLUSTER",
                "SETSLOT",
                slot,
                "IMPORTING",
                from.command("CLUSTER", "MYID").strip());
        from.command(
                "CLUSTER",
                "SETSLOT",
                slot,
                "MIGRATING",
                to.command("CLUSTER", "MYID").strip());
        from.command("CLUSTER", "GETKEYSINSLOT", slot, "1000")
                .lines()
                .forEach(key -> from.command("MIGRATE", "127.0.0.1", String.valueOf(to.port()), key, "0", "5000"));
        List.of(to, from, servers.get(2))
                .forEach(each -> each.command(
                        "CLUSTER",
                        "SETSLOT",
                        slot,
                        "NODE",
                        to.command("CLUSTER", "MYID").strip()));

        RedisServer.until(() -> memory.completeSince().isAfter(before));
    }

    private static String number(String answer) {
        return answer.strip().replaceFirst("^:", "");
    }

    private static byte[] octets(String text) {
        return text.getBytes(UTF_8);
    }
}

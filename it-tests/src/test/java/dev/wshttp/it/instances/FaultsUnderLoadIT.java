// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.instances;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.instances.InstanceProcess.Honesty;
import dev.wshttp.it.program.Mode;
import dev.wshttp.security.cluster.store.RedisServer;
import dev.wshttp.security.cluster.store.RequiresRedis;
import dev.wshttp.security.cluster.store.TcpRelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Faults of instances and store while eight clients call: no call is executed twice, none that was answered is lost, and calls flow again within
 * seconds. {@code -Dcluster.minutes=10} repeats the faults for as long.
 */
@Tag("long")
@RequiresRedis
@Timeout(3600)
class FaultsUnderLoadIT {
    private static final double MINUTES = Double.parseDouble(System.getProperty("cluster.minutes", "0"));
    private static final Duration CALM = MINUTES > 0 ? Duration.ofSeconds(5) : Duration.ofMillis(300);
    // In a build the processors are for the JVMs that have to start: load is for the long run.
    private static final Duration BETWEEN_CALLS = MINUTES > 0 ? Duration.ZERO : Duration.ofMillis(100);
    private static final Duration FAULT = Duration.ofSeconds(MINUTES > 0 ? 5 : 1);
    // Longer than the instances wait.
    private static final Duration PAUSE = Duration.ofSeconds(MINUTES > 0 ? 10 : 3);
    private static final double SHARE_OF_SENTINEL = 0.2;
    private static final int FAILOVERS = 3;
    private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    @Test
    void executeNoCallTwiceWithOneStore() throws Exception {
        try (var store = RedisServer.start();
                var network = TcpRelay.to(store.port());
                var cluster = new CounterCluster(Mode.NEGOTIATED_SESSION, Honesty.HONEST)) {
            String behindNetwork = "redis://127.0.0.1:" + network.port();
            cluster.start(List.of(store.uri(), store.uri(), behindNetwork), CLOCKS_APART);
            try (var run = new FaultRun(cluster, CALM, BETWEEN_CALLS)) {
                repeat(MINUTES, 1, () -> {
                    run.fault("kill -9 of an instance", () -> cluster.kill(0));
                    run.fault("an instance more", () -> cluster.add(store.uri(), CLOCKS_APART));
                    run.fault(
                            "rolling restart of all instances, a new key before each",
                            () -> restartAll(cluster, store, network));
                    run.fault("network between an instance and the store cut", () -> {
                        network.cut();
                        FaultRun.last(FAULT);
                        network.heal();
                    });
                    run.fault("network between an instance and the store silent", () -> {
                        network.silence();
                        FaultRun.last(FAULT);
                        network.heal();
                    });
                    run.fault("store paused (SIGSTOP)", () -> {
                        store.pause();
                        FaultRun.last(PAUSE);
                        store.resume();
                    });
                    run.fault("store killed, and started again empty", () -> {
                        store.kill();
                        FaultRun.last(FAULT);
                        store.restart();
                    });
                });
                judge("one store", run);
            }
        }
    }

    @Test
    void executeNoCallTwiceWhenAReplicaTakesOver() throws Exception {
        try (var master = RedisServer.start();
                var replica = RedisServer.startReplicaOf(master)) {
            List<RedisServer> sentinels = RedisServer.startSentinelsOf(master, Duration.ofSeconds(1));
            String uri = sentinels.stream()
                    .map(each -> "127.0.0.1:" + each.port())
                    .collect(Collectors.joining(",", "redis-sentinel://", "#service"));
            try (var cluster = new CounterCluster(Mode.SESSION, Honesty.HONEST)) {
                cluster.startTogether(3, uri);
                try (var run = new FaultRun(cluster, CALM, BETWEEN_CALLS)) {
                    List<RedisServer> turns = new ArrayList<>(List.of(master, replica));
                    repeat(MINUTES * SHARE_OF_SENTINEL, FAILOVERS, () -> {
                        run.fault(
                                "master killed, Sentinel promotes its replica",
                                () -> failOver(turns.get(0), turns.get(1)));
                        turns.get(0).restart();
                        RedisServer.until(() -> isReplica(turns.get(0)));
                        Collections.reverse(turns);
                    });
                    judge("Sentinel", run);
                }
            } finally {
                sentinels.forEach(RedisServer::close);
            }
        }
    }

    /** Without it, the tests above would show nothing. */
    @Test
    void executeCallsTwiceIfTheMemoryAdmitsEveryMessage() throws Exception {
        try (var store = RedisServer.start();
                var cluster = new CounterCluster(Mode.SESSION, Honesty.FORGETFUL)) {
            cluster.startTogether(2, store.uri());
            try (var run = new FaultRun(cluster, CALM, BETWEEN_CALLS)) {
                RedisServer.until(
                        () -> cluster.truth().executions().values().stream().anyMatch(times -> times > 1));

                assertThat(run.end().twice()).isNotEmpty();
            }
        }
    }

    private static void restartAll(CounterCluster cluster, RedisServer store, TcpRelay network) {
        int count = cluster.size();
        for (int at = 0; at < count; at++) {
            cluster.rotateKeys();
            cluster.stop(0);
            String uri = at == count - 1 ? "redis://127.0.0.1:" + network.port() : store.uri();
            cluster.add(uri, CLOCKS_APART.multipliedBy(at));
        }
    }

    private static void failOver(RedisServer master, RedisServer replica) {
        master.kill();
        RedisServer.until(() -> replica.command("INFO", "replication").contains("role:master"));
    }

    private static boolean isReplica(RedisServer server) {
        String state = server.command("INFO", "replication");
        return state.contains("role:slave") && state.contains("master_link_status:up");
    }

    private static void repeat(double minutes, int least, Runnable faults) {
        Instant end = Instant.now().plusMillis((long) (minutes * 60_000));
        for (int times = 0; times < least || Instant.now().isBefore(end); times++) {
            faults.run();
        }
    }

    private static void judge(String name, FaultRun run) throws Exception {
        FaultRun.Verdict verdict = run.end();
        write(
                name,
                run.table().markdown() + "\n" + verdict + "\n" + run.clients().reasons() + "\n");

        assertThat(verdict.twice()).as("executed twice").isEmpty();
        assertThat(verdict.lost()).as("answered and not executed").isEmpty();
        assertThat(verdict.accepted()).as("copies that were answered").isZero();
        assertThat(verdict.replays()).as("copies").isPositive();
        assertThat(run.table().longestFlow()).isLessThan(FaultRun.LONGEST_FLOW);
    }

    private static void write(String name, String result) throws IOException {
        Path file = Path.of("target", "faults-under-load-" + name.replace(' ', '-') + ".md");
        Files.writeString(file, result);
        System.out.println(result);
    }
}

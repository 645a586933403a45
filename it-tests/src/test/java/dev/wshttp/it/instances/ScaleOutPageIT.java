// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.instances;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.process.RunningProgram;
import dev.wshttp.it.program.Jars;
import dev.wshttp.it.wire.FreePort;
import dev.wshttp.security.cluster.store.RedisServer;
import dev.wshttp.security.cluster.store.RequiresRedis;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/scale-out.md tells to type works, with other ports, and with a balancer of the tests. */
@RequiresRedis
@Timeout(180)
class ScaleOutPageIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path PAGE = Path.of("..", "docs", "scale-out");
    private static final Path CLIENT = Path.of("..", "client", "src", "main", "config", "client.properties");

    @TempDir
    Path folder;

    @Test
    void runsThreeInstances() throws IOException {
        Path certificates = folder.resolve("certs");
        Jars.CERT_TOOLS.program().run(LIMIT, List.of("init", "--out", certificates.toString()));
        Files.writeString(certificates.resolve("cluster.keys"), "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=\n");
        Files.copy(PAGE.resolve("calculator.properties"), certificates.resolve("calculator.properties"));
        Files.copy(CLIENT, certificates.resolve("client.properties"));
        List<RunningProgram> instances = new ArrayList<>();
        try (var store = RedisServer.start();
                var balancer = new Balancer()) {
            for (int at = 0; at < 3; at++) {
                URI listenOn = URI.create("http://127.0.0.1:" + FreePort.find() + "/Calculator");
                instances.add(Jars.SERVICE
                        .program()
                        .command(List.of(
                                "--config",
                                certificates.resolve("calculator.properties").toString()))
                        .withEnvironment("MESSAGE_SECURITY_LISTEN_URI", listenOn.toString())
                        .withEnvironment("MESSAGE_SECURITY_CLUSTER_URI", store.uri())
                        .start());
                balancer.add(listenOn);
            }
            instances.forEach(each -> each.out().await(line -> line.startsWith("READY"), LIMIT));

            assertDemo(certificates, balancer);
            instances.get(1).close();
            assertDemo(certificates, balancer);
            assertThat(store.command("KEYS", "*")).contains("wshttp:1:{calculator.0}:");
        } finally {
            instances.forEach(RunningProgram::close);
        }
    }

    private static void assertDemo(Path certificates, Balancer balancer) {
        ProgramRun demo = Jars.CLIENT
                .program()
                .run(
                        LIMIT,
                        List.of(
                                "--config",
                                certificates.resolve("client.properties").toString(),
                                "--set",
                                "message-security.via=" + balancer.address(),
                                "demo"));

        assertThat(demo.exitCode()).as(demo.errors()).isZero();
        assertThat(demo.out()).hasSize(5).startsWith("Add(100,15.99) = 115.99");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.security.cluster.store.RedisServer;
import dev.wshttp.testing.container.CalculatorServiceContainer;
import dev.wshttp.testing.container.ConfigFolder;
import dev.wshttp.testing.http.HttpRelay;
import dev.wshttp.testing.http.HttpRelay.Answer;
import jakarta.xml.ws.WebServiceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** Two instances of the service's image and their store, each in a container of its own, and a client that reaches them by turns. */
@Tag("long")
@ExtendWith(WhereDockerRuns.class)
class StoreContainerIT {
    private static final String IMAGE = DockerEngine.setting("WSHTTP_STORE_IMAGE", "valkey/valkey:8");
    private static final String STORE = "store";
    private static final int PORT = 6379;

    @TempDir
    static Path folder;

    @Test
    void letsInstancesStandForEachOther() throws IOException {
        Parties parties = Parties.createIn(folder);
        ConfigFolder config = parties.configOfInstance("redis://" + STORE + ":" + PORT);
        try (var network = Network.newNetwork();
                var store = store(network);
                var first = ServiceImage.with(config).withNetwork(network);
                var second = ServiceImage.with(config).withNetwork(network)) {
            store.start();
            first.start();
            second.start();
            List<Answer> instances = Stream.of(first, second)
                    .map(CalculatorServiceContainer::via)
                    .map(HttpRelay::forwardingTo)
                    .toList();
            var turn = new AtomicInteger();
            try (var balancer = HttpRelay.open(
                            "/Calculator",
                            request -> instances.get(turn.getAndIncrement() % 2).to(request));
                    var calculator = parties.clientInDefaultMode(
                            Map.of("message-security.via", balancer.address().toString()))) {
                for (int call = 0; call < 6; call++) {
                    assertThat(calculator.add(call, 1)).isEqualTo(call + 1);
                }

                store.getDockerClient()
                        .pauseContainerCmd(store.getContainerId())
                        .exec();
                assertThatThrownBy(() -> calculator.add(1, 2)).isInstanceOf(WebServiceException.class);
                store.getDockerClient()
                        .unpauseContainerCmd(store.getContainerId())
                        .exec();

                RedisServer.until(() -> isAnswered(() -> calculator.add(1, 2)));
            }
        }
    }

    private static boolean isAnswered(Runnable call) {
        try {
            call.run();
            return true;
        } catch (WebServiceException notYet) {
            return false;
        }
    }

    private static GenericContainer<?> store(Network network) {
        return new GenericContainer<>(DockerImageName.parse(IMAGE))
                .withNetwork(network)
                .withNetworkAliases(STORE)
                .withCommand("redis-server", "--save", "", "--maxmemory-policy", "noeviction", "--protected-mode", "no")
                .withCreateContainerCmdModifier(Restrictions::apply)
                .waitingFor(Wait.forLogMessage(".*Ready to accept connections.*\\s", 1));
    }
}

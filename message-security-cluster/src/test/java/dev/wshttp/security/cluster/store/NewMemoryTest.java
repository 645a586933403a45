// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.cluster.ClusterInstances;
import dev.wshttp.security.cluster.ClusterSettings;
import dev.wshttp.security.instances.SharedMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service begins to listen when its memory lets messages pass. */
@RequiresRedis
@Timeout(60)
class NewMemoryTest {
    @TempDir
    private Path folder;

    private Path keys;

    @BeforeEach
    void writeKeys() throws IOException {
        keys = Files.writeString(folder.resolve("cluster.keys"), "HBxkq7rvAT1GXPLwOdE0Fd3dFeVVGQQ6yEyDsZX9BaI=\n");
    }

    @Test
    void isWaitedForByTheInstanceThatBeginsItAndByNoLaterOne() {
        try (var server = RedisServer.start();
                var first = ClusterInstances.connect(settings(server.uri()))) {
            Instant created = Instant.now();
            assertThat(created)
                    .isAfterOrEqualTo(
                            first.memory().orElseThrow().completeSince().plus(SharedMemory.MARGIN));

            long start = System.nanoTime();
            ClusterInstances.connect(settings(server.uri())).close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SharedMemory.MARGIN);
        }
    }

    @Test
    void isNotWaitedForWhereNoStoreAnswers() {
        long start = System.nanoTime();
        ClusterInstances.connect(settings("redis://127.0.0.1:" + RedisServer.freePort()))
                .close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SharedMemory.MARGIN);
    }

    private ClusterSettings settings(String uri) {
        return ClusterSettings.builder(keys).uri(uri).build();
    }
}

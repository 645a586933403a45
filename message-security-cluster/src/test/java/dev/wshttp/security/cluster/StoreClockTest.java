// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.cluster.store.RedisServer;
import dev.wshttp.security.cluster.store.RequiresRedis;
import dev.wshttp.security.instances.SharedMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Instances whose clock is not that of the store. */
@RequiresRedis
@Timeout(60)
class StoreClockTest {
    private static final Duration LONG = Duration.ofMinutes(20);

    @TempDir
    private Path folder;

    @Test
    void theMemoryBeginsByTheClockOfTheStore() throws IOException {
        try (var server = RedisServer.start();
                var instance = instance(server, Duration.ofSeconds(-50))) {
            assertThat(memory(instance).completeSince())
                    .isBetween(Instant.now().minusSeconds(30), Instant.now().plusSeconds(1));
        }
    }

    /** What was accepted last before may bear the time of this clock; by the store's it would look younger than the memory. */
    @Test
    void theMemoryBeginsByTheClockOfAnInstanceThatIsAhead() throws IOException {
        Duration ahead = Duration.ofSeconds(50);
        try (var server = RedisServer.start();
                var instance = instance(server, ahead)) {
            assertThat(memory(instance).completeSince().minus(ahead))
                    .isBetween(Instant.now().minusSeconds(30), Instant.now().plusSeconds(1));
        }
    }

    @Test
    void aClockThatIsFarAwayIsRefused() throws IOException {
        try (var server = RedisServer.start();
                var near = instance(server, Duration.ofSeconds(30));
                var behind = instance(server, Duration.ofSeconds(-65));
                var ahead = instance(server, Duration.ofSeconds(90))) {
            assertThat(memory(near).admit(new byte[] {1}, LONG, "")).isEqualTo(SharedMemory.Admission.ADMITTED);
            for (ClusterInstances far : new ClusterInstances[] {behind, ahead}) {
                assertThatExceptionOfType(MessageSecurityException.class)
                        .isThrownBy(() -> memory(far).admit(new byte[] {2}, LONG, ""))
                        .withMessageContaining("clock")
                        .satisfies(refused ->
                                assertThat(refused.fault()).isEqualTo(SecurityFault.SHARED_MEMORY_UNAVAILABLE));
            }
        }
    }

    @Test
    void theWayToTheStoreIsNoDifference() {
        Instant now = Instant.parse("2026-11-28T13:00:00Z");
        var clock = new StoreClock(Clock.fixed(now, java.time.ZoneOffset.UTC));

        clock.compare(now.minusSeconds(100), now.minusSeconds(50));
        assertThat(clock.tooFarApart()).isEmpty();
        assertThat(clock.storeIsBehind()).isZero();
        clock.compare(now.minusSeconds(100), now.minusSeconds(161));
        assertThat(clock.tooFarApart()).contains(Duration.ofSeconds(61));
        assertThat(clock.storeIsBehind()).isEqualTo(Duration.ofSeconds(61));
        clock.compare(now.minusSeconds(100), now.plusSeconds(61));
        assertThat(clock.tooFarApart()).contains(Duration.ofSeconds(61));
        assertThat(clock.storeIsBehind()).isZero();
        clock.compare(now.minusSeconds(100), now.plusSeconds(60));
        assertThat(clock.tooFarApart()).isEmpty();
    }

    /** Returns the memory when it has answered. */
    private static SharedMemory memory(ClusterInstances instance) {
        SharedMemory memory = instance.memory().orElseThrow();
        RedisServer.until(() -> {
            try {
                return memory.completeSince() != null;
            } catch (MessageSecurityException notYet) {
                return false;
            }
        });
        return memory;
    }

    private ClusterInstances instance(RedisServer server, Duration wrong) throws IOException {
        Path keys = folder.resolve("cluster.keys");
        Files.writeString(keys, "HBxkq7rvAT1GXPLwOdE0Fd3dFeVVGQQ6yEyDsZX9BaI=\n");
        return ClusterInstances.connect(
                ClusterSettings.builder(keys)
                        .uri(server.uri())
                        .timeout(Duration.ofSeconds(2))
                        .build(),
                Clock.offset(Clock.systemUTC(), wrong));
    }
}

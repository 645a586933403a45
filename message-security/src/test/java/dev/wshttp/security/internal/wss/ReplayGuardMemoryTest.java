// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.LiveHeap;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the memory of received messages takes, as the heap says. */
class ReplayGuardMemoryTest {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration LONGEST = WINDOW.plus(ReplayGuard.CLOCK_STEP).plus(ReplayGuard.PERIOD);

    private final AdjustableClock clock = new AdjustableClock(Instant.parse("2026-11-22T10:39:32Z"));

    @ParameterizedTest
    // With 400,000 the tables have just doubled.
    @ValueSource(ints = {400_000, 500_000})
    void takesNoMoreThan32BytesAMessage(int messages) {
        assertThat(LiveHeap.bytesOf(() -> filled(messages)) / messages).isBetween(8L, 32L);
    }

    @Test
    void givesItsMemoryBackWhenTheWindowIsOver() {
        long bytes = LiveHeap.bytesOf(() -> {
            ReplayGuard filled = filled(400_000);
            clock.advance(LONGEST);
            filled.require("one more");
            return filled;
        });

        assertThat(bytes).isLessThan(1_000_000);
    }

    @Test
    void takesAFewKilobytesForFewMessages() {
        int guards = 1_000;
        long bytes = LiveHeap.bytesOf(
                () -> Stream.generate(() -> filled(10)).limit(guards).toList());

        assertThat(bytes / guards).isLessThan(8_192);
    }

    private ReplayGuard filled(int messages) {
        var filled = new ReplayGuard(clock, new SecureRandom(), WINDOW, messages);
        for (int i = 0; i < messages; i++) {
            filled.require("message " + i);
        }
        return filled;
    }
}

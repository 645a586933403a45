// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.SecurityFault.MESSAGE_REPLAYED;
import static dev.wshttp.security.SecurityFault.REPLAY_MEMORY_FULL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.MessageSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReplayGuardTest {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration KEPT = WINDOW.plusMinutes(1);

    private final AdjustableClock clock = new AdjustableClock(Instant.parse("2026-11-22T10:39:32Z"));
    private final ReplayGuard guard = new ReplayGuard(clock, WINDOW, 3);

    @Test
    void acceptsDifferentMessages() {
        guard.require("one");

        assertThatNoException().isThrownBy(() -> guard.require("two"));
    }

    @Test
    void refusesTheSameMessageAgain() {
        guard.require("one");

        assertThat(faultOf(() -> guard.require("one"))).isEqualTo(MESSAGE_REPLAYED);
        assertThat(faultOf(() -> guard.require("one"))).isEqualTo(MESSAGE_REPLAYED);
    }

    @Test
    void remembersToTheEndOfTheWindowAndForAsLongAsAVerificationTakes() {
        guard.require("one");
        clock.advance(WINDOW.plusMillis(1));
        assertThat(faultOf(() -> guard.require("one"))).isEqualTo(MESSAGE_REPLAYED);
        clock.advance(KEPT.minus(WINDOW).minusMillis(1));

        assertThat(faultOf(() -> guard.require("one"))).isEqualTo(MESSAGE_REPLAYED);
    }

    @Test
    void forgetsAfterThat() {
        guard.require("one");
        clock.advance(KEPT.plusMillis(1));

        assertThatNoException().isThrownBy(() -> guard.require("one"));
    }

    @Test
    void refusesRatherThanForgetsWhenItIsFull() {
        guard.require("one");
        guard.require("two");
        guard.require("three");

        assertThat(faultOf(() -> guard.require("four"))).isEqualTo(REPLAY_MEMORY_FULL);
        clock.advance(KEPT.plusMillis(1));
        guard.require("four");
        assertThat(faultOf(() -> guard.require("four"))).isEqualTo(MESSAGE_REPLAYED);
    }

    @Test
    void stillKnowsTheOldestWhenItIsFull() {
        guard.require("one");
        guard.require("two");
        guard.require("three");
        assertThat(faultOf(() -> guard.require("four"))).isEqualTo(REPLAY_MEMORY_FULL);

        assertThat(faultOf(() -> guard.require("one"))).isIn(MESSAGE_REPLAYED, REPLAY_MEMORY_FULL);
    }

    @Test
    void hasRoomAgainForEachThatExpires() {
        guard.require("one");
        clock.advance(Duration.ofMinutes(10));
        guard.require("two");
        guard.require("three");
        clock.advance(Duration.ofMinutes(7));

        assertThatNoException().isThrownBy(() -> guard.require("four"));
        assertThat(faultOf(() -> guard.require("two"))).isIn(MESSAGE_REPLAYED, REPLAY_MEMORY_FULL);
        assertThat(faultOf(() -> guard.require("five"))).isEqualTo(REPLAY_MEMORY_FULL);
    }

    @Test
    void loosesNoRoomToReplays() {
        guard.require("one");
        for (int i = 0; i < 10; i++) {
            assertThat(faultOf(() -> guard.require("one"))).isEqualTo(MESSAGE_REPLAYED);
        }

        guard.require("two");
        assertThatNoException().isThrownBy(() -> guard.require("three"));
    }

    @Test
    @Timeout(60)
    void acceptsEachMessageExactlyOnceFromManyThreads() throws Exception {
        int messages = 200;
        int threads = 8;
        var shared = new ReplayGuard(clock, WINDOW, messages * threads);
        var pool = Executors.newFixedThreadPool(threads);
        try {
            var tasks = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < threads; i++) {
                tasks.add(() -> accepted(shared, messages));
            }
            int accepted = 0;
            for (Future<Integer> result : pool.invokeAll(tasks)) {
                accepted += result.get();
            }

            assertThat(accepted).isEqualTo(messages);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    @Timeout(60)
    void neverHoldsMoreThanItsCapacityFromManyThreads() throws Exception {
        int threads = 8;
        var shared = new ReplayGuard(clock, WINDOW, 100);
        var pool = Executors.newFixedThreadPool(threads);
        try {
            var tasks = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < threads; i++) {
                String prefix = "thread " + i + " ";
                tasks.add(() -> acceptedOf(shared, prefix, 50));
            }
            int accepted = 0;
            for (Future<Integer> result : pool.invokeAll(tasks)) {
                accepted += result.get();
            }

            assertThat(accepted).isEqualTo(100);
        } finally {
            pool.shutdownNow();
        }
    }

    private static int accepted(ReplayGuard guard, int messages) {
        return acceptedOf(guard, "", messages);
    }

    private static int acceptedOf(ReplayGuard guard, String prefix, int messages) {
        int accepted = 0;
        for (int i = 0; i < messages; i++) {
            try {
                guard.require(prefix + i);
                accepted++;
            } catch (MessageSecurityException refused) {
                assertThat(refused.fault()).isIn(MESSAGE_REPLAYED, REPLAY_MEMORY_FULL);
            }
        }
        return accepted;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.SecurityFault.MESSAGE_REPLAYED;
import static dev.wshttp.security.SecurityFault.REPLAY_MEMORY_FULL;
import static dev.wshttp.security.SecurityFault.TIMESTAMP_OUT_OF_RANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.MessageSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayGuardTest {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration LONGEST = WINDOW.plus(ReplayGuard.CLOCK_STEP).plus(ReplayGuard.PERIOD);

    private final AdjustableClock clock = new AdjustableClock(Instant.parse("2026-11-22T10:39:32Z"));
    private final ReplayGuard guard = guardOf(3);

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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 59, 60, 61, 179, 180, 181, 239})
    void remembersToTheEndOfTheWindowWhereverItBegan(int second) {
        clock.advance(Duration.ofSeconds(second));
        guard.require("one");
        clock.advance(WINDOW);
        guard.require("two");

        assertThat(faultOf(() -> guard.require("one"))).isEqualTo(MESSAGE_REPLAYED);
        assertThat(faultOf(() -> guard.requireUnseen("one"))).isEqualTo(MESSAGE_REPLAYED);
    }

    @Test
    void forgetsAfterTheWindow() {
        guard.require("one");
        clock.advance(LONGEST);

        assertThatNoException().isThrownBy(() -> guard.require("one"));
    }

    @Test
    void refusesRatherThanForgetsWhenItIsFull() {
        guard.require("one");
        guard.require("two");
        guard.require("three");

        assertThat(faultOf(() -> guard.require("four"))).isEqualTo(REPLAY_MEMORY_FULL);
        clock.advance(LONGEST);
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
        clock.advance(LONGEST.minusMinutes(10));

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
        var shared = guardOf(messages * threads);
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
        var shared = guardOf(100);
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

    @Test
    @Timeout(60)
    void acceptsEachMessageExactlyOnceWhilePeriodsBeginAndEnd() throws Exception {
        int messages = 2_000;
        var shared = guardOf(messages);
        var pool = Executors.newFixedThreadPool(3);
        try {
            Callable<Integer> time = () -> {
                // Shorter than the window in all, so no message may pass again.
                for (long passed = 0; passed < WINDOW.toMillis(); passed++) {
                    clock.advance(Duration.ofMillis(1));
                }
                return 0;
            };
            Callable<Integer> sender = () -> accepted(shared, messages);
            int accepted = 0;
            for (Future<Integer> result : pool.invokeAll(List.of(time, sender, sender))) {
                accepted += result.get();
            }

            assertThat(accepted).isEqualTo(messages);
        } finally {
            pool.shutdownNow();
        }
    }

    // A clock that is set back

    @Test
    void copyIsRefusedAfterTheClockWasSetBack() {
        guard.require("one");
        clock.advance(Duration.ofHours(-1));

        assertThat(faultOf(() -> guard.require("one"))).isEqualTo(MESSAGE_REPLAYED);
        guard.require("two");
        clock.advance(WINDOW);
        assertThat(faultOf(() -> guard.require("two"))).isEqualTo(MESSAGE_REPLAYED);
        assertThat(faultOf(() -> guard.require("one"))).isEqualTo(MESSAGE_REPLAYED);
    }

    @Test
    void copyOfAForgottenMessageIsRefusedAfterTheClockWasSetBack() {
        guard.require("one");
        clock.advance(LONGEST);
        guard.require("two");
        clock.advance(WINDOW.negated());

        assertThat(faultOf(() -> guard.requireUnseen("one"))).isEqualTo(TIMESTAMP_OUT_OF_RANGE);
        assertThat(faultOf(() -> guard.require("one"))).isEqualTo(TIMESTAMP_OUT_OF_RANGE);
        clock.advance(WINDOW);
        assertThatNoException().isThrownBy(() -> guard.require("three"));
    }

    @Test
    void copyIsRefusedAfterTheClockWasAheadForAWhile() {
        guard.require("one");
        clock.advance(Duration.ofHours(1));
        guard.require("two");
        clock.advance(Duration.ofHours(-1));

        assertThat(faultOf(() -> guard.require("one"))).isEqualTo(TIMESTAMP_OUT_OF_RANGE);
        assertThatNoException().isThrownBy(() -> guardOf(1).require("one"));
        clock.advance(WINDOW.plus(ReplayGuard.PERIOD));
        assertThatNoException().isThrownBy(() -> guard.require("three"));
    }

    @Test
    void clockMayBeSetBackByAMinute() {
        var many = guardOf(1_000_000);
        for (int second = 0; second < LONGEST.toSeconds() * 2; second++) {
            clock.advance(Duration.ofSeconds(1));
            many.require("at " + second);
            clock.advance(ReplayGuard.CLOCK_STEP.negated());
            many.require("set back at " + second);
            many.requireUnseen("new");
            clock.advance(ReplayGuard.CLOCK_STEP);
        }
    }

    private ReplayGuard guardOf(int capacity) {
        return new ReplayGuard(clock, new SecureRandom(), WINDOW, capacity);
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

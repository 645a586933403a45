// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TurnsTest {
    private static final Origin CROWD = origin(1);
    private static final Origin SINGLE = origin(2);

    private final AtomicLong now = new AtomicLong();
    private final Turns turns = new Turns(1, now::get, new OverloadLog(now::get));
    private final List<String> order = new ArrayList<>();

    @Test
    void letsManyRequestsOfOneAddressNotDelayThoseOfAnother() {
        turns.run(
                CROWD,
                () -> {
                    for (int i = 0; i < 5; i++) {
                        enter(CROWD, "crowd");
                    }
                    enter(SINGLE, "single");
                    assertThat(turns.waiting()).isEqualTo(6);
                },
                this::refused,
                Runnable::run);

        assertThat(order.indexOf("single")).isLessThanOrEqualTo(1);
        assertThat(order).hasSize(6).doesNotContain("refused");
        assertThat(turns.taken()).isZero();
        assertThat(turns.waiting()).isZero();
    }

    @Test
    void refusesOnlyWhatWaitsTooLong() {
        turns.run(
                CROWD,
                () -> {
                    enter(SINGLE, "early");
                    now.addAndGet(Turns.LONGEST_WAIT.toNanos());
                    enter(SINGLE, "late");
                    turns.refuseTooLate();
                    assertThat(order).isEmpty();
                    now.incrementAndGet();
                    turns.refuseTooLate();
                    assertThat(order).containsExactly("refused");
                },
                this::refused,
                Runnable::run);

        assertThat(order).containsExactly("refused", "late");
        assertThat(turns.taken()).isZero();
    }

    @Test
    void losesNoTurnWhereWorkFails() {
        assertThatThrownBy(() -> turns.run(
                        CROWD,
                        () -> {
                            throw new IllegalStateException("failed");
                        },
                        this::refused,
                        Runnable::run))
                .hasMessage("failed");

        assertThat(turns.taken()).isZero();
    }

    static Stream<Executor> withoutThreads() {
        return Stream.of(
                work -> {
                    throw new RejectedExecutionException("stopped");
                },
                work -> {
                    throw new OutOfMemoryError("unable to create native thread");
                });
    }

    @ParameterizedTest
    @MethodSource("withoutThreads")
    void refusesWhatWaitedWhereNoThreadRunsItAndLosesNoTurn(Executor none) {
        turns.run(
                CROWD,
                () -> turns.run(SINGLE, () -> order.add("run"), this::refused, none),
                this::refused,
                Runnable::run);

        assertThat(order).containsExactly("refused");
        assertThat(turns.taken()).isZero();
    }

    @Test
    void workThatWasRefusedIsNotRunByAnExecutorThatKeptIt() {
        var kept = new ArrayList<Runnable>();
        Executor keeping = work -> {
            kept.add(work);
            throw new OutOfMemoryError("unable to create native thread");
        };
        turns.run(
                CROWD,
                () -> turns.run(SINGLE, () -> order.add("run"), this::refused, keeping),
                this::refused,
                Runnable::run);

        kept.forEach(Runnable::run);

        assertThat(order).containsExactly("refused");
        assertThat(turns.taken()).isZero();
    }

    /** The executor throws for the second one although a thread of its own has run it. */
    @Test
    void refusesWhatHasNoThreadWhateverHappensToTheNext() {
        var given = new ArrayList<Runnable>();
        Executor failing = work -> {
            given.add(work);
            if (given.size() == 2) {
                work.run();
            }
            throw new OutOfMemoryError("unable to create native thread");
        };
        assertThatThrownBy(() -> turns.run(
                        CROWD,
                        () -> {
                            turns.run(SINGLE, () -> order.add("first"), this::refused, failing);
                            turns.run(SINGLE, () -> order.add("second"), this::refused, failing);
                        },
                        this::refused,
                        Runnable::run))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(order).containsExactly("second", "refused");
        assertThat(turns.taken()).isZero();
    }

    @Test
    void losesNoTurnWhereWorkThatWaitedFails() {
        assertThatThrownBy(() -> turns.run(
                        CROWD,
                        () -> turns.run(
                                SINGLE,
                                () -> {
                                    throw new IllegalStateException("failed");
                                },
                                this::refused,
                                Runnable::run),
                        this::refused,
                        Runnable::run))
                .hasMessage("failed");

        assertThat(order).isEmpty();
        assertThat(turns.taken()).isZero();
    }

    private void enter(Origin origin, String name) {
        turns.run(origin, () -> order.add(name), this::refused, Runnable::run);
    }

    private void refused() {
        order.add("refused");
    }

    private static Origin origin(int last) {
        try {
            return Origin.of(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last}));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

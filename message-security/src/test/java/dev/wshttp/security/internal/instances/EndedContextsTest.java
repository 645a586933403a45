// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.instances;

import static dev.wshttp.security.Refusals.faultOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.instances.MemoryOfOneJvm;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndedContextsTest {
    private static final Duration KEEP = Duration.ofHours(1);

    private final AdjustableClock clock = new AdjustableClock(Instant.parse("2026-11-28T13:00:00Z"));
    private final MemoryOfOneJvm memory = new MemoryOfOneJvm(clock);

    @Test
    void endsAContextOnce() {
        EndedContexts ended = alone();

        assertThat(ended.end("a")).isTrue();
        assertThat(ended.end("a")).isFalse();
        assertThat(ended.isKnown("a")).isTrue();
        assertThat(ended.hasEnded("a")).isTrue();
        assertThat(ended.hasEnded("b")).isFalse();
    }

    @Test
    void oneOfTwoInstancesEndsAContext() {
        EndedContexts one = shared();
        EndedContexts other = shared();

        assertThat(one.end("a")).isTrue();
        assertThat(other.isKnown("a")).isFalse();
        assertThat(other.hasEnded("a")).isTrue();
        assertThat(other.end("a")).isFalse();
        assertThat(other.isKnown("a")).isTrue();
    }

    @Test
    void forgetsAContextWhenItsTokenHasEnded() {
        EndedContexts ended = alone();
        ended.end("a");
        clock.advance(KEEP.minusMillis(1));
        ended.end("b");
        assertThat(ended.isKnown("a")).isTrue();
        clock.advance(Duration.ofMillis(1));
        ended.end("c");

        assertThat(ended.isKnown("a")).isFalse();
        assertThat(ended.isKnown("b")).isTrue();
    }

    @Test
    void refusesToEndWhatItCouldNotRemember() {
        EndedContexts ended = alone();
        ended.end("a");
        ended.end("b");
        assertThat(faultOf(() -> ended.end("c"))).isEqualTo(SecurityFault.TOO_MANY_SESSIONS);
        assertThat(ended.end("a")).isFalse();
        clock.advance(KEEP);

        assertThat(ended.end("c")).isTrue();
    }

    /** No client can do anything about it. */
    @Test
    void endsWhatItCannotRememberIfThatIsEnough() {
        EndedContexts ended = alone();
        ended.endIfPossible("a");
        ended.endIfPossible("b");
        ended.endIfPossible("c");

        assertThat(ended.isKnown("a")).isTrue();
        assertThat(ended.isKnown("b")).isTrue();
        assertThat(ended.isKnown("c")).isFalse();
    }

    @Test
    void doesNotEndWhereTheSharedMemoryIsGoneIfItIsPossible() {
        EndedContexts ended = shared();
        memory.setGone(true);

        assertThat(faultOf(() -> ended.endIfPossible("a"))).isEqualTo(SecurityFault.SHARED_MEMORY_UNAVAILABLE);
    }

    @Test
    void leavesItToTheSharedMemoryWhenItIsFull() {
        EndedContexts ended = shared();
        ended.end("a");
        ended.end("b");

        assertThat(ended.end("c")).isTrue();
        assertThat(ended.isKnown("c")).isFalse();
        assertThat(ended.hasEnded("c")).isTrue();
        assertThat(ended.end("c")).isFalse();
    }

    @Test
    void endsNothingWhereTheSharedMemoryIsGone() {
        EndedContexts ended = shared();
        memory.setGone(true);

        assertThat(faultOf(() -> ended.end("a"))).isEqualTo(SecurityFault.SHARED_MEMORY_UNAVAILABLE);
        assertThat(ended.isKnown("a")).isFalse();
        assertThat(faultOf(() -> ended.hasEnded("a"))).isEqualTo(SecurityFault.SHARED_MEMORY_UNAVAILABLE);
    }

    private EndedContexts alone() {
        return new EndedContexts(Optional.empty(), KEEP, clock, 2);
    }

    private EndedContexts shared() {
        return new EndedContexts(Optional.of(memory), KEEP, clock, 2);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import static dev.wshttp.security.Refusals.faultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.NegotiationSettings;
import dev.wshttp.security.SecurityFault;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PendingNegotiationsTest {
    private final AdjustableClock clock = new AdjustableClock(Instant.parse("2026-11-22T10:40:00Z"));
    private final PendingNegotiations<String> pending = new PendingNegotiations<>(NegotiationSettings.DEFAULT, clock);

    @Test
    void keepsANegotiationForItsNextLeg() {
        open("a").putBack();

        assertThat(pending.take("a").orElseThrow().negotiation()).isEqualTo("negotiation a");
    }

    @Test
    void refusesALegOfANegotiationThatSomebodyHasInHand() {
        var inHand = open("a");
        assertThat(pending.take("a")).isEmpty();
        inHand.putBack();
        assertThat(pending.take("a")).isPresent();

        assertThat(pending.take("a")).isEmpty();
    }

    @Test
    void refusesAFirstLegWithAContextInUseAndLeavesTheOtherAlone() {
        var first = open("a");
        assertThat(faultOf(() -> open("a"))).isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);
        first.putBack();
        assertThat(faultOf(() -> open("a"))).isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);

        assertThat(pending.take("a")).isPresent();
    }

    @Test
    void contextMayBeUsedAgainAfterTheEnd() {
        open("a").release();

        open("a");
        assertThat(pending.size()).isEqualTo(1);
    }

    @Test
    void releasingWhatWaitsAgainDoesNotTakeItOutOfAnothersHand() {
        var first = open("a");
        first.putBack();
        var second = pending.take("a").orElseThrow();
        first.release();

        assertThat(faultOf(() -> open("a"))).isEqualTo(SecurityFault.TOKEN_REQUEST_INVALID);
        second.release();
        assertThat(pending.size()).isZero();
    }

    @Test
    void forgetsANegotiationAMinuteAfterItsFirstLeg() {
        open("a").putBack();
        clock.advance(Duration.ofSeconds(59));
        pending.take("a").orElseThrow().putBack();
        clock.advance(Duration.ofSeconds(1));

        assertThat(pending.take("a")).isEmpty();
    }

    @Test
    void floodOfFirstLegsIsRefusedBeforeAnyWorkIsDone() {
        for (int i = 0; i < 128; i++) {
            open("flood " + i).putBack();
        }
        var made = new AtomicInteger();

        assertThat(faultOf(() -> pending.open("late", () -> "made " + made.incrementAndGet())))
                .isEqualTo(SecurityFault.TOO_MANY_NEGOTIATIONS);
        assertThat(made).hasValue(0);
        assertThat(pending.take("flood 0")).isPresent();
    }

    @Test
    void thereIsRoomAgainWhenTheFloodIsOver() {
        for (int i = 0; i < 128; i++) {
            open("flood " + i).putBack();
        }
        clock.advance(Duration.ofMinutes(1));

        open("late");
        assertThat(pending.size()).isEqualTo(1);
    }

    @Test
    void failureToBeginLeavesNothingBehind() {
        assertThatIllegalStateException()
                .isThrownBy(() -> pending.open("a", () -> {
                    throw new IllegalStateException();
                }));

        assertThat(pending.size()).isZero();
    }

    private PendingNegotiations<String>.Taken open(String context) {
        return pending.open(context, () -> "negotiation " + context);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTicksTest {
    private static final long INTERVAL = 250_000_000;

    /** Before and after the tick between them, an arrival leaves a whole interval. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, INTERVAL - 1, INTERVAL, -1, -INTERVAL, Long.MAX_VALUE - 10 * INTERVAL})
    void isAWholeIntervalAfterTheArrivalAtLeastAndTwoAtMost(long arrived) {
        assertThat(AnswerTicks.until(arrived, arrived))
                .isBetween(Duration.ofNanos(INTERVAL), Duration.ofNanos(2 * INTERVAL));
    }

    @Test
    void isTheSameTimeWhateverAMessageTook() {
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long arrived = random.nextLong() / 2;
            long took = (long) (random.nextDouble() * INTERVAL * 0.99);

            assertThat(arrived
                            + took
                            + AnswerTicks.until(arrived, arrived + took).toNanos())
                    .isEqualTo(arrived + AnswerTicks.until(arrived, arrived).toNanos());
        }
    }

    @Test
    void isOneOfTheCommonTicks() {
        for (long arrived = 0; arrived < 10 * INTERVAL; arrived += INTERVAL / 7) {
            assertThat((arrived + AnswerTicks.until(arrived, arrived).toNanos()) % INTERVAL)
                    .isZero();
        }
    }

    /** A message that took too long waits for a later tick rather than be answered when it is ready. */
    @Test
    void isALaterTickForAMessageThatTookLonger() {
        Duration wait = AnswerTicks.until(0, 5 * INTERVAL + 1);

        assertThat(wait).isPositive();
        assertThat((5 * INTERVAL + 1 + wait.toNanos()) % INTERVAL).isZero();
    }
}

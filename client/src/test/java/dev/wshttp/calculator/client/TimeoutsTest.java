// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeoutsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void refusesToWaitForEver() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timeouts(Duration.ZERO, SECOND))
                .withMessageContaining("connect");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timeouts(SECOND, Duration.ofNanos(1)))
                .withMessageContaining("request");
        assertThatIllegalArgumentException().isThrownBy(() -> new Timeouts(SECOND, Duration.ofDays(2)));
    }
}

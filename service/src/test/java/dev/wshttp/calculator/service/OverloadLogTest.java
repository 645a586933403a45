// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OverloadLogTest {
    @RegisterExtension
    final LogLines lines = new LogLines();

    private final AtomicLong now = new AtomicLong(-1);
    private final OverloadLog log = new OverloadLog(now::get);

    @Test
    void saysEachKindOnceAMinuteWithHowOftenItHappened() {
        for (int i = 0; i < 1_000; i++) {
            log.tell("Refused");
        }
        log.tell("Closed");
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        log.tell("Refused");

        assertThat(lines.warnings())
                .containsExactly(
                        "Refused ('1' times since this was last logged)",
                        "Closed ('1' times since this was last logged)",
                        "Refused ('1000' times since this was last logged)");
    }
}

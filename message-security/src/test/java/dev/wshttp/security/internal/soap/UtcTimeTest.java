// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UtcTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-22T10:39:32Z, 2026-11-22T10:39:32.000Z",
        "2026-01-02T03:04:05.006999999Z, 2026-01-02T03:04:05.006Z", // cut, not rounded: no time is later than it was
        "2024-02-29T23:59:59.999Z, 2024-02-29T23:59:59.999Z",
        "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.500Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
    })
    void writesMilliseconds(Instant instant, String expected) {
        assertThat(UtcTime.text(instant)).isEqualTo(expected);
    }

    @Test
    void readsWhatItWrites() {
        var random = new Random(1);
        long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        for (int i = 0; i < 10_000; i++) {
            var instant = Instant.ofEpochSecond(random.nextLong(last), random.nextInt(1_000_000_000));

            assertThat(UtcTime.parse(UtcTime.text(instant))).isEqualTo(instant.truncatedTo(ChronoUnit.MILLIS));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.SecurityFault.TIMESTAMP_OUT_OF_RANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.internal.soap.UtcTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WCF's rules for timestamps, each with its edge: skew 5 minutes, life 5 minutes. */
class FreshnessTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:39:32.684Z");
    private static final Duration TINY = Duration.ofMillis(1);

    private final Freshness freshness = new Freshness(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofMinutes(5));

    @ParameterizedTest
    @CsvSource({
        "PT0S, PT5M", // as every sender writes it
        "PT5M, PT10M", // created at the edge of the future
        "PT-9M59.999S, PT1H", // created at the edge of the past, whatever it claims
        "PT-5M, PT-4M59.999S", // expired at the edge
        "PT4M59.999S, PT5M",
    })
    void accepts(Duration created, Duration expires) {
        assertThatNoException().isThrownBy(() -> require(created, expires));
    }

    @Test
    void acceptsTimestampWithoutExpiry() {
        assertThatNoException().isThrownBy(() -> require(Duration.ofMinutes(-9), null));
    }

    @Test
    void refusesWhatWasCreatedBeyondTheSkew() {
        assertRefused(Duration.ofMinutes(5).plus(TINY), Duration.ofMinutes(10));
    }

    @Test
    void refusesWhatIsOlderThanLifeAndSkewWhateverItClaims() {
        assertRefused(Duration.ofMinutes(-10), Duration.ofHours(1));
        assertRefused(Duration.ofMinutes(-10), null);
    }

    @Test
    void refusesWhatExpiredBeyondTheSkew() {
        assertRefused(Duration.ofMinutes(-6), Duration.ofMinutes(-5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-0.001S", "PT-1M"})
    void refusesExpiryThatIsNotAfterTheCreation(Duration life) {
        assertRefused(Duration.ZERO, life);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT-4M59.999S, PT0.001S, true", "PT0S, PT-5M, PT5M, false", "PT1H, PT59M, PT2H, true"})
    void usesTheSkewThatIsSet(Duration skew, Duration created, Duration expires, boolean accepted) {
        var other = new Freshness(Clock.fixed(NOW, ZoneOffset.UTC), skew);
        ThrowingCallable call = () ->
                other.require(NOW.plus(created).toString(), NOW.plus(expires).toString());

        if (accepted) {
            assertThatNoException().isThrownBy(call);
        } else {
            assertThat(faultOf(call)).isEqualTo(TIMESTAMP_OUT_OF_RANGE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T10:39:32Z",
                "2026-11-22T10:39:32.6Z",
                "2026-11-22T10:39:32.684Z",
                "2026-11-22T10:39:32.6840001Z",
            })
    void readsUpToSevenDigitsOfASecond(String created) {
        assertThatNoException().isThrownBy(() -> freshness.require(created, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-22",
                "2026-11-22T10:39:32",
                "2026-11-22T10:39:32.Z",
                "2026-11-22T10:39:32.68400012Z",
                "2026-11-22T10:39:32.684z",
                "2026-11-22T10:39:32.684+00:00",
                "2026-11-22T11:39:32.684+01:00",
                "2026-11-22 10:39:32.684Z",
                "2026-11-22T10:39Z",
                "+2026-11-22T10:39:32.684Z",
                "2026-13-22T10:39:32.684Z",
                "2026-02-30T10:39:32.684Z",
                "2026-11-22T25:39:32.684Z",
                "٢٠٢٦-11-22T10:39:32.684Z",
                "now",
            })
    void refusesEveryOtherForm(String text) {
        assertThat(faultOf(() -> freshness.require(text, null))).isEqualTo(TIMESTAMP_OUT_OF_RANGE);
        assertThat(faultOf(() -> freshness.require(NOW.toString(), text))).isEqualTo(TIMESTAMP_OUT_OF_RANGE);
    }

    @Test
    void writesMilliseconds() {
        assertThat(UtcTime.text(Instant.parse("2026-11-22T10:00:00Z"))).isEqualTo("2026-11-22T10:00:00.000Z");
        assertThat(UtcTime.text(NOW)).isEqualTo("2026-11-22T10:39:32.684Z");
    }

    @Test
    void knowsThePresentInMilliseconds() {
        var fine = new Freshness(Clock.fixed(NOW.plusNanos(999), ZoneOffset.UTC), Duration.ZERO);

        assertThat(fine.now()).isEqualTo(NOW);
    }

    @Test
    void letsMessagesBeReplayedForLifeAndTwiceTheSkew() {
        assertThat(freshness.replayWindow()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void fromNowOnRefusesWhatWasCreatedBeforeHoweverNewItIs() {
        var clock = new AdjustableClock(NOW.plusNanos(999));
        Freshness started = new Freshness(clock, Duration.ofMinutes(5)).fromNowOn();

        assertThat(faultOf(() -> started.require(UtcTime.text(NOW.minus(TINY)), null)))
                .isEqualTo(TIMESTAMP_OUT_OF_RANGE);
        assertThatNoException().isThrownBy(() -> started.require(UtcTime.text(NOW), null));
        clock.advance(Duration.ofHours(1));
        assertThatNoException().isThrownBy(() -> started.require(UtcTime.text(NOW.plus(Duration.ofMinutes(59))), null));
        assertThat(faultOf(() -> started.require(UtcTime.text(NOW), null))).isEqualTo(TIMESTAMP_OUT_OF_RANGE);
    }

    private void assertRefused(Duration created, @Nullable Duration expires) {
        assertThat(faultOf(() -> require(created, expires))).isEqualTo(TIMESTAMP_OUT_OF_RANGE);
    }

    private void require(Duration created, @Nullable Duration expires) {
        freshness.require(UtcTime.text(NOW.plus(created)), expires == null ? null : UtcTime.text(NOW.plus(expires)));
    }
}

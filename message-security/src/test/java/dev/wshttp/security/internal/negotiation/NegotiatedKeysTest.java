// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.AdjustableClock;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NegotiatedKeysTest {
    private final AdjustableClock clock = new AdjustableClock(Instant.parse("2026-11-22T10:40:00Z"));
    private final NegotiatedKeys contexts = new NegotiatedKeys(3, clock);

    @Test
    void forgetsAContextAtTheEndOfItsLifetime() {
        add("a");
        clock.advance(Duration.ofMinutes(15).minusMillis(1));
        assertThat(contexts.find("a")).isPresent();
        clock.advance(Duration.ofMillis(1));

        assertThat(contexts.find("a")).isEmpty();
    }

    @Test
    void forgetsWhatWasUnusedForTheLongestTimeWhenThereIsNoRoom() {
        add("a");
        add("b");
        add("c");
        assertThat(contexts.proved(token("a"))).isPresent();
        add("d");

        assertThat(contexts.find("b")).isEmpty();
        assertThat(contexts.find("a")).isPresent();
        assertThat(contexts.find("d")).isPresent();
    }

    @Test
    void namesInUnprovedMessagesKeepNoKeyOfAnAttackerInThePlaceOfThoseInUse() {
        add("abandoned");
        add("b");
        add("c");
        assertThat(contexts.find("abandoned")).isPresent();
        add("d");

        assertThat(contexts.find("abandoned")).isEmpty();
        assertThat(contexts.find("b")).isPresent();
    }

    @Test
    void expiredContextsMakeRoomFirst() {
        add("a");
        clock.advance(Duration.ofMinutes(14));
        add("b");
        add("c");
        clock.advance(Duration.ofMinutes(1));
        contexts.find("a");
        add("d");

        assertThat(contexts.find("b")).isPresent();
        assertThat(contexts.find("c")).isPresent();
    }

    @Test
    void removesOnce() {
        add("a");

        assertThat(contexts.remove("a")).isTrue();
        assertThat(contexts.remove("a")).isFalse();
    }

    private static SecurityContextToken token(String identifier) {
        return new SecurityContextToken("", identifier, "");
    }

    private void add(String identifier) {
        contexts.add(new NegotiatedKeys.Entry(
                new SecurityContextKey(token(identifier), SharedSecret.of(new byte[32])),
                Recorded.credential("client").certificate(),
                clock.instant().plus(Duration.ofMinutes(15))));
    }
}

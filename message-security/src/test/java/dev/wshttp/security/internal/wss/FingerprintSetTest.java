// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintSetTest {
    private final FingerprintSet set = new FingerprintSet();

    // With 300,000 the largest table is divided twice.
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 12_288, 12_289, 300_000})
    void containsWhatWasAddedAndNothingElse(int size) {
        new SplittableRandom(1).longs(size).forEach(set::add);

        assertThat(set.size()).isEqualTo(size);
        assertThat(new SplittableRandom(1).longs(size)).allMatch(set::contains);
        assertThat(new SplittableRandom(2).longs(size)).noneMatch(set::contains);
    }

    @Test
    void containsTheFingerprintThatLooksLikeAFreePlace() {
        assertThat(set.contains(0)).isFalse();
        set.add(0);

        assertThat(set.contains(0)).isTrue();
        assertThat(set.contains(2)).isFalse();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.cluster.LegFrame.Kind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LegFrameTest {
    @ParameterizedTest
    @EnumSource
    void readsWhatItWrites(Kind kind) {
        var frame = new LegFrame(kind, "exchange", "asker", "/Größe", new byte[] {1, 2, 3});

        LegFrame read = LegFrame.of(frame.octets()).orElseThrow();

        assertThat(read).usingRecursiveComparison().isEqualTo(frame);
    }

    @Test
    void readsNothingElse() {
        byte[] octets = new LegFrame(Kind.ANSWER, "exchange", "asker", "/", new byte[0]).octets();
        for (int length = 0; length < octets.length; length++) {
            assertThat(LegFrame.of(Arrays.copyOf(octets, length)))
                    .as("%d octets", length)
                    .isEmpty();
        }
        octets[0] = 'z';
        assertThat(LegFrame.of(octets)).as("of a later version").isEmpty();
    }
}

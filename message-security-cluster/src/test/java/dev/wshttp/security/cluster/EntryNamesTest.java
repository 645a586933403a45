// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import static dev.wshttp.security.cluster.Step.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.cluster.Step.Entry;
import dev.wshttp.security.cluster.Step.Kind;
import io.lettuce.core.cluster.SlotHash;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntryNamesTest {
    private static final Epoch EPOCH = epoch(1);
    private final EntryNames names = new EntryNames("calc", 16);

    @Test
    void haveTheirVersionAndService() {
        assertThat(string(names.record(3))).isEqualTo("wshttp:1:{calc.3}:memory");
        assertThat(string(names.entry(0, new Entry(Kind.MESSAGE, text("x")), EPOCH)))
                .startsWith("wshttp:1:{calc.0}:m:");
    }

    @Test
    void haveOneSlotInAPart() {
        int record = SlotHash.getSlot(names.record(5));

        for (Kind kind : Kind.values()) {
            assertThat(SlotHash.getSlot(names.entry(5, new Entry(kind, text("x")), EPOCH)))
                    .isEqualTo(record);
        }
    }

    @Test
    void differByKindAndNameAndEpoch() {
        Set<String> all = new HashSet<>();
        for (Kind kind : Kind.values()) {
            all.add(string(names.entry(0, new Entry(kind, text("x")), EPOCH)));
        }
        all.add(string(names.entry(0, new Entry(Kind.MESSAGE, text("y")), EPOCH)));
        all.add(string(names.entry(0, new Entry(Kind.MESSAGE, text("x")), epoch(2))));

        assertThat(all).hasSize(Kind.values().length + 2);
    }

    @Test
    void showNothingOfWhatTheyStandFor() {
        assertThat(string(names.entry(0, new Entry(Kind.MESSAGE, text("signature")), EPOCH)))
                .doesNotContain("signature");
    }

    @Test
    void useAllParts() {
        Set<Integer> parts = new HashSet<>();
        for (int at = 0; at < 1_000; at++) {
            parts.add(names.part(text("urn:uuid:" + at)));
        }

        assertThat(parts).hasSize(16);
    }

    private static Epoch epoch(int key) {
        var octets = new byte[Epoch.KEY_BYTES];
        octets[0] = (byte) key;
        return Epoch.of(List.of(new byte[Epoch.ID_BYTES], text("0"), octets, text("0"), text("0")));
    }

    private static String string(byte[] name) {
        return new String(name, StandardCharsets.ISO_8859_1);
    }
}

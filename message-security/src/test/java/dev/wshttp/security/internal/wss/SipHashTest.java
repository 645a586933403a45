// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipHashTest {
    // The key of the paper, appendix A: 00 01 02 ... 0f.
    private static final SipHash OF_THE_PAPER = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    // 15 octets: appendix A of the paper. The others are the first test vectors of its authors' program, as
    // little-endian numbers.
    @ParameterizedTest
    @CsvSource({
        "0, 726fdb47dd0e0e31",
        "1, 74f839c593dc67fd",
        "2, 0d6c8009d9a94f5a",
        "3, 85676696d7fb7e2d",
        "4, cf2794e0277187b7",
        "5, 18765564cd99a68d",
        "6, cbc9466e58fee3ce",
        "7, ab0200f58b01d137",
        "8, 93f5f5799a932462",
        "15, a129ca6149be45e5"
    })
    void agreesWithThePaper(int length, String hash) {
        assertThat(Long.toHexString(OF_THE_PAPER.of(ascending(length))))
                .isEqualTo(Long.toHexString(Long.parseUnsignedLong(hash, 16)));
    }

    @Test
    void isAnotherUnderEachNewKey() {
        var random = new SecureRandom();
        var hashes = new HashSet<Long>();
        for (int key = 0; key < 100; key++) {
            hashes.add(SipHash.withNewKey(random).of(ascending(20)));
        }

        assertThat(hashes).hasSize(100);
    }

    private static byte[] ascending(int length) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) i;
        }
        return octets;
    }
}

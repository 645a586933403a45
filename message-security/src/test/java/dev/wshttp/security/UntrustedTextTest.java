// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UntrustedTextTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B, 0x7F, // C0 and DEL
                0x80, 0x85, 0x8D, 0x90, 0x9B, 0x9D, 0x9F, // C1: next line, reverse index, CSI, OSC
                0x2028, 0x2029, // line and paragraph separator
                0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, // bidi
                0x00AD, 0x180E, 0x200B, 0x200C, 0x200D, 0x2060, 0x2061, 0x206A, 0x206F, 0xFEFF, 0xFFF9,
                0xFFFB, // format
                0x034F, 0x115F, 0x1160, 0x17B4, 0x180B, 0x2800, 0x3164, 0xFE00, 0xFE0F, 0xFFA0, // nothing to see
                0xD800, 0xDBFF, 0xDC00, 0xDFFF, // lone surrogates
                0xE000, 0xF8FF, 0xFFFE, 0xFFFF, 0x0378, // private use, no characters, unassigned
                0x1D173, 0xE0001, 0xE0020, 0xE007F, 0xE0100, 0xE01EF, 0xF0000, 0x10FFFF
            })
    void makesASpaceOfACharacterThatSteersOrHides(int character) {
        String hostile = "a" + new StringBuilder().appendCodePoint(character) + "b";

        assertThat(UntrustedText.printable(hostile)).isEqualTo("a b");
        assertThat(UntrustedText.oneLine(hostile)).isEqualTo("a b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Add", "Größe", "Ελλάδα", "Привет", "日本語", "한국어", "שלום", "مرحبا", "e\u0301", "𝒳 😀", "a  b", "\u00A0"
            })
    void keepsLettersOfAllScripts(String text) {
        assertThat(UntrustedText.printable(text)).isEqualTo(text);
    }

    @Test
    void leavesNoCharacterThatBeginsALineForAnyReader() {
        String all = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        String line = UntrustedText.printable(all);

        assertThat(line.lines()).hasSize(1);
        assertThat(line.codePoints()).allMatch(UntrustedText::isShown);
        assertThat(line.chars()).noneMatch(Character::isISOControl);
    }

    @Test
    void doesNotJoinSurrogatesByRemovingWhatStandsBetween() {
        assertThat(UntrustedText.printable("\uD83D\u202E\uDE00")).isEqualTo(" ");
    }

    @Test
    void doesNotCutACharacterInTwo() {
        assertThat(UntrustedText.oneLine("x".repeat(999) + "😀".repeat(10))).isEqualTo("x".repeat(999) + " ...");
    }

    @Test
    void cutsWhatIsEndless() {
        assertThat(UntrustedText.oneLine("\u202E".repeat(100_000) + "x")).hasSizeLessThan(1_004);
        assertThat(UntrustedText.oneLine(null)).isEqualTo("null");
    }

    @Test
    void takesTimeThatGrowsWithTheLength() {
        Growth.assertLinear(length -> UntrustedText.printable("\u0085x".repeat(length / 2)));
    }
}

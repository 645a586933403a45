// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as PowerShell, Notepad and cmd write them. */
class TextFileTest {
    private static final String TEXT = "a=\u00e4\r\nb=\ud83d\ude00\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"UTF-8, ''", "UTF-8, efbbbf", "UTF-16LE, fffe", "UTF-16BE, feff"})
    void readsTextWithAndWithoutItsMark(String charset, String mark) throws Exception {
        byte[] octets = octets(mark, charset, TEXT);
        Path file = Files.write(folder.resolve("x"), octets);

        assertThat(TextFile.read(file, 1000)).isEqualTo(TEXT);
        assertThat(new String(TextFile.inUtf8(octets), StandardCharsets.UTF_8)).isEqualTo(TEXT);
    }

    @Test
    void takesAMarkAloneForAnEmptyText() throws Exception {
        assertThat(TextFile.text(HexFormat.of().parseHex("efbbbf"))).isEmpty();
        assertThat(TextFile.text(HexFormat.of().parseHex("fffe"))).isEmpty();
        assertThat(TextFile.text(new byte[0])).isEmpty();
    }

    @Test
    void takesASecondMarkForText() throws Exception {
        assertThat(TextFile.text(HexFormat.of().parseHex("efbbbfefbbbf"))).isEqualTo("\ufeff");
    }

    @ParameterizedTest
    @CsvSource({
        "fffe0000, UTF-32LE, byte order mark of UTF-32",
        "0000feff, UTF-32BE, byte order mark of UTF-32",
        "'', UTF-16LE, UTF-16 without a byte order mark",
        "'', UTF-16BE, UTF-16 without a byte order mark",
        "'', windows-1252, line 1 is no UTF-8",
        "fffe, UTF-8, line 1 is no UTF-16LE"
    })
    void namesOtherEncodings(String mark, String charset, String found) throws IOException {
        byte[] octets = octets(mark, charset, "a=\u00e4\r");

        var refused = catchThrowableOfType(TextFile.UnreadableException.class, () -> TextFile.text(octets));

        assertThat(refused.found()).contains(found);
        assertThat(refused.remedy()).contains("Save it as UTF-8");
    }

    @Test
    void namesTheLineThatIsNoText() throws IOException {
        byte[] octets = octets("", "windows-1252", "a\nb\nc=\u00e4x\n");

        var refused = catchThrowableOfType(TextFile.UnreadableException.class, () -> TextFile.text(octets));

        assertThat(refused.found()).isEqualTo("line 3 is no UTF-8");
    }

    @Test
    void leavesOtherOctetsAsTheyAre() {
        byte[] der = HexFormat.of().parseHex("3082010a");

        assertThat(TextFile.inUtf8(der)).isEqualTo(der);
    }

    @Test
    void saysWhyAFileCannotBeRead() throws IOException {
        Path large = Files.write(folder.resolve("large"), new byte[11]);

        assertUnreadable(folder.resolve("absent"), "there is no such file");
        assertUnreadable(folder, "it is a folder");
        assertUnreadable(large, "it has more than 10 bytes");
    }

    private static void assertUnreadable(Path file, String found) {
        var refused = catchThrowableOfType(TextFile.UnreadableException.class, () -> TextFile.read(file, 10));

        assertThat(refused.found()).isEqualTo(found);
    }

    private static byte[] octets(String mark, String charset, String text) throws IOException {
        var octets = new ByteArrayOutputStream();
        octets.write(HexFormat.of().parseHex(mark));
        octets.write(text.getBytes(Charset.forName(charset)));
        return octets.toByteArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties files as editors of Windows write them. */
class PropertiesFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"UTF-8", "UTF-16LE", "UTF-16BE"})
    void takesAByteOrderMarkForNoPartOfTheFirstKey(String charset) throws IOException {
        Path file = Files.write(folder.resolve("x"), "\ufeffa=\u00e4\r\nb=2\r\n".getBytes(Charset.forName(charset)));

        assertThat(PropertiesFile.read(file)).isEqualTo(Map.of("a", "\u00e4", "b", "2"));
    }

    @ParameterizedTest
    @CsvSource({
        "C:\\certs\\client.p12, certs",
        "\\\\server\\share\\x, share",
        "C:\\Users\\x, Users",
        "C:\\users\\x, users",
        "C:\\x\\u12, x",
        "\\u12g4, u12g4",
        "a\\.b, .b",
        "'\\\"x\\\"', '\"x'"
    })
    void refusesABackslashThatBeginsNoEscape(String value, String before) {
        assertThat(refused("# C:\\comment\nok=1\na=" + value + "\n"))
                .contains("the backslash in line 3, before '" + before, "Write paths with / between folders")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "C:\\temp\\new.p12, C:\\temp\\new.p12",
        "C:\\f\\r, C:\\f\\r",
        "x\\u0007y, x\\u0007y",
        "x\\u0085y, x\\u0085y"
    })
    void showsAPathThatBrokeOnOneLineWithItsEscapes(String value, String shown) {
        assertThat(refused("a.file=" + value))
                .contains("the value of 'a.file' has characters that cannot be seen: it is '" + shown + "'")
                .doesNotContain("\n", "\t", "\u0007");
    }

    @Test
    void takesWhatJavaWritesItself() throws IOException {
        var properties = new Properties();
        properties.setProperty("a b=c:d#e!f", " C:\\certs\\new: #=! \u00e4");
        var text = new StringWriter();
        properties.store(text, "a comment with \\ backslash");
        Path file = Files.writeString(folder.resolve("x"), text + "long = one\\\n   two\n");

        assertThat(PropertiesFile.read(file))
                .containsEntry("a b=c:d#e!f", "C:\\certs\\new: #=! \u00e4")
                .containsEntry("long", "onetwo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1\\\n#b\\x=2", "a=1\\\n!\\x"})
    void findsABackslashInALineThatGoesOnAndIsNoComment(String text) {
        assertThat(refused(text)).contains("the backslash in line 2");
    }

    @Test
    void saysWhichEncodingAFileHas() throws IOException {
        Path file = Files.write(folder.resolve("x"), "a=1\n".getBytes(Charset.forName("UTF-16LE")));

        assertThat(refusal(() -> PropertiesFile.read(file)).getMessage())
                .contains(
                        "UTF-16 without a byte order mark",
                        "expected a properties file in UTF-8 or UTF-16",
                        "Save it as");
    }

    private String refused(String text) {
        MessageSecurityException refused = refusal(() -> PropertiesFile.read(written(text)));
        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        return String.valueOf(refused.getMessage());
    }

    private Path written(String text) {
        try {
            return Files.writeString(folder.resolve("x.properties"), text);
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CredentialFilesTest {

    @TempDir
    Path temporary;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has access lists in place of these permissions")
    void writesFilesAndDirectoryForTheirOwnerOnly() throws IOException {
        var directory = temporary.resolve("new/deep");
        write(directory, ExistingFiles.REFUSE, Map.of("a", "1"));

        assertThat(permissions(directory)).isEqualTo("rwx------");
        assertThat(permissions(temporary.resolve("new"))).isEqualTo("rwx------");
        assertThat(permissions(directory.resolve("a"))).isEqualTo("rw-------");
        assertThat(namesIn(directory)).containsExactly("a");
    }

    @Test
    void refusesToOverwriteAndNamesWhatIsInTheWay() throws IOException {
        Files.writeString(temporary.resolve("b"), "old");

        assertThatThrownBy(() -> write(temporary, ExistingFiles.REFUSE, abc()))
                .isInstanceOf(CredentialFileException.class)
                .hasMessageContaining("'b'")
                .hasMessageContaining("--force");
        assertThat(namesIn(temporary)).containsExactly("b");
        assertThat(temporary.resolve("b")).hasContent("old");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "lets administrators only make links")
    void refusesToOverwriteDanglingLink() throws IOException {
        Files.createSymbolicLink(temporary.resolve("b"), temporary.resolve("elsewhere"));

        assertThatThrownBy(() -> write(temporary, ExistingFiles.REFUSE, abc()))
                .isInstanceOf(CredentialFileException.class);
        assertThat(temporary.resolve("elsewhere")).doesNotExist();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has access lists in place of these permissions")
    void replacesWhenToldAndTightensPermissions() throws IOException {
        Files.writeString(temporary.resolve("b"), "old");
        Files.setPosixFilePermissions(temporary.resolve("b"), PosixFilePermissions.fromString("rw-r--r--"));

        write(temporary, ExistingFiles.REPLACE, abc());

        assertThat(temporary.resolve("b")).hasContent("2");
        assertThat(permissions(temporary.resolve("b"))).isEqualTo("rw-------");
        assertThat(namesIn(temporary)).containsExactly("a", "b", "c");
    }

    @Test
    void neverReplacesDirectory() throws IOException {
        Files.createDirectory(temporary.resolve("b"));

        assertThatThrownBy(() -> write(temporary, ExistingFiles.REPLACE, abc()))
                .isInstanceOf(CredentialFileException.class)
                .hasMessageContaining("not directories");
        assertThat(namesIn(temporary)).containsExactly("b");
    }

    @Test
    void leavesNothingWhenOneFileCannotBeWritten() throws IOException {
        var contents = abc();
        contents.put("x".repeat(300), "4");

        assertThatThrownBy(() -> write(temporary.resolve("new/deep"), ExistingFiles.REFUSE, contents))
                .isInstanceOf(CredentialFileException.class)
                .hasMessageContaining("Nothing was changed");
        assertThat(namesIn(temporary)).isEmpty();
    }

    @Test
    void restoresReplacedFilesWhenALaterOneCannotBeMoved() throws IOException {
        Files.writeString(temporary.resolve("a"), "old a");
        Files.writeString(temporary.resolve("c"), "old c");
        var transaction = new FileTransaction(temporary, ExistingFiles.REPLACE, (from, to) -> {
            if (to.endsWith("c")) {
                throw new IOException("disk full");
            }
            Files.move(from, to);
        });

        assertThatThrownBy(() -> transaction.write(bytes(abc())))
                .isInstanceOf(CredentialFileException.class)
                .hasMessageContaining("disk full");
        assertThat(namesIn(temporary)).containsExactly("a", "c");
        assertThat(temporary.resolve("a")).hasContent("old a");
        assertThat(temporary.resolve("c")).hasContent("old c");
    }

    @Test
    void reportsDirectoryThatIsAFile() throws IOException {
        Files.writeString(temporary.resolve("file"), "");

        assertThatThrownBy(() -> write(temporary.resolve("file"), ExistingFiles.REFUSE, abc()))
                .isInstanceOf(CredentialFileException.class);
        assertThat(temporary.resolve("file")).isRegularFile();
    }

    private static void write(Path directory, ExistingFiles existing, Map<String, String> contents) {
        new FileTransaction(directory, existing).write(bytes(contents));
    }

    private static Map<String, String> abc() {
        var contents = new LinkedHashMap<String, String>();
        contents.put("a", "1");
        contents.put("b", "2");
        contents.put("c", "3");
        return contents;
    }

    private static Map<String, byte[]> bytes(Map<String, String> contents) {
        var bytes = new LinkedHashMap<String, byte[]>();
        contents.forEach((name, content) -> bytes.put(name, content.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

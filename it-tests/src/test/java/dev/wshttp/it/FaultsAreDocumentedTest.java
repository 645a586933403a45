// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each code of a log or an exception has an entry in the documents, and each entry is about a code. */
class FaultsAreDocumentedTest {
    private static final Path PAGE = Path.of("..", "docs", "troubleshooting.md");

    @Test
    void everyFaultHasOneEntryInOrder() throws IOException {
        List<String> headings = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();

        assertThat(headings)
                .containsExactlyElementsOf(Arrays.stream(SecurityFault.values())
                        .map(SecurityFault::anchor)
                        .toList());
    }

    @Test
    void everyEntrySaysWhatToDo() throws IOException {
        for (String entry : Files.readString(PAGE).split("\n## ")) {
            if (!entry.startsWith("# ")) {
                assertThat(entry).contains("**Do:**");
            }
        }
    }
}

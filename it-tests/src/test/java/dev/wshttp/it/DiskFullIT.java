// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.process.Command;
import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.it.program.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Space ends while certificates are written. A limit on the size of a file, which needs neither a full disk nor a privilege, makes a write
 * fail in the middle as a full disk does.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no ulimit")
class DiskFullIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int FILES = 3;

    /** In blocks of 512 octets: certificates fit, stores do not. */
    private static final int LARGEST_FILE = 4;

    @TempDir
    Path folder;

    @Test
    void leavesNoFileOfTheNewSet() throws IOException {
        Path certificates = folder.resolve("certs");

        ProgramRun run = initWithoutSpace("--out", certificates.toString());

        assertExplained(run);
        assertThat(contents(folder)).isEmpty();
    }

    @Test
    void leavesEveryFileOfTheOldSet() throws IOException {
        ProgramRun first = Jars.CERT_TOOLS.programForLong().run(LIMIT, List.of("init", "--out", folder.toString()));
        assertThat(first.exitCode()).as(first.errors()).isZero();
        Map<Path, String> before = contents(folder);

        ProgramRun run = initWithoutSpace("--force", "--out", folder.toString());

        assertExplained(run);
        assertThat(contents(folder)).isEqualTo(before);
    }

    private static void assertExplained(ProgramRun run) {
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(FILES);
        assertThat(run.errors())
                .contains("File too large", "ca.p12", "Nothing was changed")
                .doesNotContain("\tat ");
    }

    private static ProgramRun initWithoutSpace(String... arguments) {
        var words = new ArrayList<>(List.of("sh", "-c", "ulimit -f " + LARGEST_FILE + " && exec \"$@\"", "sh"));
        var init = new ArrayList<>(List.of("init"));
        init.addAll(List.of(arguments));
        words.addAll(Jars.CERT_TOOLS.programForLong().command(init).words());
        // The JVM writes a file of counters that would be too large, too.
        return Command.of(words)
                .withEnvironment("JDK_JAVA_OPTIONS", "-XX:-UsePerfData")
                .run(LIMIT);
    }

    private static Map<Path, String> contents(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            var contents = new TreeMap<Path, String>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file, java.util.Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
            }
            return contents;
        }
    }
}

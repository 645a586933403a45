// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service in a JVM of its own that has no Micrometer: nothing looks for it. */
@Timeout(120)
class WithoutMicrometerTest {
    private static final String[] CLASS_PATH =
            System.getProperty("java.class.path").split(File.pathSeparator);

    @TempDir
    private Path folder;

    @Test
    void callsInAllModes() throws Exception {
        Path log = folder.resolve("classes.log");
        assertThat(CLASS_PATH).anyMatch(WithoutMicrometerTest::isMicrometer);
        String others = Stream.of(CLASS_PATH)
                .filter(entry -> !isMicrometer(entry))
                .collect(Collectors.joining(File.pathSeparator));

        String printed = OwnJvm.run(CallsInAllModes.class, folder, others, List.of("-Xlog:class+load:file=" + log));

        assertThat(printed).contains("mode 0: Hello again", "mode 3: Hello again");
        assertThat(Files.readAllLines(log))
                .anyMatch(line -> line.contains(" dev.wshttp.security.internal.jaxws.ServiceObserver "))
                .noneMatch(line -> line.contains(" io.micrometer."))
                .noneMatch(line -> line.contains(" dev.wshttp.security.metrics."))
                .noneMatch(line -> line.contains(" dev.wshttp.security.audit.AuditTrail"));
    }

    private static boolean isMicrometer(String entry) {
        return Path.of(entry).getFileName().toString().startsWith("micrometer-");
    }
}

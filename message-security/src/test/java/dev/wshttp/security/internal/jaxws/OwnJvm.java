// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the tests in a JVM of its own, which starts fast. */
final class OwnJvm {
    private OwnJvm() {}

    /** Runs the program to its end, and returns what it printed. */
    static String run(Class<?> program, Path folder, String classPath, List<String> options)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                // Making keys would take most of the run.
                "-Dtest.keys=" + System.getProperty("test.keys", folder.toString()),
                "-cp",
                classPath,
                program.getName()));
        Path output = folder.resolve("output.txt");
        Process running = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(running.waitFor(100, TimeUnit.SECONDS)).isTrue();
        } finally {
            running.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}

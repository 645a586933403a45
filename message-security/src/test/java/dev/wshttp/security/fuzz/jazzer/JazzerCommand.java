// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.jazzer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lets Jazzer run a target for some minutes, in a JVM of its own: {@code mvn -q -P fuzz -Dfuzz.target=envelope -Dfuzz.minutes=60}. Fails if
 * something was found.
 */
public final class JazzerCommand {
    private static final int MOST_FINDINGS = 20;

    private JazzerCommand() {}

    /** @param arguments the folder to write to */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Targets target = Targets.named(System.getProperty("fuzz.target", ""));
        Path folder = Path.of(arguments[0]).resolve(target.label());
        // What was found before was looked at before.
        Path findings = Files.createDirectories(folder.resolve("findings-" + System.currentTimeMillis()));
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        int number = 0;
        for (byte[] seed : target.seeds()) {
            Files.write(corpus.resolve("seed-" + number++), seed);
        }
        Path dictionary = Files.write(folder.resolve("dictionary"), Dictionary.entries());
        int ended = run(options(corpus, findings, dictionary));
        System.exit(verdict(findings, ended));
    }

    private static int verdict(Path findings, int ended) throws IOException {
        try (Stream<Path> files = Files.list(findings)) {
            List<Path> found = files.sorted().toList();
            found.forEach(file -> System.out.println("FINDING " + file));
            return ended == 0 && found.isEmpty() ? 0 : 1;
        }
    }

    private static List<String> options(Path corpus, Path findings, Path dictionary) {
        long seconds = Math.round(60 * Double.parseDouble(System.getProperty("fuzz.minutes", "1")));
        return List.of(
                "--target_class=" + JazzerTarget.class.getName(),
                "--instrumentation_includes=dev.wshttp.**:org.apache.wss4j.**:org.apache.xml.security.**",
                "--reproducer_path=" + findings,
                "--keep_going=" + MOST_FINDINGS,
                "-artifact_prefix=" + findings + "/",
                "-max_total_time=" + seconds,
                "-dict=" + dictionary,
                "-timeout=20",
                "-max_len=32768",
                "-rss_limit_mb=0",
                "-seed=" + Long.getLong("fuzz.seed", 1),
                corpus.toString());
    }

    /** With this JVM's class path and settings; Jazzer is there at run time only. */
    private static int run(List<String> options) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+EnableDynamicAgentLoading",
                "-Djava.security.properties=" + System.getProperty("java.security.properties"),
                "-Dfuzz.target=" + System.getProperty("fuzz.target"),
                "-classpath",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer"));
        command.addAll(options);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}

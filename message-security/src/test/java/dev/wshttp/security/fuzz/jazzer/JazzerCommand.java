// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.jazzer;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Lets Jazzer run a target for some minutes: {@code mvn -q -P fuzz -Dfuzz.target=envelope -Dfuzz.minutes=60}. */
public final class JazzerCommand {
    private JazzerCommand() {}

    /** @param arguments the folder to write to */
    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        Targets target = Targets.named(System.getProperty("fuzz.target", ""));
        Path folder = Path.of(arguments[0]).resolve(target.label());
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        Path findings = Files.createDirectories(folder.resolve("findings"));
        int number = 0;
        for (byte[] seed : target.seeds()) {
            Files.write(corpus.resolve("seed-" + number++), seed);
        }
        Path dictionary = Files.write(folder.resolve("dictionary"), Dictionary.entries());
        run(options(corpus, findings, dictionary));
    }

    private static List<String> options(Path corpus, Path findings, Path dictionary) {
        long seconds = Math.round(60 * Double.parseDouble(System.getProperty("fuzz.minutes", "1")));
        return List.of(
                "--target_class=" + JazzerTarget.class.getName(),
                "--instrumentation_includes=dev.wshttp.**:org.apache.wss4j.**:org.apache.xml.security.**",
                "--reproducer_path=" + findings,
                "--keep_going=20",
                "-artifact_prefix=" + findings + "/",
                "-max_total_time=" + seconds,
                "-dict=" + dictionary,
                "-timeout=20",
                "-max_len=32768",
                "-rss_limit_mb=0",
                "-seed=" + Long.getLong("fuzz.seed", 1),
                corpus.toString());
    }

    /** Jazzer is there at run time only. */
    private static void run(List<String> options) throws ReflectiveOperationException {
        try {
            Class.forName("com.code_intelligence.jazzer.Jazzer")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) options.toArray(new String[0]));
        } catch (InvocationTargetException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }
}

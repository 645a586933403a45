// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A runnable jar, started with the Java that runs this program. Immutable.
 *
 * @param jar the file
 */
public record JavaProgram(Path jar) {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /** @throws IllegalArgumentException if there is no such file */
    public JavaProgram {
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException(
                    "There is no program '" + jar
                            + "' (expected the runnable jar of a module). Build it first: mvn package, in the parent's directory.");
        }
    }

    /** What starts the program. */
    public Command command(List<String> arguments) {
        var words = new ArrayList<>(List.of(JAVA.toString(), "-jar", jar.toString()));
        words.addAll(arguments);
        return Command.of(words);
    }

    /** Starts the program; close what is returned. */
    public RunningProgram start(List<String> arguments) {
        return command(arguments).start();
    }

    /**
     * Runs the program to its end.
     *
     * @throws IllegalStateException if it does not end within the limit
     */
    public ProgramRun run(Duration limit, List<String> arguments) {
        return command(arguments).run(limit);
    }
}

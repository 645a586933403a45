// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A runnable jar, started with the Java that runs this program. Immutable.
 *
 * @param jar the file
 * @param options for the JVM
 */
public record JavaProgram(Path jar, List<String> options) {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String SIMPLEST_COLLECTOR = "-XX:+UseSerialGC";
    // They are for jstat, and take a twentieth of a start.
    private static final String NO_COUNTERS = "-XX:-UsePerfData";
    private static final String FIRST_COMPILER_ONLY = "-XX:TieredStopAtLevel=1";
    // Five times as many calls as by default: most methods of a start are called some hundred times, and never again.
    private static final String LATE_COMPILATION = "-XX:CompileThresholdScaling=5";

    /** @throws IllegalArgumentException if there is no such file */
    public JavaProgram {
        options = List.copyOf(options);
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException(
                    "There is no program '" + jar
                            + "' (expected the runnable jar of a module). Build it first: mvn package, in the parent's directory.");
        }
    }

    /**
     * Takes a jar and no options.
     *
     * @throws IllegalArgumentException if there is no such file
     */
    public JavaProgram(Path jar) {
        this(jar, List.of());
    }

    /** Returns the same program for a JVM that starts fast: with the archive of its classes if there is one. */
    public JavaProgram startingFast() {
        var fast = with(SIMPLEST_COLLECTOR).with(NO_COUNTERS);
        return hasArchive() ? fast.with("-XX:SharedArchiveFile=" + archive()) : fast;
    }

    /** Returns the same program for a JVM that runs for seconds, which are over before the second compiler pays. */
    public JavaProgram forAShortRun() {
        return startingFast().withFirstCompilerOnly().with(LATE_COMPILATION);
    }

    /** Returns the same program for a JVM without the second compiler. */
    public JavaProgram withFirstCompilerOnly() {
        return with(FIRST_COMPILER_ONLY);
    }

    /**
     * Returns the same program, which at its end also writes an archive of the classes that it loaded (class data sharing) beside its jar. Programs start with
     * it after {@link #useNewArchive()}.
     */
    public JavaProgram archivingClasses() {
        // What cannot be archived would be listed on standard output.
        return with(SIMPLEST_COLLECTOR)
                .withFirstCompilerOnly()
                .with("-Xlog:disable")
                .with("-XX:ArchiveClassesAtExit=" + newArchive());
    }

    /** Puts an archive that a run of the program has written into its place, at once: the same program may be starting elsewhere meanwhile. */
    public void useNewArchive() throws IOException {
        if (Files.exists(newArchive())) {
            Files.move(newArchive(), archive(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private JavaProgram with(String option) {
        var more = new ArrayList<>(options);
        more.add(option);
        return new JavaProgram(jar, more);
    }

    private Path archive() {
        return jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", ".jsa"));
    }

    private Path newArchive() {
        return archive().resolveSibling(archive().getFileName() + ".new");
    }

    /** Returns whether there is an archive of this very jar; that of an earlier one would only cause warnings. */
    private boolean hasArchive() {
        return archive().toFile().lastModified() > jar.toFile().lastModified();
    }

    /** Returns what starts the program. */
    public Command command(List<String> arguments) {
        var words = new ArrayList<>(List.of(JAVA.toString()));
        words.addAll(options);
        words.addAll(List.of("-jar", jar.toString()));
        words.addAll(arguments);
        return Command.of(words);
    }

    /**
     * Returns what starts another program with the classes of this one and further classes. They come last, so the archive of classes still counts.
     *
     * @param further a folder
     */
    public Command command(Class<?> main, Path further, List<String> arguments) {
        var words = new ArrayList<>(List.of(JAVA.toString()));
        words.addAll(options);
        words.addAll(List.of("-cp", jar + File.pathSeparator + further, main.getName()));
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

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.modules;

import dev.wshttp.it.process.Command;
import dev.wshttp.it.process.ProgramRun;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jars of this test's class path that are modules, as a module path for the tools of the JDK. */
final class ModulePath {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path TOOLS = Path.of(System.getProperty("java.home"), "bin");
    private static final List<Path> CLASS_PATH = Stream.of(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(Files::isRegularFile)
            .toList();

    // What message-security-cluster needs, which is found because message-security uses its services.
    private static final Set<String> REQUIRED_BY_NAME = Set.of("lettuce.core", "reactor.core", "org.reactivestreams");

    private final String jars;

    private ModulePath(Stream<Path> jars) {
        this.jars = joined(jars);
    }

    /**
     * Returns the jars with a descriptor of their own, and those that one of them requires by the name in their manifest; but for the writer of the log, which would
     * write it to standard output.
     */
    static ModulePath ofThisTest() {
        return new ModulePath(CLASS_PATH.stream()
                .filter(jar -> descriptors(jar)
                        .anyMatch(module -> (!module.isAutomatic() || REQUIRED_BY_NAME.contains(module.name()))
                                && !module.name().startsWith("ch.qos.logback"))));
    }

    private static Stream<ModuleDescriptor> descriptors(Path jar) {
        try {
            return ModuleFinder.of(jar).findAll().stream().map(found -> found.descriptor());
        } catch (FindException noModule) {
            return Stream.empty();
        }
    }

    /** Returns the jars with one of these words in their names, for a class path. */
    static String classPathOf(String... words) {
        return joined(CLASS_PATH.stream()
                .filter(jar -> Stream.of(words)
                        .anyMatch(word -> jar.getFileName().toString().contains(word))));
    }

    private static String joined(Stream<Path> jars) {
        return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Compiles all sources of a folder, with these options besides. */
    ProgramRun compile(Path sources, Path classes, String... options) {
        var words = words("javac", "--release", "17", "-d", classes.toString(), "--module-path", jars);
        words.addAll(List.of(options));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(words::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return Command.of(words).run(LIMIT);
    }

    /** Runs a class of a module, with these options of the JVM. */
    ProgramRun run(Path classes, String moduleAndClass, String... options) {
        var words = words("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData");
        words.addAll(List.of(options));
        words.addAll(List.of("--module-path", classes + File.pathSeparator + jars, "--module", moduleAndClass));
        return Command.of(words).run(LIMIT);
    }

    private static List<String> words(String tool, String... options) {
        var words = new ArrayList<>(List.of(TOOLS.resolve(tool).toString()));
        words.addAll(List.of(options));
        return words;
    }
}

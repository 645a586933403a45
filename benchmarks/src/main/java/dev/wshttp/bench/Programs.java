// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import dev.wshttp.it.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Starts parts of the measurement in JVMs of their own, so that no part is compiled for what an earlier one did. */
final class Programs {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private Programs() {}

    /** Returns the words that start a class of this class path. */
    static List<String> words(List<String> options, Class<?> main) {
        return words(options, System.getProperty("java.class.path"), main.getName());
    }

    /** Returns the words that start a class of another class path. */
    static List<String> words(List<String> options, String classPath, String main) {
        var words = new ArrayList<>(List.of(JAVA.toString()));
        words.addAll(options);
        words.addAll(List.of("-cp", classPath, main));
        return words;
    }

    /** Runs a class of this class path to its end, and returns what it printed as {@link Result#asLine}. */
    static List<Result> run(Duration longest, List<String> options, Class<?> main, Object... arguments) {
        var words = words(options, main);
        Arrays.stream(arguments).map(Object::toString).forEach(words::add);
        var run = Command.of(words).run(longest);
        if (run.exitCode() != 0) {
            throw new IllegalStateException(main.getSimpleName() + " failed: " + run.errors());
        }
        return run.out().stream().filter(Result::isIn).map(Result::of).toList();
    }

    /** A named row of numbers, which one JVM prints and another reads. */
    record Result(String name, List<Double> values) {
        private static final String WORD = "RESULT";
        private static final String SEPARATOR = "\t";

        Result {
            values = List.copyOf(values);
        }

        static Result of(String name, double... values) {
            return new Result(name, Arrays.stream(values).boxed().toList());
        }

        /** Returns whether a line of output is a result; a logger writes others. */
        private static boolean isIn(String line) {
            return line.startsWith(WORD + SEPARATOR);
        }

        private static Result of(String line) {
            String[] words = line.split(SEPARATOR);
            return new Result(
                    words[1], Arrays.stream(words).skip(2).map(Double::valueOf).toList());
        }

        String asLine() {
            return WORD
                    + SEPARATOR
                    + name
                    + SEPARATOR
                    + values.stream()
                            .map(value -> String.format(Locale.ROOT, "%.4f", value))
                            .collect(Collectors.joining(SEPARATOR));
        }

        double value(int index) {
            return values.get(index);
        }
    }
}

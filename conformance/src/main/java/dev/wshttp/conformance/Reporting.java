// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The options about profiles and reports, which the commands share. */
final class Reporting {
    @Option(
            names = {"-p", "--profile"},
            split = ",",
            paramLabel = "PROFILE",
            converter = Profiles.class,
            description = {
                "What decides the exit code, one or several with commas. The default is safe.",
                "  safe           nothing is accepted that protects less than the binding demands, or that its sender did not send like that",
                "  interoperable  WCF's own messages are accepted, also in another spelling",
                "  wcf-identical  every verdict is WCF's, where it was recorded"
            })
    private final List<Profile> profiles = new ArrayList<>();

    @Option(names = "--name", paramLabel = "NAME", description = "How reports call the peer. By default its address.")
    private @Nullable String name;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write the results as JSON. With several modes, %%s in the name becomes the mode.")
    private @Nullable String json;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Also write the results as JUnit XML. With several modes, %%s in the name becomes the mode.")
    private @Nullable String junit;

    /**
     * Requires that each mode has files of its own.
     *
     * @throws ParameterException if the files of one mode would replace those of another
     */
    void requireFilesFor(CommandLine commandLine, List<Mode> modes) {
        for (String file : Stream.of(json, junit).filter(Objects::nonNull).toList()) {
            if (modes.size() > 1 && !file.contains("%s")) {
                throw new ParameterException(
                        commandLine,
                        "The reports of " + modes.size() + " modes would all be written to '" + file
                                + "' (expected %s in the name, which becomes the mode)");
            }
        }
    }

    /** Runs the cases, prints each result, and writes the reports. */
    Run report(PrintWriter out, Probed probed, List<Case> cases, String address, Function<Case, Outcome> probe) {
        var text = new TextReport(out, profiles());
        text.start(probed, cases.size());
        Run ended = Run.of(name == null ? address : name, probed, cases, probe, text::line);
        text.end(ended);
        if (json != null) {
            JsonReport.write(ended, file(json, probed.mode()));
        }
        if (junit != null) {
            JUnitReport.write(ended, profiles(), file(junit, probed.mode()));
        }
        return ended;
    }

    ExitCode exitCode(List<Run> runs) {
        boolean isFulfilled =
                runs.stream().allMatch(run -> run.problems(profiles()).isEmpty());
        return isFulfilled ? ExitCode.FULFILLED : ExitCode.NOT_FULFILLED;
    }

    private Set<Profile> profiles() {
        return profiles.isEmpty() ? EnumSet.of(Profile.SAFE) : EnumSet.copyOf(profiles);
    }

    private static Path file(String name, Mode mode) {
        return Path.of(name.replace("%s", mode.word()));
    }

    /** Reads the word of a profile. */
    static final class Profiles implements ITypeConverter<Profile> {
        @Override
        public Profile convert(String word) {
            try {
                return Profile.of(word);
            } catch (IllegalArgumentException unknown) {
                throw new TypeConversionException(unknown.getMessage());
            }
        }
    }
}

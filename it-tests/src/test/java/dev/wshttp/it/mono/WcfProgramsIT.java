// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.mono;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.process.Command;
import dev.wshttp.it.process.ProgramRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The C# programs for Windows compile, in the version of C# that each Windows has a compiler for. Mono cannot run them. */
@RequiresMono
class WcfProgramsIT {

    @TempDir
    static Path folder;

    @ParameterizedTest
    @CsvSource({"Client, 48", "Client, 462", "Service, 48", "Service, 462"})
    void compiles(String program, String framework) {
        Path executable = folder.resolve(program + framework + ".exe");

        ProgramRun run = Command.of(
                        words(executable, List.of(program, "Framework" + framework, "ICalculator", "Settings")))
                .run(MonoPrograms.LONGEST_RUN);

        assertThat(run.exitCode()).as(run.out() + run.errors()).isZero();
        assertThat(executable).isNotEmptyFile();
    }

    private static List<String> words(Path executable, List<String> sources) {
        var words = new ArrayList<>(List.of(
                "mcs",
                "-langversion:5",
                "-warnaserror",
                "-r:System.ServiceModel",
                "-r:System.IdentityModel",
                "-out:" + executable));
        sources.forEach(source ->
                words.add(MonoPrograms.PROGRAMS_OF_WCF.resolve(source + ".cs").toString()));
        return words;
    }
}

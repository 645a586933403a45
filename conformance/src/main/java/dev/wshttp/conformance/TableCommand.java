// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes one page of the results of several peers. */
@Command(
        name = "table",
        sortOptions = false,
        description = {
            "Makes a Markdown page of the results of one or several peers, which other commands wrote with --json, or compares such a page with results."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  conformance table ours-direct.json theirs-direct.json --out conformance.md",
            "  conformance table ours-direct.json --check conformance.md"
        })
// picocli fills the options.
@SuppressWarnings("NullAway.Init")
final class TableCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Results, in the order of the columns.")
    private List<Path> files;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "The page. By default it is printed.")
    private @Nullable Path out;

    @Option(
            names = "--check",
            paramLabel = "FILE",
            description = "Writes nothing, and fails if this page says something else about these peers.")
    private @Nullable Path published;

    @Override
    public Integer call() {
        return published == null ? write() : compare(PublishedPage.read(published));
    }

    private int compare(PublishedPage page) {
        List<String> differences = files.stream()
                .flatMap(file -> page.differences(Tried.read(file)).stream())
                .toList();
        differences.forEach(spec.commandLine().getOut()::println);
        return (differences.isEmpty() ? ExitCode.FULFILLED : ExitCode.NOT_FULFILLED).number();
    }

    private int write() {
        List<String> lines = new MarkdownTable(files.stream().map(Tried::read).toList()).lines();
        if (out == null) {
            lines.forEach(spec.commandLine().getOut()::println);
            return ExitCode.FULFILLED.number();
        }
        try {
            Files.writeString(out, String.join("\n", lines) + "\n");
        } catch (IOException noSpace) {
            throw ReportFiles.unwritable(out, noSpace);
        }
        return ExitCode.FULFILLED.number();
    }
}

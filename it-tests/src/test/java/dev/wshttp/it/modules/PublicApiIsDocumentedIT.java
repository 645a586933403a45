// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.modules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each element that a library shows has a comment. The compiler of the libraries checks that comments are well-formed. */
@Tag("long")
class PublicApiIsDocumentedIT {
    private static final Set<String> HIDDEN = Set.of("internal", "wire", "cli");

    @ParameterizedTest
    @ValueSource(strings = {"contract", "message-security", "message-security-cluster", "cert-tools", "testing"})
    void everyPublicElementHasAComment(String library, @TempDir Path classes) throws IOException {
        Path sources = Path.of("..", library, "src", "main", "java");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var found = new DiagnosticCollector<JavaFileObject>();
        try (var files = compiler.getStandardFileManager(found, Locale.ROOT, null)) {
            var options = List.of(
                    "--release",
                    "17",
                    "-proc:none",
                    "--should-stop=ifNoError=FLOW",
                    "-Xdoclint:missing/protected",
                    "-Xmaxwarns",
                    "5000",
                    "-d",
                    classes.toString());
            assertThat(compiler.getTask(
                                    new StringWriter(),
                                    files,
                                    found,
                                    options,
                                    null,
                                    files.getJavaFileObjects(paths(sources)))
                            .call())
                    .as(found.getDiagnostics().toString())
                    .isTrue();
        }

        assertThat(found.getDiagnostics())
                .filteredOn(each -> each.getMessage(Locale.ROOT).contains("no comment"))
                .filteredOn(each -> isShown(sources, each))
                .extracting(each -> each.getSource().getName() + ":" + each.getLineNumber())
                .isEmpty();
        // Without this, a compiler that says it in other words would find nothing.
        assertThat(found.getDiagnostics())
                .anyMatch(each -> each.getMessage(Locale.ROOT).contains("no @return"));
    }

    private static Path[] paths(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("module-info.java"))
                    .toArray(Path[]::new);
        }
    }

    private static boolean isShown(Path sources, Diagnostic<? extends JavaFileObject> found) {
        Path file = sources.toAbsolutePath()
                .normalize()
                .relativize(Path.of(found.getSource().toUri()));
        for (Path folder : file) {
            if (HIDDEN.contains(folder.toString())) {
                return false;
            }
        }
        return true;
    }
}

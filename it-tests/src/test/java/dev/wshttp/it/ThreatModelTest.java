// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents that say what is promised name tests that exist, and each promise of the threat model names one. */
class ThreatModelTest {
    private static final Path ROOT = Path.of("..");
    private static final Path TEST_SOURCES = Path.of("src", "test", "java");
    private static final String MODEL = "docs/threat-model.md";
    private static final String CERTIFICATES = "docs/certificates.md";

    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|IT))(?:\\.(\\w+))?`");
    private static final Pattern METHOD = Pattern.compile("(?s)@(?:Parameterized|Arch)?Test\\b.*?\\bvoid\\s+(\\w+)\\(");

    private static Set<String> tests;

    @BeforeAll
    static void findTests() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            tests = files.filter(ThreatModelTest::isTest)
                    .flatMap(ThreatModelTest::names)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {MODEL, CERTIFICATES, "SECURITY.md"})
    void everyTestThatADocumentNamesExists(String document) throws IOException {
        assertThat(tests).containsAll(named(Files.readString(ROOT.resolve(document))));
    }

    @Test
    void everyPromiseNamesATest() throws IOException {
        List<String> promises = section("## Promises")
                .lines()
                .filter(line -> line.startsWith("| "))
                .filter(line -> !line.startsWith("| Promise "))
                .toList();

        assertThat(promises)
                .hasSizeGreaterThan(30)
                .allSatisfy(promise -> assertThat(named(promise)).isNotEmpty());
    }

    @Test
    void everyRowOfThePageOfCertificatesNamesATest() throws IOException {
        List<String> rows = Files.readString(ROOT.resolve(CERTIFICATES))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| What |"))
                .toList();

        assertThat(rows)
                .hasSizeGreaterThan(40)
                .allSatisfy(row -> assertThat(named(row)).isNotEmpty());
    }

    @Test
    void theModelNamesManyTests() throws IOException {
        assertThat(named(Files.readString(ROOT.resolve(MODEL)))).hasSizeGreaterThan(100);
    }

    private static String section(String heading) throws IOException {
        String model = Files.readString(ROOT.resolve(MODEL));
        int start = model.indexOf(heading + "\n") + heading.length();
        return model.substring(start, model.indexOf("\n## ", start));
    }

    private static Set<String> named(String text) {
        return NAMED.matcher(text)
                .results()
                .map(found -> name(found.group(1), found.group(2)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isTest(Path file) {
        return file.toString().contains(TEST_SOURCES.toString())
                && file.toString().matches(".*(Test|IT)\\.java");
    }

    /** Returns the class itself, and each of its test methods. */
    private static Stream<String> names(Path source) {
        String type = source.getFileName().toString().replace(".java", "");
        Stream<String> methods =
                METHOD.matcher(read(source)).results().map((MatchResult found) -> name(type, found.group(1)));
        return Stream.concat(Stream.of(type), methods);
    }

    private static String name(String type, @Nullable String method) {
        return method == null ? type : type + "." + method;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.modules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.it.process.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program of modules uses the published jars, and sees nothing of what is internal in them. */
class ModulePathIT {
    private static final Path EXAMPLE = Path.of("..", "examples", "modules", "src", "main", "java");
    private static final String MAIN = "com.example.calculator/com.example.calculator.Main";
    private static final ModulePath JARS = ModulePath.ofThisTest();

    @TempDir
    static Path folder;

    private static Path classes;

    @BeforeAll
    static void compileTheExample() {
        classes = folder.resolve("classes");

        ProgramRun run = JARS.compile(EXAMPLE, classes, "-Xlint:all,-requires-automatic", "-Werror");

        assertThat(run.exitCode()).as(run.errors()).isZero();
    }

    @Test
    void serviceAndClientAreModules() {
        ProgramRun run = JARS.run(classes, MAIN);

        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.out()).hasSize(2).startsWith("115.99");
        assertThat(run.out().get(1)).matches("CN=client\\.example; [0-9A-F]{40}");
    }

    /** Santuario's module hides texts that WSS4J reads, so both stay on the class path. */
    @Tag("long")
    @Test
    void theReferenceEngineMayBeOnTheClassPath() {
        ProgramRun run = JARS.run(
                classes,
                MAIN,
                "-Dmessage-security.engine=wss4j",
                "--add-reads",
                "dev.wshttp.security=ALL-UNNAMED",
                "--add-modules",
                "java.xml.crypto",
                "--class-path",
                ModulePath.classPathOf("wss4j", "xmlsec", "commons-codec"));

        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.out()).startsWith("115.99");
    }

    @Tag("long")
    @Test
    void theReferenceEngineThatIsNotAddedIsNamed() {
        ProgramRun run = JARS.run(classes, MAIN, "-Dmessage-security.engine=wss4j");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors())
                .contains("message-security.engine is 'wss4j'", "Add org.apache.wss4j:wss4j-ws-security-dom");
    }

    @Test
    void whatIsInternalIsNotVisible(@TempDir Path sources) throws IOException {
        Files.writeString(
                sources.resolve("module-info.java"), "module com.example.curious { requires dev.wshttp.security; }");
        Files.writeString(
                sources.resolve("Curious.java"),
                "package com.example.curious; class Curious { dev.wshttp.security.internal.jaxws.JaxWsProvider found; }");

        ProgramRun run = JARS.compile(sources, folder.resolve("curious"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors()).contains("dev.wshttp.security.internal.jaxws is not visible", "1 error");
    }
}

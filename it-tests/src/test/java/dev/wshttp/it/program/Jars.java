// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

import dev.wshttp.it.process.JavaProgram;
import dev.wshttp.it.process.RunningProgram;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The programs under test; the build says where they are. */
public enum Jars {
    SERVICE("it.service.jar"),
    CLIENT("it.client.jar"),
    CERT_TOOLS("it.cert-tools.jar");

    private final String property;

    Jars(String property) {
        this.property = property;
    }

    /** Returns the program in a JVM for seconds. */
    public JavaProgram program() {
        return jar().forAShortRun();
    }

    /** Returns the program in a JVM for computations that take longer than its start. */
    public JavaProgram programForLong() {
        return jar().startingFast();
    }

    /** Starts a program of the tests with the classes of this one, in a JVM for seconds. */
    public RunningProgram start(Class<?> main, List<String> arguments) {
        return program().command(main, classes(main), arguments).start();
    }

    private static Path classes(Class<?> main) {
        try {
            return Path.of(
                    main.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("A class path has names of files", impossible);
        }
    }

    private JavaProgram jar() {
        String file = Objects.requireNonNull(
                System.getProperty(property), () -> "The build sets the system property " + property);
        return new JavaProgram(Path.of(file));
    }
}

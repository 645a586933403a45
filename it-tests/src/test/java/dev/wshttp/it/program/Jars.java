// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

import dev.wshttp.it.process.JavaProgram;
import java.nio.file.Path;
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

    private JavaProgram jar() {
        String file = Objects.requireNonNull(
                System.getProperty(property), () -> "The build sets the system property " + property);
        return new JavaProgram(Path.of(file));
    }
}

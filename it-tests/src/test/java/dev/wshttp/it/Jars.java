// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import dev.wshttp.it.process.JavaProgram;
import java.nio.file.Path;
import java.util.Objects;

/** The programs under test; the build says where they are. */
enum Jars {
    SERVICE("it.service.jar"),
    CLIENT("it.client.jar"),
    CERT_TOOLS("it.cert-tools.jar");

    private final String property;

    Jars(String property) {
        this.property = property;
    }

    JavaProgram program() {
        String file = Objects.requireNonNull(
                System.getProperty(property), () -> "The build sets the system property " + property);
        return new JavaProgram(Path.of(file));
    }
}

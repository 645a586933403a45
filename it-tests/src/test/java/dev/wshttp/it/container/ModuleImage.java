// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.container;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * The image of a module, built from its {@code Dockerfile} and the jars when the first test asks for it, under a name of its own that
 * Testcontainers forgets with this JVM. The system property {@code wshttp.base-image}, or else the variable {@code WSHTTP_BASE_IMAGE},
 * names another base.
 */
enum ModuleImage {
    SERVICE("service"),
    CLIENT("client");

    private static final String BASE = "eclipse-temurin:17-jre";

    private final Future<String> name;

    ModuleImage(String module) {
        Path project = requireNonNull(jar("it.service.jar").getParent()).resolve("../..");
        var files = new ImageFromDockerfile()
                .withBuildArg("BASE", base())
                .withFileFromPath("Dockerfile", project.resolve(module).resolve("Dockerfile"))
                .withFileFromPath("images/archive-classes.sh", project.resolve("images/archive-classes.sh"));
        for (Path jar : List.of(jar("it.cert-tools.jar"), jar("it.service.jar"), jar("it.client.jar"))) {
            files.withFileFromPath(
                    project.toAbsolutePath().normalize().relativize(jar).toString(), jar);
        }
        name = files;
    }

    private static Path jar(String property) {
        return Path.of(requireNonNull(
                        System.getProperty(property), () -> "The build sets the system property " + property))
                .toAbsolutePath()
                .normalize();
    }

    /** Returns the name of the image, once it is built. */
    Future<String> image() {
        return name;
    }

    private static String base() {
        return System.getProperty("wshttp.base-image", DockerEngine.setting("WSHTTP_BASE_IMAGE", BASE));
    }
}

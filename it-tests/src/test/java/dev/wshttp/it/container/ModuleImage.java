// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.container;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.concurrent.Future;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * The image of a module, built from its {@code Dockerfile} and its jar when the first test asks for it, under a name of its own that
 * Testcontainers forgets with this JVM. The system property {@code wshttp.base-image}, or else the variable {@code WSHTTP_BASE_IMAGE},
 * names another base.
 */
enum ModuleImage {
    SERVICE("it.service.jar"),
    CLIENT("it.client.jar");

    private static final String BASE = "eclipse-temurin:17-jre";

    private final Future<String> name;

    ModuleImage(String jarProperty) {
        Path jar = Path.of(requireNonNull(
                System.getProperty(jarProperty), () -> "The build sets the system property " + jarProperty));
        Path dockerfile = requireNonNull(jar.toAbsolutePath().getParent()).resolveSibling("Dockerfile");
        name = new ImageFromDockerfile()
                .withBuildArg("BASE", base())
                .withFileFromPath("Dockerfile", dockerfile)
                .withFileFromPath("target/" + jar.getFileName(), jar);
    }

    /** Returns the name of the image, once it is built. */
    Future<String> image() {
        return name;
    }

    private static String base() {
        return System.getProperty("wshttp.base-image", DockerEngine.setting("WSHTTP_BASE_IMAGE", BASE));
    }
}

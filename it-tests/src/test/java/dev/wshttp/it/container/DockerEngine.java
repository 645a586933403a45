// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.container;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/**
 * The engine that runs containers, if this machine has one. Where {@code WSHTTP_REQUIRE_DOCKER=true} (a system property or an
 * environment variable) tests fail without it; elsewhere one line says that there is none.
 *
 * @param probe finds out whether there is one
 * @param absence what it means that there is none
 */
public record DockerEngine(BooleanSupplier probe, Absence absence) {
    static final String REQUIRED = "WSHTTP_REQUIRE_DOCKER";

    /** What it means that there is no engine. */
    public enum Absence {
        TOLERATED,
        FAILURE
    }

    static final String NONE =
            "There is no Docker engine here: the tests of the images are skipped, and services run in JVMs of their own.";

    private static final Logger LOG = LoggerFactory.getLogger(DockerEngine.class);

    /** Returns the engine of this machine; asked once. */
    public static DockerEngine ofThisMachine() {
        return OfThisMachine.ENGINE;
    }

    /**
     * Returns whether containers can be started.
     *
     * @throws IllegalStateException if they cannot, but have to
     */
    public boolean isThere() {
        if (probe.getAsBoolean()) {
            return true;
        }
        if (absence == Absence.FAILURE) {
            throw new IllegalStateException(
                    "No container can be started: Docker was asked and did not answer (expected an engine, as '"
                            + REQUIRED + "' is 'true'). Start one, point DOCKER_HOST to one, or do not set " + REQUIRED
                            + ".");
        }
        return false;
    }

    /** Returns the setting of this name, a system property or else an environment variable. */
    static String setting(String name, String otherwise) {
        return Objects.requireNonNullElse(System.getProperty(name, System.getenv(name)), otherwise);
    }

    /** Testcontainers asks in many ways, which takes time; the answer stays. */
    private static final class OfThisMachine {
        static final DockerEngine ENGINE = ask();

        private static DockerEngine ask() {
            boolean there = DockerClientFactory.instance().isDockerAvailable();
            Absence absence = setting(REQUIRED, "").equals("true") ? Absence.FAILURE : Absence.TOLERATED;
            if (!there) {
                LOG.warn(NONE);
            }
            return new DockerEngine(() -> there, absence);
        }
    }
}

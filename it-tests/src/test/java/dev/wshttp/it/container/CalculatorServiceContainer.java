// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.container;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * The calculator service in a container of its own: ready when {@code start} returns, gone after {@code close}. It is the service at
 * {@link #ADDRESS} wherever it is reached, so a client sends to that address via {@link #via()}.
 */
public final class CalculatorServiceContainer extends GenericContainer<CalculatorServiceContainer> {
    /** What clients send to; in a network of containers also where they connect to. */
    public static final URI ADDRESS = URI.create("http://calculator:8080/Calculator");

    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    private CalculatorServiceContainer() {
        super(ModuleImage.SERVICE.image());
        withExposedPorts(ADDRESS.getPort());
        withNetworkAliases(ADDRESS.getHost());
        withCreateContainerCmdModifier(Restrictions::apply);
        waitingFor(Wait.forLogMessage("READY .*\\s", 1).withStartupTimeout(LONGEST_START));
    }

    /**
     * Returns a service with its own copy of the settings, which is not started yet.
     *
     * @param config has {@code service.properties}, with {@link #ADDRESS} in it, and the files that it names
     */
    public static CalculatorServiceContainer with(ConfigFolder config) {
        return new CalculatorServiceContainer().withCopyToContainer(config, ConfigFolder.PATH);
    }

    /**
     * Returns a service that reads a folder of this machine and can write nothing at all, which is not started yet.
     *
     * @param folder the same files, readable by all users
     */
    static CalculatorServiceContainer mounting(Path folder) {
        return new CalculatorServiceContainer()
                .withCreateContainerCmdModifier(command -> Restrictions.applyReadingOnly(command, folder));
    }

    /** Returns where to connect to from this machine. */
    public URI via() {
        return URI.create("http://" + getHost() + ":" + getMappedPort(ADDRESS.getPort()) + ADDRESS.getPath());
    }

    /**
     * Asks the service to end, as {@code docker stop} does (SIGTERM), and waits for it. Does nothing if it has ended.
     *
     * @return the exit code; 137 if it had to be killed
     */
    public int end() {
        if (isRunning()) {
            getDockerClient()
                    .stopContainerCmd(getContainerId())
                    .withTimeout(Math.toIntExact(LONGEST_STOP.toSeconds()))
                    .exec();
        }
        return Math.toIntExact(
                requireNonNull(getCurrentContainerInfo().getState().getExitCodeLong()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing.container;

import static java.util.Objects.requireNonNull;

import dev.wshttp.testing.WsHttpTest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The calculator service in a container of its own: ready when {@code start} returns, gone after {@code close}. It is the service at
 * {@link #ADDRESS} wherever it is reached, so a client sends to that address via {@link #via()}.
 *
 * <pre>{@code
 * try (var service = new CalculatorServiceContainer(DockerImageName.parse("calculator-service")).withSettingsOf(WS)) {
 *     service.start();
 *     var client = WS.client(Calculator.class, CalculatorServiceContainer.ADDRESS, service.via());
 * }
 * }</pre>
 *
 * <p>As any container of Testcontainers, not safe for use by several threads.
 */
public final class CalculatorServiceContainer extends GenericContainer<CalculatorServiceContainer> {
    /** What clients send to; in a network of containers also where they connect to. */
    public static final URI ADDRESS = URI.create("http://calculator:8080/Calculator");

    private static final String SETTINGS_FILE = "service.properties";
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    /** Describes a service of this image, which {@code service/Dockerfile} makes. It has no settings yet, and is not started. */
    public CalculatorServiceContainer(DockerImageName image) {
        super(image);
        describe();
    }

    /** Describes a service of an image that is being built, as by {@code ImageFromDockerfile}. It has no settings yet, and is not started. */
    public CalculatorServiceContainer(Future<String> image) {
        super(image);
        describe();
    }

    private void describe() {
        withExposedPorts(ADDRESS.getPort());
        withNetworkAliases(ADDRESS.getHost());
        waitingFor(Wait.forLogMessage("READY .*\\s", 1).withStartupTimeout(LONGEST_START));
    }

    /**
     * Gives the service its own copy of settings.
     *
     * @param config has {@code service.properties}, with {@link #ADDRESS} in it, and the files that it names
     */
    public CalculatorServiceContainer withConfig(ConfigFolder config) {
        return withCopyToContainer(config, ConfigFolder.PATH);
    }

    /** Gives the service the binding of these partners and the credential of their service. */
    public CalculatorServiceContainer withSettingsOf(WsHttpTest partners) {
        return withConfig(ConfigFolder.of(partners.certificates().folder()).with(SETTINGS_FILE, settings(partners)));
    }

    /** Returns the lines of the settings file. */
    static String settings(WsHttpTest partners) {
        Path folder = partners.certificates().folder();
        return partners.serviceSettings(ADDRESS).entrySet().stream()
                .map(setting -> line(setting, folder))
                .sorted()
                .collect(Collectors.joining());
    }

    /** Writes a setting; files are beside the settings in the container. */
    private static String line(Map.Entry<String, String> setting, Path folder) {
        String here = folder + folder.getFileSystem().getSeparator();
        return setting.getKey() + "=" + setting.getValue().replace(here, "") + "\n";
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

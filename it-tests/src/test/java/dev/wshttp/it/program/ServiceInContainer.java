// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

import dev.wshttp.it.container.ServiceImage;
import dev.wshttp.it.process.OutputLines;
import dev.wshttp.testing.Certificates;
import dev.wshttp.testing.container.CalculatorServiceContainer;
import dev.wshttp.testing.container.ConfigFolder;
import java.net.URI;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.output.OutputFrame.OutputType;

/** The service's image in a container of its own, with the address of a service on this machine, reached through a mapped port. */
public final class ServiceInContainer implements ServiceProcess {
    private static final int ENDED_BY_SIGTERM = 143;

    private static final URI ADDRESS = URI.create("http://localhost:9080/Calculator");

    private final CalculatorServiceContainer container;
    private final OutputLines err;

    private ServiceInContainer(CalculatorServiceContainer container, OutputLines err) {
        this.container = container;
        this.err = err;
    }

    public static ServiceInContainer start(ServiceSetup setup, Certificates certificates) {
        String settings = setup.with("address", ADDRESS.toString()).asProperties();
        var config = ConfigFolder.of(certificates.folder()).with("service.properties", settings);
        var err = OutputLines.empty();
        var container = ServiceImage.with(config).withLogConsumer(frame -> add(frame, err));
        try {
            container.start();
            return new ServiceInContainer(container, err);
        } catch (ContainerLaunchException notReady) {
            container.close();
            throw new IllegalStateException("The service did not start: " + err.soFar(), notReady);
        }
    }

    @Override
    public URI address() {
        return ADDRESS;
    }

    @Override
    public URI via() {
        return container.via();
    }

    @Override
    public ServiceLog log() {
        return new ServiceLog(err);
    }

    @Override
    public int stop() {
        return container.end();
    }

    @Override
    public void close() {
        try (container) {
            int exitCode = container.end();
            if (exitCode != ENDED_BY_SIGTERM) {
                throw new IllegalStateException("The service ended with the exit code " + exitCode + " (expected "
                        + ENDED_BY_SIGTERM + ", by SIGTERM). Its log: " + err.soFar());
            }
        }
    }

    private static void add(OutputFrame frame, OutputLines err) {
        if (frame.getType() == OutputType.STDERR) {
            err.add(frame.getUtf8StringWithoutLineEnding());
        } else if (frame.getType() == OutputType.END) {
            err.end();
        }
    }
}

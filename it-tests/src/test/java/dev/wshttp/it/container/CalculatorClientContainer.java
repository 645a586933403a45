// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.container;

import static java.util.Objects.requireNonNull;

import dev.wshttp.it.process.ProgramRun;
import dev.wshttp.testing.container.ConfigFolder;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame.OutputType;

/** The calculator client in a container of its own, for one command: it has ended when {@code start} returns. */
final class CalculatorClientContainer extends GenericContainer<CalculatorClientContainer> {
    private static final Duration LONGEST_RUN = Duration.ofSeconds(60);

    /**
     * A client that is not started yet.
     *
     * @param config has {@code client.properties} and the files that it names
     * @param arguments the command
     */
    CalculatorClientContainer(ConfigFolder config, String... arguments) {
        super(ModuleImage.CLIENT.image());
        withCopyToContainer(config, ConfigFolder.PATH);
        withCommand(arguments);
        withCreateContainerCmdModifier(Restrictions::apply);
        withStartupCheckStrategy(new HasEnded().withTimeout(LONGEST_RUN));
    }

    /** Returns how the command ended and what it said. */
    ProgramRun result() {
        int exitCode = Math.toIntExact(
                requireNonNull(getCurrentContainerInfo().getState().getExitCodeLong()));
        return new ProgramRun(exitCode, lines(OutputType.STDOUT), lines(OutputType.STDERR));
    }

    private List<String> lines(OutputType output) {
        return getLogs(output).lines().toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.container;

import dev.wshttp.testing.container.CalculatorServiceContainer;
import dev.wshttp.testing.container.ConfigFolder;
import java.nio.file.Path;

/** The service's image as a careful operator runs it, in containers that are not started yet. */
public final class ServiceImage {
    private ServiceImage() {}

    /** Returns a service with its own copy of the settings. */
    public static CalculatorServiceContainer with(ConfigFolder config) {
        return restricted().withConfig(config);
    }

    /**
     * Returns a service that reads a folder of this machine and can write nothing at all.
     *
     * @param folder the same files, readable by all users
     */
    static CalculatorServiceContainer mounting(Path folder) {
        return restricted().withCreateContainerCmdModifier(command -> Restrictions.applyReadingOnly(command, folder));
    }

    private static CalculatorServiceContainer restricted() {
        return new CalculatorServiceContainer(ModuleImage.SERVICE.image())
                .withCreateContainerCmdModifier(Restrictions::apply);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.container;

import com.github.dockerjava.api.DockerClient;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.utility.DockerStatus;

/** Waits until a container has run to its end, well or not. */
final class HasEnded extends StartupCheckStrategy {
    @Override
    public StartupStatus checkStartupState(DockerClient docker, String containerId) {
        return DockerStatus.isContainerStopped(getCurrentState(docker, containerId))
                ? StartupStatus.SUCCESSFUL
                : StartupStatus.NOT_YET_KNOWN;
    }
}

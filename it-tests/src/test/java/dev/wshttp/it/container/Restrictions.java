// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import dev.wshttp.testing.container.ConfigFolder;
import java.nio.file.Path;
import java.util.List;

/** The rights that a careful operator takes away from a container; the images need none of them. */
final class Restrictions {
    private static final List<String> NO_WAY_UP = List.of("no-new-privileges");

    private Restrictions() {}

    /** Takes away all capabilities, and the ways to get them back. */
    static void apply(CreateContainerCmd command) {
        command.withHostConfig(host(command).withCapDrop(Capability.ALL).withSecurityOpts(NO_WAY_UP));
    }

    /** Takes away every place to write, and shows a folder of this machine as {@link ConfigFolder#PATH}. */
    static void applyReadingOnly(CreateContainerCmd command, Path folder) {
        var settings = new Bind(folder.toString(), new Volume(ConfigFolder.PATH), AccessMode.ro);
        command.withHostConfig(host(command).withReadonlyRootfs(true).withBinds(settings));
    }

    private static HostConfig host(CreateContainerCmd command) {
        HostConfig host = command.getHostConfig();
        return host == null ? HostConfig.newHostConfig() : host;
    }
}

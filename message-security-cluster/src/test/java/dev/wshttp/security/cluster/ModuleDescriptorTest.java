// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.instances.ServiceInstancesProvider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Provides;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks the module descriptor, which the tests of this module do not use: they run on the class path. */
class ModuleDescriptorTest {
    private static ModuleDescriptor module;

    @BeforeAll
    static void read() throws IOException, URISyntaxException {
        Path classes = Path.of(ClusterInstances.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (InputStream descriptor = Files.newInputStream(classes.resolve("module-info.class"))) {
            module = ModuleDescriptor.read(descriptor);
        }
    }

    @Test
    void exportsItsPackageAndOpensNothing() {
        assertThat(module.exports()).extracting(Exports::source).containsExactly("dev.wshttp.security.cluster");
        assertThat(module.opens()).isEmpty();
        assertThat(module.isOpen()).isFalse();
    }

    @Test
    void providesWhatTheServiceFileOfTheClassPathNames() throws IOException {
        String service = ServiceInstancesProvider.class.getName();
        try (InputStream file = ClusterInstances.class.getResourceAsStream("/META-INF/services/" + service)) {
            assertThat(file).isNotNull();
            String named = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();

            assertThat(module.provides()).singleElement().satisfies(provided -> {
                assertThat(provided.service()).isEqualTo(service);
                assertThat(provided).extracting(Provides::providers).isEqualTo(List.of(named));
            });
        }
    }
}

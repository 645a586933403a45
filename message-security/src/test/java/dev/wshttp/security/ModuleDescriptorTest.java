// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Opens;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Checks the module descriptor, which the tests of this module do not use: they run on the class path. */
class ModuleDescriptorTest {
    private static final ModuleReference MODULE = module();
    private static final ModuleDescriptor DESCRIPTOR = MODULE.descriptor();
    private static final String SERVICES = "META-INF/services/";
    private static final String INTERNAL = "dev.wshttp.security.internal";

    @Test
    void exportsEveryPackageThatIsNotInternalToAll() {
        assertThat(DESCRIPTOR.exports()).allMatch(exported -> !exported.isQualified());
        assertThat(DESCRIPTOR.exports().stream().map(Exports::source))
                .containsExactlyInAnyOrderElementsOf(DESCRIPTOR.packages().stream()
                        .filter(name -> !name.startsWith(INTERNAL))
                        .toList());
    }

    @Test
    void opensNothingButTheTubesToTheRi() {
        assertThat(DESCRIPTOR.isOpen()).isFalse();
        assertThat(DESCRIPTOR.opens().stream().collect(toMap(Opens::source, Opens::targets)))
                .isEqualTo(Map.of(INTERNAL + ".jaxws", Set.of("com.sun.xml.ws")));
    }

    @Test
    void providesWhatTheServiceFilesOfTheClassPathName() throws IOException {
        assertThat(DESCRIPTOR.provides().stream().collect(toMap(Provides::service, Provides::providers)))
                .isEqualTo(serviceFiles());
    }

    /** What an application may leave out must not be demanded when its module graph is resolved. */
    @Test
    void demandsNoOptionalLibrary() {
        assertThat(DESCRIPTOR.requires().stream()
                        .filter(required -> !required.modifiers().contains(Requires.Modifier.STATIC))
                        .map(Requires::name))
                .containsExactlyInAnyOrder(
                        "java.base",
                        "java.naming",
                        "jdk.httpserver",
                        "jakarta.xml.ws",
                        "com.sun.xml.ws",
                        "com.ctc.wstx",
                        "com.github.benmanes.caffeine",
                        "org.slf4j");
    }

    private static Map<String, List<String>> serviceFiles() throws IOException {
        try (ModuleReader files = MODULE.open()) {
            return files.list()
                    .filter(file -> file.startsWith(SERVICES) && !file.endsWith("/"))
                    .collect(toMap(file -> file.substring(SERVICES.length()), file -> lines(files, file)));
        }
    }

    private static List<String> lines(ModuleReader files, String file) {
        try (InputStream octets = files.open(file).orElseThrow()) {
            return new String(octets.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Finds the module where its classes are: in a folder, or in its jar. */
    private static ModuleReference module() {
        try {
            return ModuleFinder.of(Path.of(MessageSecurityFeature.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI()))
                    .find("dev.wshttp.security")
                    .orElseThrow();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.config.ConfiguredService;
import dev.wshttp.testing.WsHttpTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalculatorServiceContainerTest {
    /** The files are somewhere else in the container. */
    @Test
    void givesSettingsWhoseFilesAreBesideThem(@TempDir Path elsewhere) throws IOException {
        var binding = WsHttpBinding.builder().establishSecurityContext(false).build();
        try (var partners = WsHttpTest.with(binding)) {
            Path folder = partners.certificates().folder();
            String settings = CalculatorServiceContainer.settings(partners);
            copy(folder, elsewhere);

            var service = ConfiguredService.fromFile(Files.writeString(elsewhere.resolve("s.properties"), settings));

            assertThat(settings).doesNotContain(folder.toString());
            assertThat(service.address()).isEqualTo(CalculatorServiceContainer.ADDRESS);
            assertThat(service.feature().binding()).isEqualTo(binding);
            assertThat(((MessageSecurityFeature.Service) service.feature().side())
                            .own(Instant.now())
                            .certificate())
                    .isEqualTo(partners.certificates().pki().service().certificate());
        }
    }

    private static void copy(Path folder, Path to) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}

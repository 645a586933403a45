// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.Refusals.faultOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.Growth;
import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostileFilesTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    Path folder;

    @Test
    void looksForAKeyInTimeThatGrowsWithTheFile() {
        Growth.assertLinear(length -> {
            Path file = folder.resolve("key.pem");
            write(file, "-----BEGIN PRIVATE KEY-----".repeat(length / 27));
            assertThat(faultOf(() -> CredentialFiles.readPrivateKey(file)))
                    .isEqualTo(SecurityFault.CREDENTIAL_UNREADABLE);
        });
    }

    @ParameterizedTest
    @EnumSource
    void comparesALongValueInTimeThatGrowsWithTheLength(X509FindType type) {
        var certificate = PKI.client().certificate();

        Growth.assertLinear(length -> {
            assertThat(type.matches(certificate, "9".repeat(length))).isFalse();
            assertThat(type.matches(certificate, "F:".repeat(length / 2))).isFalse();
        });
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

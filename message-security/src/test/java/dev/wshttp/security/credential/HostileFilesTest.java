// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.Refusals.faultOf;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.Growth;
import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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
            assertThat(faultOf(() -> CredentialFiles.readPrivateKey(file, () -> new char[0])))
                    .isEqualTo(SecurityFault.CREDENTIAL_UNREADABLE);
        });
    }

    @Test
    void readsNoDeepNesting() {
        byte[] nested = new byte[200_000];
        for (int i = 0; i < nested.length; i += 2) {
            nested[i] = 0x30;
            nested[i + 1] = (byte) 0x80;
        }

        assertThat(Pkcs12Content.isOne(nested)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "3084", "30847FFFFFFF", "30840000000502", "3080020103", "24800401", "1F8101"})
    void readsNoValueThatIsCutOff(String octets) {
        byte[] value = HexFormat.of().parseHex(octets);

        assertThatThrownBy(() -> Ber.read(value)).isInstanceOf(IOException.class);
        assertThat(Pkcs12Content.isOne(value)).isFalse();
    }

    @Test
    void looksForCertificatesInTimeThatGrowsWithTheFile() {
        Growth.assertLinear(length -> assertThat(PemBlock.in(
                        "-----BEGIN CERTIFICATE-----".repeat(length / 27).getBytes(US_ASCII)))
                .isEmpty());
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

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.calculator.client.ClientFiles;
import dev.wshttp.calculator.client.ClientSettings;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.X509Credential;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ClientInCodeTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    @Test
    void configuresTheSameAsTheSampleFiles() throws IOException {
        var files = ClientFiles.write(PKI, directory);

        assertTheSameAsInCode(files.settings());
        assertTheSameAsInCode(files.wcfSettings());
    }

    private static void assertTheSameAsInCode(Path settings) throws IOException {
        MessageSecurityFeature inCode = ClientInCode.security(directory);
        MessageSecurityFeature fromFile =
                ClientSettings.load(settings, Map.of()).endpoint().feature();

        assertThat(fromFile.binding()).isEqualTo(inCode.binding());
        assertThat(fromFile.side())
                .usingRecursiveComparison()
                .withEqualsForType(
                        (one, other) -> one.certificate().equals(other.certificate())
                                && one.privateKey().equals(other.privateKey())
                                && one.files().equals(other.files()),
                        X509Credential.class)
                .withEqualsForType(Object::equals, CertificateTrust.class)
                .ignoringFields("credentials.source")
                .withEqualsForType(Object::equals, X509Certificate.class)
                .isEqualTo(inCode.side());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.KeyStoreOfTest;
import dev.wshttp.security.credential.X509Credential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Settings that name a key store that is no file. */
class KeysOutsideFilesTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String PIN = "1234";

    @TempDir
    Path folder;

    @BeforeEach
    void install() throws IOException {
        Security.addProvider(new KeyStoreOfTest(PIN, PKI.service(), PKI.client(), PKI.authorityCertificate()));
        PKI.writeTrust(folder);
        Files.writeString(folder.resolve("pin"), PIN + "\n");
    }

    @AfterEach
    void remove() {
        Security.removeProvider(KeyStoreOfTest.PROVIDER);
    }

    @Test
    void giveBothSidesTheirKeys() {
        assertThat(own(ConfiguredService.from("test", service()).feature()).certificate())
                .isEqualTo(PKI.service().certificate());
        var client = (MessageSecurityFeature.Client)
                ConfiguredClient.from("test", client()).feature().side();
        assertThat(client.credentials().clientCertificate().certificate())
                .isEqualTo(PKI.client().certificate());
    }

    @Test
    void areRefusedTogetherWithAFile() {
        var settings = service();
        settings.put("message-security.service-certificate.file", "service.p12");

        assertRefused(settings)
                .hasMessageContaining("message-security.service-certificate.file is set")
                .hasMessageContaining("message-security.service-certificate.store-type");
    }

    @Test
    void areRefusedWithAWrongPin() throws IOException {
        Files.writeString(folder.resolve("pin"), "4321\n");

        assertThat(refusal(service()).fault()).isEqualTo(SecurityFault.CREDENTIAL_UNREADABLE);
        assertThat(refusal(service()))
                .hasMessageContaining("message-security.service-certificate.store-type")
                .hasMessageContaining("wrong PIN")
                .hasMessageNotContaining("4321");
    }

    @Test
    void ofATokenNeedTheFileOfItsProvider() {
        var settings = service();
        settings.put("message-security.service-certificate.store-type", "pkcs11");

        assertRefused(settings).hasMessageContaining("message-security.service-certificate.provider-file is missing");
    }

    @Test
    void ofATokenNeedTheirType() {
        var settings = service();
        settings.remove("message-security.service-certificate.store-type");
        settings.put("message-security.service-certificate.provider-file", "pkcs11.cfg");

        assertRefused(settings).hasMessageContaining("message-security.service-certificate.store-type is missing");
    }

    @Test
    void ofAnotherTypeNeedNoFileOfAProvider() {
        var settings = service();
        settings.put("message-security.service-certificate.provider-file", "pkcs11.cfg");

        assertRefused(settings).hasMessageContaining("provider-file is for a token");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void ofWindowsAreThereOnWindowsOnly() {
        var settings = service();
        settings.put("message-security.service-certificate.store-type", "Windows-MY");
        settings.remove("message-security.service-certificate.password-file");

        assertThat(refusal(settings))
                .hasMessageContaining("message-security.service-certificate.store-type (in 'test')")
                .hasMessageContaining("on Windows only");
    }

    private Map<String, String> service() {
        return common("service", "Contoso.com");
    }

    private Map<String, String> client() {
        var settings = common("client", "Cohowinery.com");
        settings.put("message-security.identity.dns", "Contoso.com");
        return settings;
    }

    private Map<String, String> common(String side, String name) {
        var settings = new HashMap<String, String>();
        settings.put("message-security.address", "http://localhost:8080/Desk");
        settings.put("message-security.trust.file", folder.resolve("ca.pem").toString());
        settings.put("message-security." + side + "-certificate.store-type", KeyStoreOfTest.TYPE);
        settings.put(
                "message-security." + side + "-certificate.password-file",
                folder.resolve("pin").toString());
        settings.put("message-security." + side + "-certificate.find-type", "find-by-subject-name");
        settings.put("message-security." + side + "-certificate.find-value", name);
        return settings;
    }

    private static X509Credential own(MessageSecurityFeature feature) {
        return ((MessageSecurityFeature.Service) feature.side()).own(Instant.now());
    }

    private static org.assertj.core.api.ThrowableAssert<MessageSecurityException> assertRefused(
            Map<String, String> settings) {
        MessageSecurityException refused = refusal(settings);
        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        return new org.assertj.core.api.ThrowableAssert<>(refused);
    }

    private static MessageSecurityException refusal(Map<String, String> settings) {
        var refused =
                catchThrowableOfType(MessageSecurityException.class, () -> ConfiguredService.from("test", settings));
        assertThat(refused).isNotNull();
        return refused;
    }
}

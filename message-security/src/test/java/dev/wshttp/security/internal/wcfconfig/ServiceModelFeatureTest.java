// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.Refusals;
import dev.wshttp.security.config.DemoFiles;
import dev.wshttp.security.config.MessageSecurityConfiguration;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.settings.SettingKey;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A file of WCF makes the endpoint that native keys make. */
class ServiceModelFeatureTest {
    private static final Map<String, String> TRUST = Map.of(
            "message-security.trust.mode", "chain-trust",
            "message-security.trust.file", "ca.pem",
            "message-security.trust.revocation-mode", "online",
            "message-security.trust.revocation-list", "ca.crl");

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    @BeforeAll
    static void writeFiles() {
        // Where nothing reads the key yet, there is nothing to compare.
        assumeTrue(SettingKey.named("message-security.trust.revocation-mode").isPresent());
        DemoFiles.write(PKI, directory);
    }

    @Test
    void makesTheClientOfNativeKeys() {
        WcfFile file = withStores(WcfFile.ofResource("App.config"), "client.p12");
        var keys = new TreeMap<>(TRUST);
        keys.put("message-security.address", "http://machineName/Calculator");
        keys.put("message-security.identity.dns", "Contoso.com");
        keys.put("message-security.client-certificate.file", "client.p12");
        keys.put("message-security.client-certificate.password-file", "store.password");
        keys.put("message-security.client-certificate.find-type", "find-by-subject-name");
        keys.put("message-security.client-certificate.find-value", "Cohowinery.com");

        assertSame(
                configuration(file.asClient(directory), source(file.outside()))
                        .client()
                        .feature(),
                configuration(source(keys)).client().feature());
    }

    @Test
    void makesTheServiceOfNativeKeys() {
        WcfFile file = withStores(
                WcfFile.ofResource("Web.config").with("MessageAndCertificateClient", "WSHttpBinding_ICalculator"),
                "service.p12");
        var keys = new TreeMap<>(TRUST);
        keys.put("message-security.address", "http://localhost/Calculator");
        keys.put("message-security.service-certificate.file", "service.p12");
        keys.put("message-security.service-certificate.password-file", "store.password");
        keys.put("message-security.service-certificate.find-type", "find-by-subject-name");
        keys.put("message-security.service-certificate.find-value", "Contoso.com");

        assertSame(
                configuration(file.asService(directory), source(file.outside()))
                        .service()
                        .feature(),
                configuration(source(keys)).service().feature());
    }

    @Test
    void namesTheFileInLaterProblems() {
        WcfFile file = withStores(WcfFile.ofResource("App.config"), "absent.p12");

        assertThat(Refusals.textOf(() -> configuration(file.asClient(directory), source(file.outside()))
                        .client()))
                .contains("message-security.client-certificate.file (in '" + directory.resolve("App.config") + "')");
    }

    @Test
    void takesStoresTogetherWithAFileOfWcfOnly() {
        var keys = new TreeMap<>(TRUST);
        keys.put("message-security.stores.local-machine.my", "client.p12");

        assertThat(Refusals.textOf(() -> configuration(source(keys)).client()))
                .contains(
                        "'message-security.stores.local-machine.my' is set in 'keys' and stands for a store of Windows"
                                + " (expected together with an App.config or Web.config only)");
    }

    private static WcfFile withStores(WcfFile file, String own) {
        return file.withStore("local-machine.my", own)
                .withStore("local-machine.my.password-file", "store.password")
                .withStore("local-machine.root", "ca.pem")
                .withOutside("message-security.trust.revocation-list", "ca.crl");
    }

    private static ConfigSource source(Map<String, String> keys) {
        return new PropertiesConfigSource(keys, "keys", 500);
    }

    private static MessageSecurityConfiguration configuration(ConfigSource... sources) {
        return MessageSecurityConfiguration.of(
                new SmallRyeConfigBuilder().withSources(sources).build(), directory);
    }

    private static void assertSame(MessageSecurityFeature actual, MessageSecurityFeature expected) {
        assertThat(actual.binding()).isEqualTo(expected.binding());
        assertThat(actual.address()).isEqualTo(expected.address());
        assertThat(actual.side())
                .usingRecursiveComparison()
                .withEqualsForType(
                        (one, other) -> one.certificate().equals(other.certificate())
                                && one.privateKey().equals(other.privateKey()),
                        X509Credential.class)
                .withEqualsForType(Object::equals, CertificateTrust.class)
                .ignoringFields("credentials.source")
                .withEqualsForType(Object::equals, X509Certificate.class)
                .isEqualTo(expected.side());
    }
}

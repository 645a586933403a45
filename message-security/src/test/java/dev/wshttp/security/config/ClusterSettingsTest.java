// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.instances.AesSeal;
import dev.wshttp.security.instances.InOneJvm;
import dev.wshttp.security.instances.ServiceInstances;
import dev.wshttp.security.instances.ServiceInstancesProvider;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The keys {@code message-security.cluster.*}: what instances share comes from another module, which they need. */
class ClusterSettingsTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final ThreadLocal<String> CONNECTED = new ThreadLocal<>();

    @TempDir
    private Path directory;

    private DemoFiles files;

    @BeforeEach
    void writeFiles() {
        files = DemoFiles.write(PKI, directory);
        CONNECTED.remove();
    }

    /** A module that gives the keys their meaning. */
    public static final class Provider implements ServiceInstancesProvider {
        @Override
        public ServiceInstances connect(Function<String, Optional<String>> settings, Path baseDirectory) {
            CONNECTED.set(settings.apply("tokens") + " " + settings.apply("uri") + " " + settings.apply("user") + " "
                    + settings.apply("unknown") + " " + baseDirectory.getFileName());
            return InOneJvm.withTokens(new AesSeal());
        }
    }

    @Test
    void nothingIsSharedWithoutTheKeys() throws IOException {
        assertThat(withModule(() -> feature(files.serviceSettings())).instances())
                .isEmpty();
        assertThat(CONNECTED.get()).isNull();
    }

    @Test
    void theModuleThatIsThereConnects() throws IOException {
        var settings = files.serviceSettings();
        settings.put("message-security.cluster.tokens", "self-contained");
        settings.put("message-security.cluster.uri", "redis://localhost");

        assertThat(withModule(() -> feature(settings)).instances()).get().isInstanceOf(InOneJvm.class);
        assertThat(CONNECTED.get())
                .isEqualTo("Optional[self-contained] Optional[redis://localhost] Optional.empty Optional.empty "
                        + directory.getFileName());
    }

    @Test
    void namesTheModuleThatIsMissing() {
        var settings = files.serviceSettings();
        settings.put("message-security.cluster.tokens", "self-contained");

        assertThat(refusal(() -> feature(settings)))
                .hasMessageContaining("message-security-cluster")
                .returns(SecurityFault.CONFIGURATION_INVALID, each -> each.fault());
    }

    @Test
    void connectsToNothingWhereAnotherSettingIsWrong() throws IOException {
        var settings = files.serviceSettings();
        settings.put("message-security.cluster.tokens", "self-contained");
        settings.put("message-security.max-clock-skew", "long");

        withModule(() -> refusal(() -> feature(settings)));

        assertThat(CONNECTED.get()).isNull();
    }

    @Test
    void aStoreNeedsTokensThatItIsFor() {
        var settings = files.serviceSettings();
        settings.put("message-security.cluster.uri", "redis://localhost");

        assertThat(refusal(() -> feature(settings)))
                .hasMessageContaining("message-security.cluster.tokens is missing (expected 'self-contained'");
    }

    @Test
    void knowsNoOtherTokens() {
        var settings = files.serviceSettings();
        settings.put("message-security.cluster.tokens", "stored");

        assertThat(refusal(() -> feature(settings)))
                .hasMessageContaining("message-security.cluster.tokens is 'stored'")
                .hasMessageContaining("(expected 'self-contained'");
    }

    @Test
    void aClientSharesNothing() {
        var config = config(files.clientSettings());
        MessageSecurityFeature client =
                MessageSecurityConfiguration.of(config, directory).client().feature();

        assertThat(refusal(() -> client.withInstances(InOneJvm.withTokens(new AesSeal()))))
                .returns(SecurityFault.CONFIGURATION_INVALID, each -> each.fault());
    }

    private MessageSecurityFeature feature(Map<String, String> settings) {
        return MessageSecurityConfiguration.of(config(settings), directory)
                .service()
                .feature();
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "the test", 100))
                .build();
    }

    private <T> T withModule(Supplier<T> action) throws IOException {
        Path services = directory.resolve("provider");
        Files.writeString(services, Provider.class.getName());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(new WithProvider(before, services.toUri().toURL()));
        try {
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static final class WithProvider extends ClassLoader {
        private final URL services;

        WithProvider(ClassLoader parent, URL services) {
            super(parent);
            this.services = services;
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.equals("META-INF/services/" + ServiceInstancesProvider.class.getName())
                    ? Collections.enumeration(List.of(services))
                    : super.getResources(name);
        }
    }
}

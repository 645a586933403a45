// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.Refusals;
import dev.wshttp.security.config.MessageSecurityConfiguration;
import dev.wshttp.security.config.ServiceModelConfigSource;
import dev.wshttp.security.internal.wcfconfig.WcfFile;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where {@code ${...}} is an expression, and where it is text. */
class ExpressionsTest {
    private static final String FIND_VALUE = "message-security.client-certificate.find-value";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${user.home}",
                "${PATH}",
                "${no.such.key}",
                "${no.such.key:otherwise}",
                "${" + FIND_VALUE + "}",
                "${${user.name}}",
                "${",
                "${}",
                "$",
                "$$",
                "$$$",
                "$${user.home}",
                "\\${user.home}",
                "\\\\${user.home}\\",
                "C:\\new\\${user.home}\\$x",
                "pa$word}",
            })
    void textOfAWcfFileStaysAsItIs(String text) throws IOException {
        ServiceModelConfigSource file =
                WcfFile.CLIENT.with("CN=Cohowinery.com", text).asClient(directory);

        Config config = config(file);

        assertThat(ServiceModelConfigSource.value(config, FIND_VALUE)).contains(text);
        assertThat(new Settings(values(config), directory, SettingKey.Side.CLIENT)
                        .optional(SettingKey.CLIENT_CERTIFICATE_FIND_VALUE, Format.TEXT))
                .contains(text);
        // The same by the native keys that it converts to, where a dollar is escaped.
        assertThat(ServiceModelConfigSource.value(config(source(converted(file))), FIND_VALUE))
                .contains(text);
    }

    @Test
    void problemOfAWcfFileIsToldWithTheTextThatStandsThere() {
        ServiceModelConfigSource file = WcfFile.CLIENT
                .with(
                        "<configuration>",
                        "<configuration><appSettings>"
                                + "<add key=\"message-security.max-clock-skew\" value=\"${no.such.key}\"/></appSettings>")
                .asClient(directory);

        assertThat(Refusals.textOf(() ->
                        MessageSecurityConfiguration.of(config(file), directory).client()))
                .contains("max-clock-skew is '${no.such.key}' in '" + directory.resolve("App.config") + "'");
    }

    @Test
    void valueOfTheProgramInAWcfFileStaysAsItIs() {
        ServiceModelConfigSource file = WcfFile.CLIENT
                .with(
                        "<configuration>",
                        "<configuration><appSettings>"
                                + "<add key=\"client.note\" value=\"${user.home}\"/></appSettings>")
                .asClient(directory);

        assertThat(ServiceModelConfigSource.value(config(file), "client.note")).contains("${user.home}");
    }

    @Test
    void expressionsOfOtherSourcesAreExpandedAsMicroProfileConfigDoes() {
        ServiceModelConfigSource file = WcfFile.CLIENT.asClient(directory);
        ConfigSource outside = source(Map.of("place", "elsewhere", FIND_VALUE, "CN=${place}"));

        assertThat(ServiceModelConfigSource.value(config(file, outside), FIND_VALUE))
                .contains("CN=elsewhere");
    }

    @Test
    void passwordFromOutsideIsNoExpression() {
        String key = SettingKey.CLIENT_CERTIFICATE_PASSWORD.fullName();
        String password = "pa$$word${user.home}\\$";
        System.setProperty(key, password);
        try {
            Config config = new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addSystemSources()
                    .build();

            assertThat(new Settings(values(config), directory, SettingKey.Side.CLIENT)
                            .password(
                                    SettingKey.CLIENT_CERTIFICATE_PASSWORD,
                                    SettingKey.CLIENT_CERTIFICATE_PASSWORD_FILE))
                    .isEqualTo(Optional.of(password));
        } finally {
            System.clearProperty(key);
        }
    }

    private static Map<String, String> converted(ServiceModelConfigSource file) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(String.join("\n", file.asProperties())));
        var values = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    private static ConfigSource source(Map<String, String> values) {
        return new PropertiesConfigSource(values, "outside", 500);
    }

    /** As the programs make it. */
    private static Config config(ConfigSource... sources) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(sources)
                .build();
    }

    private static ConfigValues values(Config config) {
        return new ConfigValues(config, ServiceModelConfigSource.class::isInstance);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.Refusals;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.X509CertificateValidationMode;
import dev.wshttp.security.internal.wcfconfig.WcfFile;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings from a file, and what wins over them. */
class SettingsSourcesTest {
    private static final String VIA = "message-security.via";
    private static final String THREADS = "program.threads";
    private static final String HEALTH = "program.health";
    private static final HostKeys KEYS = new HostKeys("program.", Set.of(THREADS, HEALTH), Map.of());

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    private static DemoFiles files;

    @BeforeAll
    static void writeFiles() {
        files = DemoFiles.write(PKI, directory);
    }

    @Test
    void makesAClientOfAFile() {
        Path file = write("client.properties", files.clientSettings());

        ConfiguredClient client = ConfiguredClient.fromFile(file);

        assertThat(client.connectTo()).isEqualTo(URI.create("http://localhost:8080/Calculator"));
        assertThat(client.feature().binding().negotiateServiceCredential()).isFalse();
    }

    @Test
    void aSourceThatChoosesAnotherModeOfTrustNeedNotUnsetWhatTheFileBelowItSays() {
        var pinned = new HashMap<>(files.clientSettings());
        pinned.put("message-security.trust.mode", "peer-or-chain-trust");
        pinned.put("message-security.trust.peers-file", "service.pem");
        Path file = write("client.properties", pinned);

        ConfiguredClient client = SettingsSources.ofSystem()
                .withOverrides("the command line", Map.of("message-security.trust.mode", "chain-trust"))
                .client(file)
                .endpoint()
                .client();

        var side = (MessageSecurityFeature.Client) client.feature().side();
        assertThat(side.credentials().serviceTrust().mode()).isEqualTo(X509CertificateValidationMode.CHAIN_TRUST);
    }

    @Test
    void makesAServiceOfAFile() {
        Path file = write("service.properties", files.serviceSettings());

        ConfiguredService service = ConfiguredService.fromFile(file);

        assertThat(service.listenOn()).isEqualTo(URI.create("http://localhost:8080/Calculator"));
        assertThat(service.feature().binding().establishSecurityContext()).isFalse();
    }

    @Test
    void makesBothOfWhatAFrameworkHasPutTogether() {
        assertThat(ConfiguredClient.from("application.yml", absolute(files.clientSettings()))
                        .address())
                .isEqualTo(URI.create("http://localhost:8080/Calculator"));
        assertThat(ConfiguredService.from("application.yml", absolute(files.serviceSettings()))
                        .address())
                .isEqualTo(URI.create("http://localhost:8080/Calculator"));
    }

    @Test
    void takesNothingElseBesideWhatAFrameworkHasPutTogether() {
        System.setProperty(VIA, "http://other.example/");
        try {
            assertThat(ConfiguredClient.from("application.yml", absolute(files.clientSettings()))
                            .via())
                    .isEmpty();
        } finally {
            System.clearProperty(VIA);
        }
    }

    @Test
    void refusesAnotherKeyOfAFrameworkAndNamesItsPlace() {
        var settings = new HashMap<>(files.clientSettings());
        settings.put("server.port", "1");

        assertThat(Refusals.refusal(() -> ConfiguredClient.from("application.yml", settings)))
                .hasMessageContaining("server.port")
                .hasMessageContaining("application.yml");
    }

    @Test
    void makesBothOfAConfiguration() {
        assertThat(ConfiguredClient.from(configuration(files.clientSettings())).address())
                .isEqualTo(URI.create("http://localhost:8080/Calculator"));
        assertThat(ConfiguredService.from(configuration(files.serviceSettings()))
                        .address())
                .isEqualTo(URI.create("http://localhost:8080/Calculator"));
    }

    @Test
    void makesAClientOfAFileOfWcf() throws IOException {
        String xml = WcfFile.CLIENT
                .with(
                        "<configuration>",
                        "<configuration><appSettings>"
                                + "<add key=\"message-security.stores.current-user.my\" value=\"client.p12\"/>"
                                + "<add key=\"message-security.stores.current-user.my.password-file\" value=\"store.password\"/>"
                                + "<add key=\"message-security.stores.local-machine.root\" value=\"ca.pem\"/>"
                                + "</appSettings>")
                .xml();
        Path file = Files.writeString(directory.resolve("Client.config"), xml);

        assertThat(ConfiguredClient.fromFile(file).address()).isEqualTo(URI.create("http://machineName/Calculator"));
    }

    @Test
    void prefersOverridesToSystemPropertiesToTheEnvironmentToTheFile() {
        var settings = files.clientSettings();
        settings.put(VIA, "http://file/");
        Path file = write("precedence.properties", settings);
        SettingsSources fileOnly = SettingsSources.ofSystem().withEnvironment(Map.of());
        SettingsSources environment = fileOnly.withEnvironment(Map.of("MESSAGE_SECURITY_VIA", "http://environment/"));
        SettingsSources overrides = environment.withOverrides("the command line", Map.of(VIA, "http://overrides/"));

        assertThat(connectsTo(fileOnly, file)).isEqualTo("http://file/");
        assertThat(connectsTo(environment, file)).isEqualTo("http://environment/");
        System.setProperty(VIA, "http://property/");
        try {
            assertThat(connectsTo(environment, file)).isEqualTo("http://property/");
            assertThat(connectsTo(overrides, file)).isEqualTo("http://overrides/");
        } finally {
            System.clearProperty(VIA);
        }
    }

    /** MicroProfile Config, "Environment Variables Mapping Rules". */
    @Test
    void findsAKeyUnderEachNameOfAVariable() {
        String key = "program.my-threads";
        var variables = new HashMap<String, String>();

        variables.put("PROGRAM_MY_THREADS", "3");
        assertThat(new EnvironmentConfigSource(variables).getValue(key)).isEqualTo("3");
        variables.put("program_my_threads", "2");
        assertThat(new EnvironmentConfigSource(variables).getValue(key)).isEqualTo("2");
        variables.put(key, "1");
        assertThat(new EnvironmentConfigSource(variables).getValue(key)).isEqualTo("1");
    }

    @Test
    void namesTheSourceOfAProblem() {
        Path file = write("source.properties", files.clientSettings());
        SettingsSources sources =
                SettingsSources.ofSystem().withEnvironment(Map.of("MESSAGE_SECURITY_MAX_CLOCK_SKEW", "x"));

        assertRefused(() -> sources.client(file).endpoint().client())
                .contains("message-security.max-clock-skew is 'x' in 'the environment'");
    }

    @Test
    void readsTheKeysOfTheProgram() {
        ProgramSettings settings = program(Map.of(THREADS, "12", HEALTH, "true"));

        assertThat(settings.count(THREADS)).contains(12);
        assertThat(settings.flag(HEALTH)).contains(true);
        assertThat(program(Map.of()).count(THREADS)).isEmpty();
        assertThat(program(Map.of()).flag(HEALTH)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1000000", "1.5", "many"})
    void refusesACountThatIsNone(String text) {
        assertRefused(() -> program(Map.of(THREADS, text)).count(THREADS))
                .isEqualTo(THREADS + " is '" + text + "' in 'the command line' (expected a number from 1 to 999999)."
                        + " Correct it there.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "1", "TRUE"})
    void refusesAFlagThatIsNone(String text) {
        assertRefused(() -> program(Map.of(HEALTH, text)).flag(HEALTH))
                .isEqualTo(HEALTH + " is '" + text + "' in 'the command line' (expected 'true' or 'false')."
                        + " Correct it there.");
    }

    @Test
    void refusesUnknownKeys() {
        Path file = write("unknown.properties", Map.of("program.thread", "1"));

        assertRefused(() -> SettingsSources.ofSystem().withHostKeys(KEYS).service(file))
                .isEqualTo("Unknown keys are set in '" + file
                        + "': [program.thread] (expected message-security.* or one of"
                        + " [program.health, program.threads]). Correct or remove them.");
        assertRefused(() -> ConfiguredClient.fromFile(file)).contains("[program.thread] (expected message-security.*)");
        assertRefused(() -> program(Map.of("mesage-security.via", "x"))).contains("in 'the command line'");
    }

    @Test
    void refusesFilesThatAreNone() throws IOException {
        Path binary = Files.write(directory.resolve("binary.properties"), new byte[] {(byte) 0xC3, 0x28});
        Path unicode = Files.writeString(directory.resolve("unicode.properties"), "a=\\u12");

        assertRefused(() -> ConfiguredClient.fromFile(directory.resolve("absent")))
                .contains("absent'", "there is no such file");
        assertRefused(() -> ConfiguredClient.fromFile(directory))
                .contains("it is a folder")
                .doesNotContain("Exception");
        assertRefused(() -> ConfiguredClient.fromFile(binary)).contains("line 1 is no UTF-8");
        assertRefused(() -> ConfiguredClient.fromFile(unicode)).contains("the backslash in line 1, before 'u12'");
    }

    @Test
    void convertsAFileOfWcfOnly() throws IOException {
        WcfFile wcf = WcfFile.SERVICE;
        SettingsSources sources = SettingsSources.ofSystem().withOverrides("outside", wcf.outside());
        Path file = Files.writeString(directory.resolve("Convert.config"), wcf.xml());
        Path properties = write("convert.properties", Map.of());

        assertThat(sources.service(file).asProperties())
                .contains("message-security.address=http://localhost:8000/Calculator");
        assertRefused(() -> sources.service(properties).asProperties())
                .contains("Cannot convert '" + properties + "'", "Name that file.");
        assertRefused(() -> sources.withoutFile().asProperties()).contains("Cannot convert 'no file'");
    }

    @Test
    void showsNoValues() {
        assertThat(new MapConfigSource("overrides", 1, Map.of("a.password", "secret")))
                .hasToString("overrides");
        assertThat(new EnvironmentConfigSource(Map.of("A_PASSWORD", "secret"))).hasToString("the environment");
    }

    @Test
    void refusesKeysOfAProgramThatHaveNoName() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new HostKeys("program.", Set.of(), Map.of(HostKeys.Setting.METADATA, "program.metadata")))
                .withMessageContaining("[program.metadata]");
    }

    private static ProgramSettings program(Map<String, String> overrides) {
        return SettingsSources.ofSystem()
                .withHostKeys(KEYS)
                .withOverrides("the command line", overrides)
                .withoutFile();
    }

    private static String connectsTo(SettingsSources sources, Path file) {
        return sources.client(file).endpoint().client().connectTo().toString();
    }

    private static Config configuration(Map<String, String> keys) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(absolute(keys), "keys", 100))
                .build();
    }

    private static Map<String, String> absolute(Map<String, String> keys) {
        var absolute = new TreeMap<>(keys);
        absolute.replaceAll((key, value) -> Files.exists(directory.resolve(value.replace("http://", "")))
                ? directory.resolve(value).toString()
                : value);
        return absolute;
    }

    private static Path write(String name, Map<String, String> keys) {
        var lines = new StringBuilder();
        keys.forEach((key, value) -> lines.append(key).append('=').append(value).append(" \n"));
        files.write(name, lines.toString());
        return directory.resolve(name);
    }

    private static AbstractStringAssert<?> assertRefused(ThrowingCallable reading) {
        MessageSecurityException refused = Refusals.refusal(reading);
        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        return assertThat(String.valueOf(refused.getMessage()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.instances.ServiceInstancesProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterInstancesProviderTest {
    @TempDir
    Path folder;

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(ServiceInstancesProvider.class))
                .hasOnlyElementsOfType(ClusterInstancesProvider.class)
                .hasSize(1);
    }

    @Test
    void readsTheSameAsCode() {
        ClusterSettings read = read(Map.of(
                "uri", "rediss://store:6380",
                "user", "calculator",
                "password-file", "store.password",
                "trust-file", "store.pem",
                "timeout", "250ms",
                "name", "calc",
                "replicas", "1",
                "max-sessions", "1000"));

        assertThat(read)
                .isEqualTo(ClusterSettings.builder(folder.resolve("cluster.keys"))
                        .uri("rediss://store:6380")
                        .user("calculator")
                        .passwordFile(folder.resolve("store.password"))
                        .trustFile(folder.resolve("store.pem"))
                        .timeout(Duration.ofMillis(250))
                        .name("calc")
                        .replicas(1)
                        .maxSessions(1_000)
                        .build());
    }

    @Test
    void hasDefaults() {
        assertThat(read(Map.of()))
                .isEqualTo(
                        ClusterSettings.builder(folder.resolve("cluster.keys")).build());
    }

    @Test
    void readsDurationsInEachForm() {
        assertThat(read(Map.of("timeout", "2s")).timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(read(Map.of("timeout", "PT0.1S")).timeout()).isEqualTo(Duration.ofMillis(100));
    }

    @ParameterizedTest
    @CsvSource({
        "tokens, in-memory, self-contained",
        "tokens, '', self-contained",
        "uri, http://store, redis-sentinel",
        "uri, redis://user:secret@store, password-file",
        "user, calculator, uri",
        "replicas, 1, uri",
        "max-sessions, 0, 100000",
        "max-sessions, 5, uri",
        "replicas, many, replicas",
        "replicas, 10, 0 to 9",
        "timeout, soon, 500ms",
        "timeout, 9ms, 10ms",
        "timeout, 11s, 10s",
        "name, a b, letters",
        "name, '', letters",
    })
    void refusesWrongSetting(String name, String value, String told) {
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> read(Map.of(name, value)))
                .withMessageContaining(name)
                .withMessageContaining(told)
                .withMessageNotContaining("secret")
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID));
    }

    @Test
    void refusesSettingsThatDoNotFitTogether() {
        refuses(Map.of("uri", "redis://store", "trust-file", "ca.pem"), "without TLS");
        refuses(Map.of("uri", "redis://store", "user", "calculator"), "password-file");
        refuses(Map.of("uri", "redis-cluster://a", "replicas", "1"), "expected 0");
    }

    @Test
    void namesAllThatIsWrong() {
        refuses(Map.of("timeout", "soon", "name", "a b"), "timeout is 'soon'");
        refuses(Map.of("timeout", "soon", "name", "a b"), "name is 'a b'");
    }

    @Test
    void needsKeys() {
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> ClusterInstancesProvider.read(
                        name -> Optional.ofNullable(
                                Map.of("tokens", "self-contained").get(name)),
                        folder))
                .withMessageContaining("keys-file is not set");
    }

    @Test
    void sharesTokensAloneWithoutAStore() throws IOException {
        Files.writeString(folder.resolve("cluster.keys"), "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=");
        try (var instances = new ClusterInstancesProvider().connect(settings(Map.of()), folder)) {
            assertThat(instances.memory()).isEmpty();
            assertThat(instances.relay()).isEmpty();
            byte[] sealed = instances.tokens().seal(new byte[] {1}, new byte[] {2});
            assertThat(instances.tokens().open(sealed, new byte[] {2})).contains(new byte[] {1});
        }
    }

    private void refuses(Map<String, String> settings, String told) {
        assertThatExceptionOfType(MessageSecurityException.class)
                .isThrownBy(() -> read(settings))
                .withMessageContaining(told);
    }

    private ClusterSettings read(Map<String, String> changes) {
        return ClusterInstancesProvider.read(settings(changes), folder);
    }

    private static Function<String, Optional<String>> settings(Map<String, String> changes) {
        var all = new HashMap<>(Map.of("tokens", "self-contained", "keys-file", "cluster.keys"));
        all.putAll(changes);
        return name -> Optional.ofNullable(all.get(name));
    }
}

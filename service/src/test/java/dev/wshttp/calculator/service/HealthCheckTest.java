// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthCheckTest {
    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    Path directory;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @EnumSource
    void isHealthyWhereThePageIsOn(HealthPage page) throws IOException {
        var security = ServiceFiles.write(PKI, directory).security();
        try (var host = CalculatorServiceHost.open(
                security, URI.create("http://127.0.0.1:0/Calculator"), HostOptions.DEFAULT.with(page))) {
            int exitCode = ask("http://127.0.0.1:" + host.port() + HealthPage.PATH, AMPLE);

            assertThat(exitCode).isEqualTo(page == HealthPage.ON ? 0 : 1);
            assertThat(said()).contains(page == HealthPage.ON ? "" : "'404' (expected 200)");
        }
    }

    @Test
    void isUnhealthyWhereNoServerListens() throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThat(ask("http://localhost:" + port + HealthPage.PATH, AMPLE)).isEqualTo(1);
        assertThat(said()).contains("cannot be asked", "refused");
    }

    @Test
    void isUnhealthyWhereTheServerDoesNotAnswerInTime() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(ask("http://localhost:" + silent.getLocalPort() + HealthPage.PATH, SHORT))
                    .isEqualTo(1);
            assertThat(said()).contains("expected an answer within 50 ms");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8080", "nowhere:/health", "file:/dev/null", "http://localhost :1/"})
    void isUnhealthyWithoutAnAddressOfAPage(String address) {
        assertThat(ask(address, SHORT)).isEqualTo(1);
        assertThat(said()).contains("'" + address + "' cannot be asked");
    }

    @Test
    void saysWhatItNeeds() {
        assertThat(HealthCheck.run(List.of(), AMPLE, errors())).isEqualTo(1);
        assertThat(said()).contains("[] (expected one");
    }

    private int ask(String page, Duration patience) {
        return HealthCheck.run(List.of(page), patience, errors());
    }

    private PrintStream errors() {
        return new PrintStream(err, true, StandardCharsets.UTF_8);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }
}

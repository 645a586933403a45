// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.certs.TestPki.Role;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When clients should be sent to a service, and when not. */
@Timeout(60)
class ReadinessTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final URI ANY_PORT = URI.create("http://127.0.0.1:0/Calculator");
    private static final String ASK = "GET /health/ready HTTP/1.1\r\nHost: a\r\n\r\n";

    private enum Unusable {
        EXPIRED,
        NOT_YET_VALID,
        WRONG_PURPOSE;

        TestCredential credential() {
            return switch (this) {
                case EXPIRED -> PKI.expired(Role.SERVICE);
                case NOT_YET_VALID -> PKI.notYetValid(Role.SERVICE);
                case WRONG_PURPOSE -> PKI.wrongPurpose(Role.SERVICE);
            };
        }
    }

    @Test
    void isReadyWithAValidCertificate() throws Exception {
        try (var host = open(security(PKI.service()))) {
            HttpResponse<String> ready = get(host, "/health/ready");

            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).isEqualTo("READY\n");
            assertThat(get(host, "/health").body()).isEqualTo("UP\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void isAliveAndNotReadyWithoutAUsableCertificate(Unusable reason) throws Exception {
        try (var host = open(security(reason.credential()))) {
            HttpResponse<String> ready = get(host, "/health/ready");

            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).isEqualTo("NO VALID CERTIFICATE\n");
            assertThat(get(host, "/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void isNoLongerReadyWhenItsCertificateEnds() throws Exception {
        var later = Clock.fixed(
                PKI.service().certificate().getNotAfter().toInstant().plus(Duration.ofSeconds(1)), ZoneOffset.UTC);

        assertThat(new Readiness(security(PKI.service())).reasonAgainst()).isEmpty();
        assertThat(new Readiness(security(PKI.service()).withClock(later)).reasonAgainst())
                .contains("NO VALID CERTIFICATE");
    }

    /** A platform asks over a connection that is open already, while the last calls are answered. */
    @Test
    void isNotReadyWhileItStops() throws Exception {
        var host = open(security(PKI.service()));
        try (var call = new Socket(InetAddress.getLoopbackAddress(), host.port());
                var platform = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
            var answers =
                    new BufferedReader(new InputStreamReader(platform.getInputStream(), StandardCharsets.US_ASCII));
            write(platform, ASK);
            assertThat(answers.readLine()).startsWith("HTTP/1.1 200");
            write(call, "POST /Calculator HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n");
            Waiting.until(() -> host.runningCalls() == 1);
            var closing = CompletableFuture.runAsync(host::close);
            Waiting.until(() -> !accepts(host.port()));

            write(platform, ASK);

            String line;
            do {
                line = answers.readLine();
            } while (!line.startsWith("HTTP/1.1 "));
            assertThat(line).startsWith("HTTP/1.1 503");
            write(call, "x");
            closing.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void answersOnlyWhereItIsSwitchedOn() throws Exception {
        try (var host = CalculatorServiceHost.open(security(PKI.service()), ANY_PORT)) {
            assertThat(get(host, "/health/ready").statusCode()).isEqualTo(404);
        }
    }

    private static CalculatorServiceHost open(MessageSecurityFeature security) throws Exception {
        return CalculatorServiceHost.open(security, ANY_PORT, HostOptions.DEFAULT.with(HealthPage.ON));
    }

    private static MessageSecurityFeature security(TestCredential own) {
        var trust = new CalculatorParties(PKI).service().clientTrust();
        return MessageSecurityFeature.forService(
                WsHttpBinding.builder().build(),
                ServiceCredentials.of(X509Credential.of(own.key(), own.chain()), trust));
    }

    private static void write(Socket to, String text) throws Exception {
        to.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean accepts(int port) {
        try (var probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (java.io.IOException refused) {
            return false;
        }
    }

    private static HttpResponse<String> get(CalculatorServiceHost host, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + path))
                                .build(),
                        BodyHandlers.ofString());
    }
}

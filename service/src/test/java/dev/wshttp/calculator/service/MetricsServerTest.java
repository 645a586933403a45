// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.EndpointIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics of a service as Prometheus sees them, and what its dashboard and its alerts name. */
@Timeout(60)
class MetricsServerTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final CalculatorParties PARTIES = new CalculatorParties(PKI);
    private static final URI ANY_PORT = URI.create("http://127.0.0.1:0/Calculator");
    private static final URI METRICS = URI.create("http://127.0.0.1:0/metrics");
    private static final Path OPERATIONS = Path.of("../docs/operations");
    private static final Pattern OWN_METRIC =
            Pattern.compile("\\b(?:wshttp|service|jvm|process|system)_[a-z_]+\\b(?!\\s*=)");

    private CalculatorServiceHost host;

    @BeforeEach
    void open() throws IOException {
        var security = MessageSecurityFeature.forService(WsHttpBinding.builder().build(), PARTIES.service());
        host = CalculatorServiceHost.open(
                security, ANY_PORT, HostOptions.DEFAULT.withMetrics(METRICS).with(HealthPage.ON));
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void countsACallAndTellsTheState() throws Exception {
        var calculator = PARTIES.calculator(host.address());
        calculator.add(1, 2);
        post("no envelope");

        assertThat(scraped().lines())
                .contains(
                        "wshttp_calls_total{result=\"reply\"} 1.0",
                        "wshttp_refusals_total{fault=\"MESSAGE_UNREADABLE\",request=\"unreadable\"} 1.0",
                        "wshttp_verify_seconds_count 1",
                        "wshttp_protect_seconds_count 1",
                        "wshttp_negotiate_seconds_count 2",
                        "wshttp_session_open_seconds_count 1",
                        "wshttp_sessions{state=\"active\"} 1.0",
                        "wshttp_replay_capacity 1.2E7",
                        "service_turns_taken 0.0")
                .anyMatch(line -> line.startsWith("wshttp_certificate_expiry_seconds{subject=\"CN=Contoso.com\""));
        ((Closeable) calculator).close();
    }

    @Test
    void servesThemNowhereElse() throws Exception {
        URI page = host.metricsAddress().orElseThrow();

        assertThat(page.getPort()).isNotEqualTo(host.port());
        assertThat(get(page).headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(get(host.address().resolve("/metrics")).statusCode()).isEqualTo(404);
        assertThat(get(page.resolve("/")).statusCode()).isEqualTo(404);
        assertThat(get(page.resolve("/Calculator")).statusCode()).isEqualTo(404);
        HttpResponse<String> posted = send(HttpRequest.newBuilder(page)
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build());
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(posted.headers().map().toString()).doesNotContainIgnoringCase("jetty");
    }

    @Test
    void servesNoneUnlessAskedTo() throws Exception {
        var security = MessageSecurityFeature.forService(WsHttpBinding.builder().build(), PARTIES.service());
        try (var without = CalculatorServiceHost.open(security, ANY_PORT)) {
            assertThat(without.metricsAddress()).isEmpty();
            assertThat(get(without.address().resolve("/metrics")).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void saysThatThePortOfTheMetricsIsTakenAndFreesTheOther() throws Exception {
        var security = MessageSecurityFeature.forService(WsHttpBinding.builder().build(), PARTIES.service());
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI metrics = URI.create("http://127.0.0.1:" + taken.getLocalPort() + "/metrics");
            assertThatExceptionOfType(CannotListenException.class)
                    .isThrownBy(() ->
                            CalculatorServiceHost.open(security, ANY_PORT, HostOptions.DEFAULT.withMetrics(metrics)))
                    .satisfies(refused -> assertThat(StartFailure.ofMetrics(refused))
                            .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.CANNOT_BIND))
                            .satisfies(failure -> assertThat(failure.message())
                                    .contains("'" + metrics + "'", "service.metrics-listen-uri")));
        }
    }

    @Test
    void freesBothPortsIfTheServiceCannotStart() throws Exception {
        URI listenOn = freeAddress("/Calculator");
        var options = HostOptions.DEFAULT.withMetrics(freeAddress("/metrics"));
        var ofClient = MessageSecurityFeature.forClient(
                WsHttpBinding.builder().build(), PARTIES.client(), EndpointIdentity.dns("Contoso.com"));
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> CalculatorServiceHost.open(ofClient, listenOn, options));

        var security = MessageSecurityFeature.forService(WsHttpBinding.builder().build(), PARTIES.service());
        try (var second = CalculatorServiceHost.open(security, listenOn, options)) {
            assertThat(second.port()).isEqualTo(listenOn.getPort());
        }
    }

    private static URI freeAddress(String path) throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + free.getLocalPort() + path);
        }
    }

    @Test
    void endsWithTheService() throws Exception {
        URI page = host.metricsAddress().orElseThrow();
        host.close();

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(page));
    }

    @ParameterizedTest
    @ValueSource(strings = {"grafana-dashboard.json", "prometheus-alerts.yml"})
    void theFilesForOperatorsNameMetricsThatExist(String file) throws Exception {
        PARTIES.calculator(host.address()).add(1, 2);
        post("no envelope");
        Set<String> served = scraped()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
        Set<String> named = OWN_METRIC
                .matcher(Files.readString(OPERATIONS.resolve(file)))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());

        assertThat(named).hasSizeGreaterThan(5);
        assertThat(served).containsAll(named);
    }

    @Test
    void theAlertsNameReasonsThatExist() throws Exception {
        assertThat(Pattern.compile("[A-Z]+(?:_[A-Z]+)+")
                        .matcher(Files.readString(OPERATIONS.resolve("prometheus-alerts.yml")))
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.toSet()))
                .hasSizeGreaterThan(3)
                .allSatisfy(name -> assertThat(SecurityFault.values())
                        .extracting(SecurityFault::name)
                        .contains(name));
    }

    @Test
    void thePageForOperatorsNamesEveryMetricOfOurs() throws Exception {
        PARTIES.calculator(host.address()).add(1, 2);
        post("no envelope");
        String page = Files.readString(Path.of("../docs/operations.md"));

        assertThat(scraped()
                        .lines()
                        .filter(line -> line.startsWith("# TYPE wshttp_") || line.startsWith("# TYPE service_")))
                .hasSizeGreaterThan(10)
                .map(line -> line.split(" ")[2])
                // The maximum of a timer is a family of its own.
                .filteredOn(name -> !name.endsWith("_max"))
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    private String scraped() throws Exception {
        return get(host.metricsAddress().orElseThrow()).body();
    }

    private void post(String text) throws Exception {
        send(HttpRequest.newBuilder(host.address())
                .header("Content-Type", "application/soap+xml; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(text))
                .build());
    }

    private static HttpResponse<String> get(URI page) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(page).build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}

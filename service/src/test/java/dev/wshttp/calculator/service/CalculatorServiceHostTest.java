// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.servlet.Description;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalculatorServiceHostTest {
    private static final URI ANY_PORT = URI.create("http://localhost:0/Calculator");
    private static final String HALF_A_REQUEST = "POST /Calculator HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/soap+xml; charset=utf-8\r\nContent-Length: 11\r\n\r\n<Enve";
    private static final QName BAD_CONTEXT_TOKEN =
            new QName("http://schemas.xmlsoap.org/ws/2005/02/sc", "BadContextToken");
    private static final String OTHER_HALF = "lope/>";

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    private static MessageSecurityFeature security;

    @BeforeAll
    static void readSettings() throws IOException {
        security = ServiceFiles.write(PKI, directory).security();
    }

    @Test
    void servesSecuredCalls() throws IOException {
        try (var host = CalculatorServiceHost.open(security, ANY_PORT)) {
            Calculator calculator = new CalculatorParties(PKI).calculator(host.address());

            assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
            assertThat(calculator.divide(22, 7)).isEqualTo(22.0 / 7.0);
            assertThat(calculator.callerIdentity())
                    .isEqualTo(
                            "CN=Cohowinery.com; " + Thumbprint.of(PKI.client().certificate()));
        }
    }

    /** As http.sys and WCF's filter of endpoints do. */
    @ParameterizedTest
    @CsvSource({
        "/Calculator, /calculator",
        "/Calculator, /Calculator/",
        "/Calculator/, /CALCULATOR",
        "/My%20Calc/Service.svc, /my%20calc/service.svc",
        "/Gr%C3%B6%C3%9Fe, /gr%c3%b6%c3%9fe/",
        "/x%2Fy, /x/y",
        "/a+b, /A+B",
        "/, /",
        "'', /"
    })
    void isReachedInEverySpellingOfItsPath(String own, String called) throws IOException {
        var listenOn = URI.create("http://localhost:0" + own);
        try (var host = CalculatorServiceHost.open(security.withAddress(listenOn), listenOn)) {
            URI address = URI.create("http://localhost:" + host.port() + called);

            assertThat(new CalculatorParties(PKI).calculator(address).add(1, 2)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Calculator//", "/Calculato", "/Calculators", "/Calculator/x", "/", "/%43alculators"})
    void isNotReachedAtOtherPaths(String called) throws Exception {
        try (var host = CalculatorServiceHost.open(security, ANY_PORT)) {
            assertThat(get(host.address().resolve(called)).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void describesItselfInEverySpellingOfItsPath() throws Exception {
        var options = HostOptions.DEFAULT.describedBy(Set.of(Description.values()));
        try (var host = CalculatorServiceHost.open(security, ANY_PORT, options)) {
            String plain = get(URI.create(host.address() + "?wsdl")).body();

            assertThat(plain).contains("definitions");
            assertThat(get(host.address().resolve("/calculator/?wsdl")).body()).isEqualTo(plain);
        }
    }

    @Test
    void refusesUnsecuredCalls() throws IOException {
        try (var host = CalculatorServiceHost.open(security, ANY_PORT)) {
            Calculator calculator = CalculatorParties.unsecured(host.address());

            assertThatExceptionOfType(SOAPFaultException.class)
                    .isThrownBy(() -> calculator.add(1, 2))
                    .satisfies(refused -> assertThat(refused.getFault().getFaultSubcodes())
                            .toIterable()
                            .containsExactly(BAD_CONTEXT_TOKEN));
        }
    }

    @Test
    void putsTheRealPortIntoTheAddress() throws IOException {
        try (var host = CalculatorServiceHost.open(security, URI.create("http://127.0.0.1:0/Calculator"))) {
            assertThat(host.address()).isEqualTo(URI.create("http://localhost:" + host.port() + "/Calculator"));
        }
    }

    @Test
    void showsTheHealthPageOnlyWhenAskedTo() throws Exception {
        try (var host = CalculatorServiceHost.open(security, ANY_PORT, HostOptions.DEFAULT.with(HealthPage.ON))) {
            HttpResponse<String> answer = get(host.address().resolve("/health"));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("UP\n");
        }
        try (var host = CalculatorServiceHost.open(security, ANY_PORT)) {
            assertThat(get(host.address().resolve("/health")).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void freesThePortWhenClosedAndMayBeClosedAgain() throws IOException {
        var first = CalculatorServiceHost.open(security, ANY_PORT);
        first.close();
        first.close();

        URI same = URI.create("http://localhost:" + first.port() + "/Calculator");
        try (var second = CalculatorServiceHost.open(security, same)) {
            assertThat(second.port()).isEqualTo(first.port());
        }
    }

    @Test
    void answersTheRunningCallBeforeItIsClosed() throws Exception {
        var host = CalculatorServiceHost.open(security, ANY_PORT);
        try (var call = new Socket(InetAddress.getByName("localhost"), host.port())) {
            call.getOutputStream().write(HALF_A_REQUEST.getBytes(StandardCharsets.US_ASCII));
            Waiting.until(() -> host.runningCalls() == 1);
            var closing = CompletableFuture.runAsync(host::close);
            Waiting.until(() -> !accepts(host.port()));

            call.getOutputStream().write(OTHER_HALF.getBytes(StandardCharsets.US_ASCII));

            var answer = new BufferedReader(new InputStreamReader(call.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(answer.readLine()).startsWith("HTTP/1.1 ");
            closing.get(30, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /Calculator HTTP/1.1\r\nHost: a\r\n",
                "GET /none HTTP/1.1\r\nHost: a\r\n",
                "TRACE /Calculator HTTP/1.1\r\nHost: a\r\nX-Secret: told-to-no-peer\r\n",
                "TRACE /none HTTP/1.1\r\nHost: a\r\nX-Secret: told-to-no-peer\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\n",
                "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n",
                "GET /Calculator HTTP/1.1\r\n",
                "GET /Calculator HTTP/9.9\r\nHost: a\r\n",
                "GET /%zz HTTP/1.1\r\nHost: a\r\n",
                "GET /Calculator HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
                "POST /Calculator HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n",
                "no HTTP"
            })
    void tellsNeitherWhatServesNorWhatItWasSent(String head) throws IOException {
        try (var host = CalculatorServiceHost.open(security, ANY_PORT);
                var peer = new Socket(InetAddress.getByName("localhost"), host.port())) {
            peer.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            peer.shutdownOutput();

            String answer = new String(peer.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            assertThat(answer)
                    .startsWith("HTTP/1.1 ")
                    .doesNotContainIgnoringCase("jetty")
                    .doesNotContainIgnoringCase("server:")
                    .doesNotContainIgnoringCase("told-to-no-peer")
                    .doesNotContain("Exception", "\tat ");
            assertThat(answer.startsWith("HTTP/1.1 200"))
                    .isEqualTo(head.startsWith("GET /Calculator HTTP/1.1\r\nHost: a\r\n") && !head.contains("b"));
        }
    }

    private static boolean accepts(int port) {
        try (var probe = new Socket(InetAddress.getByName("localhost"), port)) {
            return probe.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static HttpResponse<String> get(URI page) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
    }
}

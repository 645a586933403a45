// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.HttpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestGateTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private final RequestGate gate = gate("/Calculator", Description.values());
    private final AtomicInteger served = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;
    private HttpContext context;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        context = server.createContext("/Calculator", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                served.incrementAndGet();
                exchange.sendResponseHeaders(200, -1);
            }
        });
        context.getFilters().add(gate);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void admitsCall() throws Exception {
        assertThat(post("/Calculator", BodyPublishers.ofString("<Envelope/>"))).isEqualTo(200);
        assertThat(served).hasValue(1);
    }

    @Test
    void admitsARequestForTheDescription() throws Exception {
        assertThat(get("/Calculator?wsdl")).isEqualTo(200);
    }

    @Test
    void refusesPathThatOnlyStartsLikeTheEndpoint() throws Exception {
        assertThat(post("/CalculatorOfAnother", BodyPublishers.noBody())).isEqualTo(404);
        assertThat(served).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"})
    void refusesOtherMethodsAndSaysWhichItKnows(String method) throws Exception {
        var answer = client.send(
                request("/Calculator?wsdl")
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, POST");
        assertThat(served).hasValue(0);
    }

    @Test
    void answersWithThePageItself() throws Exception {
        assertThat(get("/Calculator")).isEqualTo(200);
        assertThat(served).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?wsdl", "?WSDL", "?singleWsdl", "?singlewsdl", "?wsdl=1", "?xsd=2"})
    void admitsEachRequestForTheMetadata(String query) throws Exception {
        assertThat(get("/Calculator" + query)).isEqualTo(200);
        assertThat(served).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?wsdls", "?xsd", "?wsdl=", "?wsdl=x", "?xsd=1&a=b", "?wsdl&a", "?about"})
    void refusesQueriesThatTheSoapStackWouldAnswerItself(String query) throws Exception {
        assertThat(get("/Calculator" + query)).isEqualTo(404);
        assertThat(served).hasValue(0);
    }

    @Test
    void refusesTheMetadataWhereTheyAreOff() throws Exception {
        context.getFilters().set(0, gate("/Calculator", Description.PAGE));

        assertThat(get("/Calculator?wsdl")).isEqualTo(404);
        assertThat(get("/Calculator?singleWsdl")).isEqualTo(404);
        assertThat(get("/Calculator?xsd=1")).isEqualTo(404);
        assertThat(get("/Calculator")).isEqualTo(200);
        assertThat(served).hasValue(0);
    }

    @Test
    void showsNoPageWhereItIsOff() throws Exception {
        context.getFilters().set(0, gate("/Calculator", Description.METADATA));

        assertThat(get("/Calculator")).isEqualTo(405);
        assertThat(get("/Calculator?wsdl")).isEqualTo(200);
    }

    @Test
    void knowsOnlyCallsWhereItDescribesNothing() throws Exception {
        context.getFilters().set(0, gate("/Calculator"));

        var answer = client.send(request("/Calculator").build(), BodyHandlers.discarding());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }

    private static RequestGate gate(String path, Description... described) {
        var descriptions = Set.of(described);
        return new RequestGate(
                EndpointPath.of(HttpAddress.parse("http://localhost" + path).orElseThrow()),
                descriptions,
                ServicePageTest.page(PKI, descriptions));
    }

    private int post(String path, BodyPublisher body) throws IOException, InterruptedException {
        return client.send(request(path).POST(body).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private int get(String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), BodyHandlers.discarding())
                .statusCode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://localhost:" + server.getAddress().getPort() + path));
    }
}

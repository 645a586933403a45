// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.ws.spi.WSToolsObjectFactory;
import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.servlet.Description;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebServiceFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client can do that knows only the address: it reads the contract, and makes a port of it. */
class PublishedContractTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"?wsdl, false, false", "?singleWsdl, false, true", "?wsdl, true, true", "?singleWsdl, true, false"})
    void isAllThatAFreshClientNeeds(String query, boolean negotiated, boolean session) throws Exception {
        var binding = WsHttpBinding.builder()
                .negotiateServiceCredential(negotiated)
                .establishSecurityContext(session)
                .build();
        try (var host = CalculatorServiceHost.open(feature(binding), URI.create("http://localhost:0/Calculator"));
                var warnings = new Warnings()) {
            var wsdl = new URL(host.address() + query);
            wsimport(wsdl);
            try (var classes = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
                // By default the generated classes read the WSDL again, from the address that they were generated from.
                Class<?> contract = classes.loadClass("fresh.ICalculator");
                var service = (Service) classes.loadClass("fresh.CalculatorService")
                        .getConstructor()
                        .newInstance();
                WebServiceFeature security =
                        MessageSecurityFeature.forClient(binding, client(), CalculatorParties.SERVICE);
                Object port = service.getPort(CalculatorNames.PORT, contract, security);

                Object sum =
                        contract.getMethod("add", Double.class, Double.class).invoke(port, 100.0, 15.99);
                Object caller = contract.getMethod("getCallerIdentity").invoke(port);

                assertThat(sum).isEqualTo(115.99);
                assertThat(caller).asString().startsWith("CN=Cohowinery.com; ");
            }
            assertThat(warnings.texts).isEmpty();
        }
    }

    @Test
    void isOneDocument() throws Exception {
        try (var host = open(HostOptions.DEFAULT)) {
            String single = get(host, "?singleWsdl").body();

            assertThat(single).contains("_policy", "element name=\"Add\"").doesNotContain(":import", ":include");
            assertThat(single).isEqualTo(get(host, "?wsdl").body());
        }
    }

    @Test
    void hasTheAddressOfTheServiceWhateverARequestCallsIt() throws Exception {
        try (var host = open(HostOptions.DEFAULT)) {
            for (String query : List.of("", "?wsdl", "?singleWsdl")) {
                assertThat(getAs("evil.example", host, query))
                        .startsWith("HTTP/1.1 200")
                        .contains(host.address().toString())
                        .doesNotContain("evil.example");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?wsdl", "?WSDL", "?singleWsdl", "?wsdl=1", "?xsd=1"})
    void isKeptWhereTheMetadataAreOff(String query) throws Exception {
        try (var host = open(HostOptions.DEFAULT.describedBy(Set.of(Description.PAGE)))) {
            assertThat(get(host, query).statusCode()).isEqualTo(404);
            assertThat(get(host, "").body()).contains("CN=Contoso.com").doesNotContainIgnoringCase("wsdl");
        }
    }

    @Test
    void hasNoPageWhereThatIsOff() throws Exception {
        try (var host = open(HostOptions.DEFAULT.describedBy(Set.of(Description.METADATA)))) {
            assertThat(get(host, "").statusCode()).isEqualTo(405);
            assertThat(get(host, "?wsdl").statusCode()).isEqualTo(200);
        }
    }

    // Every binding of SOAP 1.2 is an extension to wsimport, WCF's too.
    private void wsimport(URL wsdl) {
        var output = new ByteArrayOutputStream();
        boolean done = WSToolsObjectFactory.newInstance()
                .wsimport(output, new String[] {"-extension", "-p", "fresh", "-d", directory.toString(), wsdl.toString()
                });

        assertThat(done).as(output.toString(StandardCharsets.UTF_8)).isTrue();
        assertThat(Files.exists(directory.resolve("fresh/ICalculator.class"))).isTrue();
    }

    private static CalculatorServiceHost open(HostOptions options) throws IOException {
        return CalculatorServiceHost.open(
                feature(WsHttpBinding.builder().build()), URI.create("http://localhost:0/Calculator"), options);
    }

    private static MessageSecurityFeature feature(WsHttpBinding binding) {
        return MessageSecurityFeature.forService(binding, new CalculatorParties(PKI).service());
    }

    private static ClientCredentials client() {
        return new CalculatorParties(PKI)
                .client()
                .withServiceCertificate(PKI.service().certificate());
    }

    private static HttpResponse<String> get(CalculatorServiceHost host, String query)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(host.address() + query)).build(), BodyHandlers.ofString());
    }

    private static String getAs(String name, CalculatorServiceHost host, String query) throws IOException {
        try (var socket = new Socket("localhost", host.port())) {
            socket.getOutputStream()
                    .write(("GET /Calculator" + query + " HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Collects the warnings of the RI. */
    private static final class Warnings extends Handler implements AutoCloseable {
        private final List<String> texts = new ArrayList<>();

        Warnings() {
            Logger.getLogger("").addHandler(this);
        }

        @Override
        public void publish(LogRecord log) {
            if (log.getLevel().intValue() >= Level.WARNING.intValue()) {
                texts.add(log.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            Logger.getLogger("").removeHandler(this);
        }
    }
}

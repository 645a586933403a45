// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.certs.TestPki;
import dev.wshttp.explain.ExchangeTrace;
import dev.wshttp.explain.TraceContent;
import dev.wshttp.security.MessageSecurityFeature;
import jakarta.xml.ws.WebServiceException;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The trace of a service: what its pages say of calls and refusals, and that calls do not need it. */
@Timeout(120)
class TracedServiceTest {
    private static final URI ANY_PORT = URI.create("http://localhost:0/Calculator");

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    private static MessageSecurityFeature security;

    @TempDir
    private Path folder;

    @BeforeAll
    static void readSettings() throws IOException {
        security = ServiceFiles.write(PKI, directory).security();
    }

    private String traced(TraceContent content) throws IOException {
        try (var trace = new TraceSettings(folder, content).open()) {
            try (var host = CalculatorServiceHost.open(trace.watch(security), ANY_PORT)) {
                Calculator calculator = new CalculatorParties(PKI).calculator(host.address());
                assertThat(calculator.add(100, 81.25)).isEqualTo(181.25);
                assertThatThrownBy(() ->
                                CalculatorParties.unsecured(host.address()).add(76.54, 1))
                        .isInstanceOf(WebServiceException.class);
                ((Closeable) calculator).close();
            }
            trace.close();
            assertThat(trace.pages()).hasSize(1);
            return Files.readString(trace.pages().get(0));
        }
    }

    @Test
    void tellsOfCallsAndRefusalsWithoutTheirContent() throws IOException {
        assertThat(traced(TraceContent.NAMES_ONLY))
                .contains(
                        "<title>Trace of a service</title>",
                        "✓ accepted by this service",
                        "✗ refused by this service: ")
                .contains("CN=Cohowinery.com", "ends the session")
                .doesNotContain("DANGER", "81.25", "76.54");
    }

    @Test
    void hasTheContentWhereThatIsAskedForByName() throws IOException {
        assertThat(traced(TraceContent.WITH_PLAINTEXT_AND_KEYS))
                .contains("DANGER: this file has plaintext and keys.", "81.25", "76.54", "✎ signed, valid");
    }

    @Test
    void doesNotStopCallsOfSeveralThreadsWhereItCannotWrite() throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        try (var trace = ExchangeTrace.open(gone, TraceContent.NAMES_ONLY);
                var host = CalculatorServiceHost.open(trace.watch(security), ANY_PORT)) {
            Files.delete(gone);
            Calculator calculator = new CalculatorParties(PKI).calculator(host.address());
            List<Double> sums = IntStream.range(0, 200)
                    .parallel()
                    .mapToObj(number -> calculator.add(number, 1))
                    .toList();

            assertThat(sums)
                    .isEqualTo(IntStream.range(0, 200)
                            .mapToObj(number -> number + 1.0)
                            .toList());
        }
    }
}

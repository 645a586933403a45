// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.wshttp.calculator.Calculator;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import jakarta.xml.ws.WebServiceException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Clients call without a pause while the service stops. */
@Timeout(120)
class StopUnderLoadTest {
    private static final URI ANY_PORT = URI.create("http://127.0.0.1:0/Calculator");
    private static final int CLIENTS = 8;
    private static final int CALLS_BEFORE = 5;
    private static final String VERIFIED = "Verified request {} of '{}' in {} µs";

    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @TempDir
    static Path directory;

    @Test
    void answersEachCallThatItHasAccepted() throws Exception {
        MessageSecurityFeature security = ServiceFiles.write(PKI, directory).security();
        try (var host = CalculatorServiceHost.open(security, ANY_PORT);
                var verified = new Verified()) {
            var answered = new AtomicInteger();
            var busy = new CountDownLatch(CLIENTS);
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Calculator calculator = client(host);
                calculator.add(0, 0);
                answered.incrementAndGet();
                clients.add(CompletableFuture.runAsync(
                        () -> callUntilItStops(calculator, answered, busy), task -> new Thread(task).start()));
            }
            busy.await();

            host.close();

            clients.forEach(CompletableFuture::join);
            assertThat(answered.get())
                    .isGreaterThan(CLIENTS * CALLS_BEFORE)
                    .isEqualTo((int) verified.count() - CLIENTS); // each client has opened a session
        }
    }

    private static void callUntilItStops(Calculator calculator, AtomicInteger answered, CountDownLatch busy) {
        try {
            for (int i = 0; ; i++) {
                assertThat(calculator.add(i, 1)).isEqualTo(i + 1.0);
                answered.incrementAndGet();
                if (i == CALLS_BEFORE) {
                    busy.countDown();
                }
            }
        } catch (WebServiceException stopped) {
            busy.countDown();
        }
    }

    private static Calculator client(CalculatorServiceHost host) throws IOException {
        return new CalculatorParties(PKI).calculator(URI.create("http://127.0.0.1:" + host.port() + "/Calculator"));
    }

    /** Counts the requests that the service has verified, and so processes. */
    private static final class Verified implements AutoCloseable {
        private final Logger logger =
                (Logger) LoggerFactory.getLogger("dev.wshttp.security.internal.jaxws.ServiceSecurityTube");
        private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

        Verified() {
            logger.setLevel(Level.DEBUG);
            logger.setAdditive(false);
            lines.start();
            logger.addAppender(lines);
        }

        long count() {
            return List.copyOf(lines.list).stream()
                    .filter(line -> line.getMessage().equals(VERIFIED))
                    .count();
        }

        @Override
        public void close() {
            logger.detachAppender(lines);
            logger.setAdditive(true);
            logger.setLevel(null);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import jakarta.xml.ws.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Measures over HTTP how long a service takes to refuse requests of each kind, every one under a secret of its own, and compares the medians. Not part
 * of the build, since a busy machine measures nothing; {@code mvn -q -P timing} runs it. A leak of 100 microseconds, planted in a copy of one
 * kind, shows that the measurement would find one.
 */
class RefusalTimes {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final int MESSAGES_OF_A_KIND = Integer.getInteger("timing.messages", 400);
    private static final List<RefusalKind> KINDS = List.of(RefusalKind.values());
    private static final int WARM_UP = 3_000;
    private static final long PLANTED_NANOS = 100_000;
    private static final double MOST_MICROS = 50;
    private static final String PLANTED = "x-planted";

    private final HttpServer server = LoopbackServer.create();
    private final Endpoint endpoint = Endpoint.create(new Adder(), Call.Origin.OURS.serviceFeature(PKI));

    @BeforeEach
    void publish() {
        var context = server.createContext("/Calculator");
        context.getFilters().add(new Leak());
        endpoint.publish(context);
        server.start();
    }

    @AfterEach
    void stop() {
        endpoint.stop();
        server.stop(0);
    }

    @Test
    void kindsOfRefusalsCannotBeToldApartByTheirTime() throws IOException {
        Map<RefusalKind, List<Double>> times = new EnumMap<>(RefusalKind.class);
        List<Double> planted = new ArrayList<>();
        try (var wire = new WireClock(server.getAddress())) {
            for (int i = 0; i < WARM_UP; i++) {
                wire.micros(refused(KINDS.get(i % KINDS.size())), "");
            }
            for (Measurement next : measurements()) {
                double micros = wire.micros(refused(next.kind), next.planted ? PLANTED : "");
                (next.planted ? planted : times.computeIfAbsent(next.kind, any -> new ArrayList<>())).add(micros);
            }
        }

        double all = median(times.values().stream().flatMap(List::stream).toList());
        print(
                "all kinds",
                all,
                all,
                times.values().stream().mapToInt(List::size).sum(),
                0);
        times.forEach((kind, each) -> print(kind.name(), median(each), all, each.size(), error(each)));
        print("planted leak of 100 us", median(planted), all, planted.size(), error(planted));

        assertThat(times.values()).allSatisfy(each -> assertThat(error(each)).isLessThan(MOST_MICROS / 2));
        assertThat(median(planted) - all).isGreaterThan(MOST_MICROS);
        assertThat(times)
                .allSatisfy((kind, each) ->
                        assertThat(median(each) - all).as(kind.name()).isBetween(-MOST_MICROS, MOST_MICROS));
    }

    /** All kinds in an order of chance, so that what changes on the machine meanwhile concerns them alike. */
    private static List<Measurement> measurements() {
        var all = new ArrayList<Measurement>();
        for (RefusalKind kind : RefusalKind.values()) {
            all.addAll(Collections.nCopies(MESSAGES_OF_A_KIND, new Measurement(kind, false)));
        }
        all.addAll(Collections.nCopies(MESSAGES_OF_A_KIND, new Measurement(RefusalKind.WRONG_HMAC, true)));
        Collections.shuffle(all, new Random(1));
        return all;
    }

    private static byte[] refused(RefusalKind kind) {
        var sent = Call.newRequest(PKI);
        byte[] request = Forgery.opened(sent.octets(), sent.key().secret()).seal();
        return kind.of(request, sent.key().secret());
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** The standard error of the median, from the quartiles. */
    private static double error(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        double spread = (sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4]) / 1.349;
        return 1.253 * spread / Math.sqrt(sorted.length);
    }

    private static void print(String name, double median, double all, int number, double error) {
        System.out.printf(
                "%-46s %6d  median %8.1f us  %+7.1f us  +- %.1f%n", name, number, median, median - all, 2 * error);
    }

    private record Measurement(RefusalKind kind, boolean planted) {}

    /** Makes the service slower for marked requests. */
    private static final class Leak extends Filter {
        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            if (exchange.getRequestHeaders().containsKey(PLANTED)) {
                long end = System.nanoTime() + PLANTED_NANOS;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
            chain.doFilter(exchange);
        }

        @Override
        public String description() {
            return "planted leak";
        }
    }
}

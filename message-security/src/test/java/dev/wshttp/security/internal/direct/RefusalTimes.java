// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.LoopbackServer;
import dev.wshttp.security.internal.direct.RefusalKind.Place;
import dev.wshttp.security.internal.direct.RefusedRequests.Request;
import jakarta.xml.ws.Endpoint;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Measures how long a service takes to refuse requests of each kind: over HTTP by the wall clock, and without a transport by the processor time of
 * the thread. Not part of the build, since a busy machine disturbs both; {@code mvn -q -P timing} runs it. A leak of 100 microseconds, planted in
 * a copy of one kind, shows that the measurement would find one.
 *
 * <p>Kinds are compared with those of the same {@link Place}. An attacker changes ciphertext in a place of the attacker's choice, again and again,
 * and compares the answers to learn what the ciphertext there decrypts to: whether its padding is good, whether it is XML, which character it has.
 * All these messages differ in that place only. Two kinds of different places differ by what the attacker sent, so their times tell nothing that the
 * attacker does not know. For example, after a failure in the primary signature the rest is worked through on other octets than
 * after a failure in the body, and may take longer; but both orders of events follow from the place.
 */
class RefusalTimes {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final int MESSAGES_OF_A_KIND = Integer.getInteger("timing.messages", 2_000);
    private static final int BATCH = 50;
    private static final int WARM_UP = 150;
    private static final long PLANTED_NANOS = 100_000;
    private static final double MOST_MICROS = 50;
    private static final String PLANTED = "x-planted";

    private final RefusedRequests requests = new RefusedRequests(PKI);
    private final RefusingService service = new RefusingService(PKI);
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
    void refusalsOfRequestsThatWereChangedInOnePlaceTakeTheSameTime() throws IOException {
        var overHttp = new RefusalCosts("us over HTTP");
        var ofProcessor = new RefusalCosts("us of the processor");
        measure(WARM_UP, new RefusalCosts("warm-up"), new RefusalCosts("warm-up"));
        measure(MESSAGES_OF_A_KIND, overHttp, ofProcessor);
        System.out.println(overHttp);
        System.out.println(ofProcessor);

        assertThat(ofProcessor).satisfies(RefusalTimes::requireSame);
        assertThat(overHttp).satisfies(RefusalTimes::requireSame);
    }

    /** In batches: what makes the requests does not run between two measurements. Each has a connection of its own, which is not idle meanwhile. */
    private void measure(int messages, RefusalCosts overHttp, RefusalCosts ofProcessor) throws IOException {
        for (int done = 0; done < messages; done += BATCH) {
            var batch = requests.rounds(Math.min(BATCH, messages - done));
            try (var wire = new WireClock(server.getAddress())) {
                for (Request request : batch) {
                    request.add(wire.micros(request.octets(), request.planted() ? PLANTED : ""), overHttp);
                }
            }
            for (Request request : batch) {
                long leak = request.planted() ? PLANTED_NANOS : 0;
                request.add(service.micros(request.octets(), () -> RefusingService.spin(leak)), ofProcessor);
            }
        }
    }

    private static void requireSame(RefusalCosts costs) {
        assertThat(costs.error())
                .as("the machine is too busy, or there are too few messages")
                .isLessThan(MOST_MICROS / 4);
        assertThat(costs.leak()).as("the planted leak").isGreaterThan(MOST_MICROS);
        assertThat(Place.values())
                .allSatisfy(place -> assertThat(costs.spread(place))
                        .as("%s in%n%s", place, costs)
                        .isLessThan(MOST_MICROS));
    }

    /** Makes the service slower for marked requests. */
    private static final class Leak extends Filter {
        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            if (exchange.getRequestHeaders().containsKey(PLANTED)) {
                RefusingService.spin(PLANTED_NANOS);
            }
            chain.doFilter(exchange);
        }

        @Override
        public String description() {
            return "planted leak";
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.internal.direct.RefusalKind.Place;
import dev.wshttp.security.internal.direct.RefusedRequests.Request;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Refusals of requests that were changed in one place allocate about as much, whatever the changed octets decrypt to: they make about as many
 * objects, exceptions with their stack traces and texts included. Unlike times, allocations do not depend on what else runs on the machine.
 */
class RefusalAllocationTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final int ROUNDS = 4;
    private static final int WARM_UP = 2;
    private static final int REPETITIONS = 8;
    // The parser of the JDK allocates its buffer of 16 KB anew after each failure, which may be that of another
    // message.
    private static final double MOST_BYTES = 50_000;

    @Test
    void refusalsOfRequestsThatWereChangedInOnePlaceAllocateTheSame() {
        var service = new RefusingService(PKI);
        List<Request> requests = new RefusedRequests(PKI).rounds(ROUNDS);
        var costs = new RefusalCosts("bytes");
        for (int i = 0; i < WARM_UP; i++) {
            measure(service, requests, new RefusalCosts("warm-up"));
        }
        for (int i = 0; i < REPETITIONS; i++) {
            measure(service, requests, costs);
        }

        assertThat(costs.leak()).as("%s", costs).isGreaterThan(MOST_BYTES);
        assertThat(Place.values())
                .allSatisfy(place -> assertThat(costs.spread(place))
                        .as("%s in%n%s", place, costs)
                        .isLessThan(MOST_BYTES));
    }

    private static void measure(RefusingService service, List<Request> requests, RefusalCosts costs) {
        for (Request request : requests) {
            int leak = request.planted() ? (int) (2 * MOST_BYTES) : 0;
            request.add(
                    service.allocatedBytes(
                            request.octets(), () -> assertThat(new byte[leak]).hasSize(leak)),
                    costs);
        }
    }
}

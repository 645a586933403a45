// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.it.attack.ManInTheMiddle;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.wire.FreePort;
import dev.wshttp.testing.http.HttpRelay;
import dev.wshttp.testing.http.HttpRelay.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A restarted service has forgotten its contexts; its clients lose no call and only notice the delay. */
@Timeout(120)
class RestartIT {
    private static final int THREADS = 8;
    private static final int CALLS_EACH = 10;

    @RegisterExtension
    static final CalculatorServiceExtension CALCULATORS = CalculatorServiceExtension.standard();

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECT")
    void losesNoCallInMidTraffic(Mode mode) throws Exception {
        var service = CALCULATORS.in(mode);
        String address = "http://localhost:" + FreePort.find() + "/Calculator";
        var before = service.start(setup -> setup.with("address", address));
        var present = new Present(HttpRelay.forwardingTo(before.via()));
        try (var network = ManInTheMiddle.answering(request -> present.answer.to(request))) {
            Calculator calculator = service.client().connect(network.address(), before.address());
            var halfway = new CountDownLatch(THREADS);
            var restarted = new CountDownLatch(1);
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                running.add(threads.submit(() -> {
                    for (int call = 0; call < CALLS_EACH; call++) {
                        if (call == CALLS_EACH / 2) {
                            halfway.countDown();
                            restarted.await();
                        }
                        assertThat(calculator.add(thread, call)).isEqualTo(thread + call);
                    }
                    return thread;
                }));
            }
            halfway.await();
            before.close();
            try (var after = service.start(setup -> setup.with("address", address))) {
                present.answer = HttpRelay.forwardingTo(after.via());
                restarted.countDown();
                for (Future<Integer> done : running) {
                    assertThat(done.get()).isNotNegative();
                }
            }
            assertOpenedTwice(network.actions(), mode);
        }
    }

    /** All threads share what one of them opens, before and after. */
    private static void assertOpenedTwice(List<String> actions, Mode mode) {
        for (String opening : mode.opening()) {
            assertThat(Collections.frequency(actions, opening)).as(opening).isEqualTo(2);
        }
        assertThat(Collections.frequency(actions, CalculatorNames.ADD_ACTION))
                .as("what is made again is made once")
                .isBetween(THREADS * CALLS_EACH, THREADS * CALLS_EACH + THREADS);
    }

    /** Which service answers now. */
    private static final class Present {
        private volatile Answer answer;

        Present(Answer answer) {
            this.answer = answer;
        }
    }
}

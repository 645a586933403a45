// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.it.program.CalculatorServiceExtension;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.it.wire.Refusals;
import dev.wshttp.security.credential.Thumbprint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Concurrent calls get their own answers and identities. */
@ParameterizedClass
@MethodSource("dev.wshttp.it.program.Mode#tested")
class ConcurrencyIT {
    private static final int THREADS = 8;
    private static final int CALLS_EACH = 10;

    @RegisterExtension
    static final CalculatorServiceExtension CALCULATORS = CalculatorServiceExtension.standard();

    private final CalculatorServiceExtension service;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final CyclicBarrier together = new CyclicBarrier(THREADS);

    ConcurrencyIT(Mode mode) {
        this.service = CALCULATORS.in(mode);
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void givesEachThreadOfOnePortItsOwnAnswer() throws Exception {
        Calculator shared = service.client().connect(service.via(), service.address());

        runOnAllThreads(thread -> assertOwnAnswers(shared, thread));
    }

    @Test
    void givesEachPortItsOwnAnswerAndIdentity() throws Exception {
        runOnAllThreads(thread -> {
            var own = service.certificates().pki().client();
            Calculator calculator = service.client().connect(service.via(), service.address());
            assertOwnAnswers(calculator, thread);
            assertThat(calculator.callerIdentity())
                    .endsWith(Thumbprint.of(own.certificate()).hex());
        });
    }

    @Test
    void keepsGoodCallsApartFromRefusedOnes() throws Exception {
        Calculator shared = service.client().connect(service.via(), service.address());

        runOnAllThreads(thread -> {
            if (thread % 2 == 0) {
                assertOwnAnswers(shared, thread);
            } else {
                Envelope tampered =
                        service.request().with(envelope -> Envelope.changeFirstBlock(envelope.encryptedBody()));
                Refusals.assertInvalidSecurity(service.wire().send(tampered));
            }
        });
    }

    private static void assertOwnAnswers(Calculator calculator, int thread) {
        for (int call = 0; call < CALLS_EACH; call++) {
            assertThat(calculator.add(thread * 1_000, call)).isEqualTo(thread * 1_000 + call);
        }
    }

    private void runOnAllThreads(Task task) throws InterruptedException, ExecutionException {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            tasks.add(() -> {
                together.await();
                task.run(thread);
                return thread;
            });
        }
        for (Future<Integer> done : threads.invokeAll(tasks)) {
            assertThat(done.get()).isNotNegative();
        }
    }

    private interface Task {
        void run(int thread) throws Exception;
    }
}

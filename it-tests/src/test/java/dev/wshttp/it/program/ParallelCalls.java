// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.calculator.Calculator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Makes calls of many threads on one port, each with its own sum, and requires that all answers are right. */
public final class ParallelCalls {
    private ParallelCalls() {}

    public static void make(ExecutorService executor, int threads, int callsEach, Calculator calculator)
            throws InterruptedException, ExecutionException {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int thread = i;
            tasks.add(() -> {
                for (int call = 0; call < callsEach; call++) {
                    assertThat(calculator.add(thread * 1_000, call)).isEqualTo(thread * 1_000 + call);
                }
                return thread;
            });
        }
        for (Future<Integer> done : executor.invokeAll(tasks)) {
            assertThat(done.get()).isNotNegative();
        }
    }
}

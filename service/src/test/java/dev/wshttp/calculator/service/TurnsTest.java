// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TurnsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Origin CROWD = origin(1);
    private static final Origin SINGLE = origin(2);

    private final Turns turns = new Turns(1);

    @Test
    void letsManyRequestsOfOneAddressNotDelayThoseOfAnother() throws Exception {
        assertThat(turns.take(CROWD, LONG)).isTrue();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        var waiting = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 5; i++) {
            waiting.add(waiter(CROWD, "crowd", order, waiting.size() + 1));
        }
        waiting.add(waiter(SINGLE, "single", order, waiting.size() + 1));

        turns.giveBack();

        for (var each : waiting) {
            each.get(20, TimeUnit.SECONDS);
        }
        assertThat(order.indexOf("single")).isLessThanOrEqualTo(1);
        assertThat(order).hasSize(6);
        assertThat(turns.taken()).isZero();
        assertThat(turns.waiting()).isZero();
    }

    @Test
    void tellsThatThereWasNoTurnInTime() throws Exception {
        assertThat(turns.take(CROWD, LONG)).isTrue();

        assertThat(turns.take(SINGLE, Duration.ofMillis(1))).isFalse();

        assertThat(turns.waiting()).isZero();
        turns.giveBack();
        assertThat(turns.taken()).isZero();
    }

    @Test
    void losesNoTurnWhereAWaitingThreadIsInterrupted() throws Exception {
        assertThat(turns.take(CROWD, LONG)).isTrue();
        var failed = new CompletableFuture<Boolean>();
        var waiter = new Thread(() -> {
            try {
                failed.complete(turns.take(SINGLE, LONG));
            } catch (InterruptedIOException interrupted) {
                failed.complete(false);
            }
        });
        waiter.start();
        spinUntilWaiting(1);

        waiter.interrupt();

        assertThat(failed.get(20, TimeUnit.SECONDS)).isFalse();
        turns.giveBack();
        assertThat(turns.take(SINGLE, LONG)).isTrue();
    }

    private CompletableFuture<Void> waiter(Origin origin, String name, List<String> order, int position) {
        var done = CompletableFuture.runAsync(
                () -> {
                    try {
                        assertThat(turns.take(origin, LONG)).isTrue();
                        order.add(name);
                        turns.giveBack();
                    } catch (InterruptedIOException unwanted) {
                        throw new IllegalStateException(unwanted);
                    }
                },
                task -> new Thread(task).start());
        spinUntilWaiting(position);
        return done;
    }

    private void spinUntilWaiting(int number) {
        Waiting.until(() -> turns.waiting() >= number);
    }

    private static Origin origin(int last) {
        try {
            return Origin.of(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last}));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

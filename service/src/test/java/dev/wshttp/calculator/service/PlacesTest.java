// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PlacesTest {
    private final Places places = new Places(2, new OverloadLog());

    @AfterEach
    void end() {
        places.close();
    }

    @Test
    void takesThePlaceOfTheExchangeThatHasWaitedLongest() throws Exception {
        var oldest = new Peer();
        var younger = new Peer();
        places.execute(oldest);
        places.execute(younger);
        var quick = new CountDownLatch(1);

        places.execute(quick::countDown);

        assertThat(quick.await(10, TimeUnit.SECONDS)).isTrue();
        oldest.awaitInterrupt();
        assertThat(younger.interrupted.getCount()).isOne();
    }

    @Test
    void neverInterruptsAnExchangeAtWork() throws Exception {
        var working = new Worker();
        var waiting = new Peer();
        places.execute(working);
        working.started.await();
        places.execute(waiting);

        places.execute(() -> {});

        waiting.awaitInterrupt();
        assertThat(working.finish.getCount()).isOne();
        working.finish.countDown();
        assertThat(working.wasInterrupted()).isFalse();
    }

    @Test
    void refusesAnExchangeWhereAllAreAtWork() throws Exception {
        var first = new Worker();
        var second = new Worker();
        places.execute(first);
        places.execute(second);
        first.started.await();
        second.started.await();

        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> places.execute(() -> {}));

        assertThat(places.taken()).isEqualTo(2);
        first.finish.countDown();
        second.finish.countDown();
    }

    @Test
    void doesNotLetAnExchangeWorkThatHasLostItsPlace() throws Exception {
        var lost = new Place(
                () -> assertThatThrownBy(() -> Place.atWork(() -> {})).isInstanceOf(InterruptedIOException.class),
                place -> {});
        assertThat(lost.interrupt()).isTrue();

        lost.run();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void doesNotInterruptWhatTheThreadDoesNext() {
        var ended = new Place(() -> {}, place -> {});
        ended.run();

        assertThat(ended.interrupt()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void freesThePlaceOfAnExchangeThatFails() {
        places.execute(() -> {
            throw new StackOverflowError("made up");
        });

        Waiting.until(() -> places.taken() == 0);
    }

    /** Waits for a peer that sends nothing. */
    private static final class Peer implements Runnable {
        private final CountDownLatch interrupted = new CountDownLatch(1);

        @Override
        public void run() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException lostItsPlace) {
                interrupted.countDown();
            }
        }

        void awaitInterrupt() throws InterruptedException {
            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Is at work until it is told to finish. */
    private static final class Worker implements Runnable {
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch finish = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean interrupted;

        @Override
        public void run() {
            try {
                Place.atWork(() -> {
                    started.countDown();
                    try {
                        finish.await();
                    } catch (InterruptedException unwanted) {
                        interrupted = true;
                    }
                });
            } catch (IOException lostItsPlace) {
                interrupted = true;
            }
            ended.countDown();
        }

        boolean wasInterrupted() throws InterruptedException {
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            return interrupted;
        }
    }
}

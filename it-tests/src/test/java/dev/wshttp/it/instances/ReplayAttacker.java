// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.instances;

import dev.wshttp.testing.http.HttpRelay.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Sends calls that were answered again, to any instance, soon after and long after; on several threads, because a service lets it wait for refusals. */
final class ReplayAttacker implements AutoCloseable {
    private static final int RECENT = 64;
    private static final int OLD = 512;
    private static final int EACH_OLD = 25;
    private static final int THREADS = 8;

    private final Balancer balancer;
    private final Random random = new Random(1);
    private final List<byte[]> recent = new ArrayList<>(); // guarded by itself, as old
    private final List<byte[]> old = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private long seen; // guarded by recent
    private final Duration pause;
    private volatile boolean isOver;

    private ReplayAttacker(Balancer balancer, Duration pause) {
        this.balancer = balancer;
        this.pause = pause;
    }

    /** @param pause of each thread after each copy */
    static ReplayAttacker beside(Balancer balancer, Duration pause) {
        var attacker = new ReplayAttacker(balancer, pause);
        balancer.observe(attacker::see);
        for (int at = 0; at < THREADS; at++) {
            var thread = new Thread(attacker::attack, "replay-attacker-" + at);
            thread.setDaemon(true);
            thread.start();
            attacker.threads.add(thread);
        }
        return attacker;
    }

    private void see(byte[] request, Reply reply) {
        if (reply.status() != Balancer.OK || !Balancer.isCall(request)) {
            return;
        }
        synchronized (recent) {
            keep(recent, RECENT, request);
            if (seen++ % EACH_OLD == 0) {
                keep(old, OLD, request);
            }
        }
    }

    private void keep(List<byte[]> list, int most, byte[] request) {
        if (list.size() < most) {
            list.add(request);
        } else {
            list.set(random.nextInt(most), request);
        }
    }

    private void attack() {
        while (!isOver) {
            byte[] copy = choose();
            List<URI> all = balancer.instances();
            if (copy.length > 0 && !all.isEmpty()) {
                send(all.get(random.nextInt(all.size())), copy);
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    private byte[] choose() {
        synchronized (recent) {
            List<byte[]> from = random.nextInt(4) == 0 ? old : recent;
            return from.isEmpty() ? new byte[0] : from.get(random.nextInt(from.size()));
        }
    }

    private void send(URI instance, byte[] copy) {
        try {
            sent.incrementAndGet();
            if (balancer.send(instance, copy).status() == Balancer.OK) {
                accepted.incrementAndGet();
            }
        } catch (IOException gone) {
            // The instance was ended; so is this attempt.
            sent.decrementAndGet();
        }
    }

    long sent() {
        return sent.get();
    }

    long accepted() {
        return accepted.get();
    }

    @Override
    public void close() throws InterruptedException {
        isOver = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}

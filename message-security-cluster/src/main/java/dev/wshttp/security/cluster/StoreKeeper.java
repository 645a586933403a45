// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import dev.wshttp.security.MessageSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins the memory again whenever its connections are lost, and looks after the store while they last. One thread in the background does both. */
final class StoreKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreKeeper.class);
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final ClusterSettings settings;
    private final String address;
    private final Wires wires;
    private final Joining joining;
    private final Inbox inbox;
    private final StoreClock clock;
    private final PresentLink link;
    private final ScheduledExecutorService thread;
    private volatile @Nullable Long answeredAt; // by System.nanoTime
    private long lostAt; // of the keeper's thread, as all below
    private long checkedAt;
    private long lookedAt;
    private String told = "";
    private volatile boolean isClosed;

    StoreKeeper(
            ClusterSettings settings, Wires wires, Joining joining, Inbox inbox, StoreClock clock, PresentLink link) {
        this.settings = settings;
        this.address = settings.uri().orElse("");
        this.wires = wires;
        this.joining = joining;
        this.inbox = inbox;
        this.clock = clock;
        this.link = link;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            var created = new Thread(task, "wshttp-store");
            created.setDaemon(true);
            return created;
        });
    }

    /**
     * Tries to connect, and goes on trying in the background.
     *
     * @throws MessageSecurityException if the store answers that it cannot be used like this
     */
    void open() {
        lostAt = System.nanoTime();
        link.onLoss(this::reconnectSoon);
        try {
            connect();
        } catch (Exception failed) {
            StoreFailure.requireCorrectable(failed, address);
            told = StoreFailure.reason(failed);
            LOG.warn("The shared memory at '{}' does not answer: {}. {}", address, told, PresentLink.consequence());
        }
        var unused = thread.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        isClosed = true;
        thread.shutdownNow();
    }

    private void reconnectSoon() {
        try {
            thread.execute(this::retryNow);
        } catch (RejectedExecutionException closing) {
            LOG.debug("Closed meanwhile", closing);
        }
    }

    private void retryNow() {
        if (link.now().isEmpty()) {
            lostAt = System.nanoTime();
            told = "";
            tick();
        }
    }

    private void tick() {
        try {
            Optional<Link> present = link.now();
            if (present.isEmpty() && !isClosed) {
                reconnect();
            } else if (present.isPresent() && System.nanoTime() - checkedAt >= HEARTBEAT.toNanos()) {
                check(present.get());
            }
        } catch (RuntimeException unexpected) {
            // A scheduled task that throws is never run again.
            LOG.warn("The connection to the shared memory at '{}' could not be looked after", address, unexpected);
        }
    }

    private void reconnect() {
        try {
            Link joined = connect();
            LOG.warn(
                    "The shared memory at '{}' answers again after {}. It is complete since {}.",
                    address,
                    Duration.ofNanos(System.nanoTime() - lostAt).truncatedTo(ChronoUnit.MILLIS),
                    joined.completeSince());
        } catch (Exception failed) {
            String reason = StoreFailure.reason(failed);
            LOG.debug("The shared memory at '{}' does not answer", address, failed);
            // The first failure after a loss says nothing new; that it answers, and refuses, does.
            if (StoreFailure.isRefusal(failed) && !reason.equals(told)) {
                told = reason;
                LOG.warn("The shared memory at '{}' cannot be used: {}", address, reason);
            }
            link.isStillLost(reason);
        }
    }

    private Link connect() throws Exception {
        Wire wire = wires.open();
        boolean joined = false;
        try {
            Instant asked = clock.now();
            Link next = joining.join(wire, silence(), inbox);
            clock.compare(asked, next.joinedAt());
            answeredAt = System.nanoTime();
            checkedAt = System.nanoTime();
            lookedAt = checkedAt;
            joined = true;
            link.begin(next);
            return next;
        } finally {
            if (!joined) {
                wire.close();
            }
        }
    }

    private Duration silence() {
        Long at = answeredAt;
        return at == null ? FOREVER : Duration.ofNanos(System.nanoTime() - at);
    }

    /** Without calls, too, this side notices that the store is gone, and keeps firewalls from forgetting the connections. */
    private void check(Link present) {
        checkedAt = System.nanoTime();
        try {
            Instant asked = clock.now();
            byte[] anyPart = Step.text(Long.toString(checkedAt));
            clock.compare(asked, Instant.ofEpochMilli(link.ask(Step.of(Script.CHECK, anyPart, List.of(), List.of()))));
            // The other connection has nothing to say for hours, and may be gone without a word.
            link.await(present, Link::echo);
            if (present.countsReceivers() && link.await(present, each -> each.subscribers(inbox.channel())) == 0) {
                link.lose(present, "the subscription of this instance is gone");
                return;
            }
            answeredAt = System.nanoTime();
            if (answeredAt - lookedAt >= BETWEEN_LOOKS.toNanos()) {
                lookedAt = answeredAt;
                look(present);
            }
        } catch (MessageSecurityException told) {
            LOG.debug("The shared memory is lost", told);
        }
    }

    /** Notices that the store was set to forget entries, or has more replicas than before. What it forgot meanwhile ends the epoch when it is joined again. */
    private void look(Link present) {
        for (int part = 0; part < present.parts(); part++) {
            int at = part;
            ServerFacts facts = link.await(present, each -> each.facts(at));
            Optional<String> unsuitable = present.unsuitable(at, facts);
            if (unsuitable.isPresent()) {
                link.lose(present, unsuitable.get());
                return;
            }
            if (settings.replicas() > 0) {
                link.await(present, each -> each.noteReplicas(at, facts.replicas()));
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that have joined the memory at present, if there are any. The first answer that is late, wrong or missing ends them: from then on each
 * request is refused at once, without a wait, until others take their place. Safe for use by several threads.
 */
final class PresentLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PresentLink.class);

    private final ClusterSettings settings;
    private final String address;
    private final StoreTrouble trouble;
    private final AtomicReference<@Nullable Link> link = new AtomicReference<>();
    private volatile Runnable onLoss = () -> {};
    private volatile Instant completeSince = Instant.MAX;
    private volatile String lost = "it has not answered yet";
    private volatile boolean isClosed;

    PresentLink(ClusterSettings settings, StoreTrouble trouble) {
        this.settings = settings;
        this.address = settings.uri().orElse("");
        this.trouble = trouble;
    }

    /** Sets what is done each time that the connections are lost; it must not wait. */
    void onLoss(Runnable action) {
        onLoss = action;
    }

    /** Returns the connections; empty if there are none. */
    Optional<Link> now() {
        return Optional.ofNullable(link.get());
    }

    /** Takes connections that have joined the memory. */
    void begin(Link next) {
        completeSince = next.completeSince();
        link.set(next);
        if (isClosed) {
            next.close();
        }
    }

    /** Takes note of why there are still none. */
    void isStillLost(String why) {
        lost = why;
    }

    /** Returns since when the memory is complete, as of the last time it answered. */
    Instant completeSince() {
        if (completeSince.equals(Instant.MAX)) {
            throw unavailable(lost);
        }
        return completeSince;
    }

    /**
     * Does a step and returns its result.
     *
     * @throws MessageSecurityException with {@link SecurityFault#SHARED_MEMORY_UNAVAILABLE} if it is unknown whether it was done
     */
    long ask(Step step) {
        Link present = present();
        long result = await(present, joined -> joined.send(step));
        if (result == Epoch.OTHER) {
            lose(present, "it was emptied, or begun anew by another instance");
            throw unavailable(lost);
        }
        if (result == Link.NOT_CONFIRMED) {
            throw troubled("has fewer replicas that confirm an entry than '" + settings.replicas() + "'");
        }
        trouble.done(step.script().effect());
        return result;
    }

    /** Returns the connections, or throws as {@link #ask}. */
    Link present() {
        Link present = link.get();
        if (present == null) {
            throw unavailable(lost);
        }
        if (!present.isOpen()) {
            lose(present, "the connection was closed");
            throw unavailable(lost);
        }
        return present;
    }

    /** Sends a request over these connections and returns its answer; throws as {@link #ask}. */
    <T> T await(Link present, Function<Link, CompletableFuture<T>> request) {
        try {
            return request.apply(present).get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            lose(present, "it did not answer within " + settings.timeout());
        } catch (ExecutionException failed) {
            judge(present, failed.getCause());
        } catch (RedisException | IllegalStateException failed) {
            judge(present, failed);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw unavailable("the wait was interrupted");
        }
        throw unavailable(lost);
    }

    private void judge(Link present, @Nullable Throwable failed) {
        String text = String.valueOf(failed == null ? null : failed.getMessage());
        if (failed instanceof RedisCommandExecutionException && text.contains("OOM ")) {
            throw troubled("is full (maxmemory)");
        }
        if (failed instanceof RedisCommandExecutionException && text.contains("NOREPLICAS")) {
            throw troubled("has too few replicas (min-replicas-to-write)");
        }
        // Not lost: the store may answer those before this one.
        if (failed instanceof RedisException && text.contains("queue size exceeded")) {
            throw unavailable("'" + Wires.LONGEST_QUEUE + "' requests wait for its answer");
        }
        lose(present, failed == null ? "unknown" : StoreFailure.reason(failed));
    }

    /** Ends these connections, if they are the present ones. */
    void lose(Link present, String why) {
        if (link.compareAndSet(present, null)) {
            lost = why;
            present.close();
            if (!isClosed) {
                LOG.warn("The shared memory at '{}' is lost: {}. {}", address, why, consequence());
                onLoss.run();
            }
        }
    }

    /** Returns what it means that the memory does not answer, for the log. */
    static String consequence() {
        return "Until it answers, calls that depend on it are refused with ServerTooBusy; the log tells when that is over.";
    }

    private MessageSecurityException troubled(String what) {
        trouble.begin(what);
        return unavailable("it " + what);
    }

    /** Returns the refusal of what depends on the memory. */
    MessageSecurityException unavailable(String why) {
        return new MessageSecurityException(
                SecurityFault.SHARED_MEMORY_UNAVAILABLE,
                "The shared memory at '" + address + "' cannot be asked: " + why + " (expected an answer within "
                        + settings.timeout()
                        + "). What depends on it is refused, and may be sent again as a new message. Look after the store.");
    }

    @Override
    public void close() {
        isClosed = true;
        Link last = link.getAndSet(null);
        if (last != null) {
            last.close();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.wshttp.security.SessionSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions in the memory of this process: those that wait for their first use, and those in use. Full means full: nothing alive is evicted. */
final class InMemorySessions implements SessionStore {
    private static final Logger LOG = LoggerFactory.getLogger(InMemorySessions.class);

    private final SessionSettings settings;
    private final Cache<String, ServiceSession> pending;
    private final Cache<String, ServiceSession> active;

    InMemorySessions(SessionSettings settings, Clock clock) {
        this.settings = settings;
        this.pending = cache(settings.pendingTimeout(), clock);
        this.active = cache(settings.inactivityTimeout(), clock);
    }

    private static Cache<String, ServiceSession> cache(Duration timeout, Clock clock) {
        return Caffeine.newBuilder()
                .expireAfterWrite(timeout)
                .ticker(() -> nanoseconds(clock.instant()))
                .executor(Runnable::run)
                .evictionListener(InMemorySessions::forget)
                .build();
    }

    private static long nanoseconds(Instant now) {
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    private static void forget(@Nullable String identifier, @Nullable ServiceSession context, RemovalCause cause) {
        if (context != null) {
            LOG.info("The session {} ended because nobody used it", context);
            context.destroy();
        }
    }

    @Override
    public synchronized boolean add(ServiceSession context) {
        pending.cleanUp();
        active.cleanUp();
        long waiting = pending.estimatedSize();
        if (waiting >= settings.maxPendingSessions() || waiting + active.estimatedSize() >= settings.maxSessions()) {
            LOG.warn(
                    "Refused a new session: '{}' wait for their first call and '{}' are in use (expected less than '{}' and '{}' in all)."
                            + " Raise session.max-pending or session.max, or let clients close their ports.",
                    waiting,
                    active.estimatedSize(),
                    settings.maxPendingSessions(),
                    settings.maxSessions());
            return false;
        }
        pending.put(context.identifier(), context);
        return true;
    }

    @Override
    public Optional<ServiceSession> find(String identifier) {
        // A session is added to those in use before it is taken from those that wait: who misses it here finds it
        // there.
        ServiceSession waiting = pending.getIfPresent(identifier);
        return Optional.ofNullable(waiting == null ? active.getIfPresent(identifier) : waiting);
    }

    @Override
    public boolean touch(ServiceSession context) {
        return active.asMap().replace(context.identifier(), context) != null || isPromoted(context);
    }

    private synchronized boolean isPromoted(ServiceSession context) {
        if (pending.getIfPresent(context.identifier()) == null) {
            // Another thread was first, or it is over.
            return active.asMap().replace(context.identifier(), context) != null;
        }
        active.put(context.identifier(), context);
        pending.invalidate(context.identifier());
        return true;
    }

    @Override
    public synchronized void remove(ServiceSession context) {
        pending.invalidate(context.identifier());
        active.invalidate(context.identifier());
    }
}

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

/**
 * Keeps sessions in the memory of this process: those that wait for their first call, and those in use. If there is no room, a new session is
 * refused; a session that is alive is never evicted.
 */
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

    private static void forget(@Nullable String identifier, @Nullable ServiceSession session, RemovalCause cause) {
        if (session != null) {
            LOG.info("The session {} ended: its client did not use it in time", session);
            session.destroy();
        }
    }

    @Override
    public synchronized boolean add(ServiceSession session) {
        Counts alive = counts();
        if (alive.pending() >= settings.maxPendingSessions()
                || alive.pending() + alive.active() >= settings.maxSessions()) {
            LOG.warn(
                    "Refused a new session: '{}' sessions wait for their first call and '{}' are in use (expected less than '{}', and less than '{}' in all)."
                            + " Raise session.max-pending or session.max, or let clients close their ports.",
                    alive.pending(),
                    alive.active(),
                    settings.maxPendingSessions(),
                    settings.maxSessions());
            return false;
        }
        pending.put(session.identifier(), session);
        return true;
    }

    @Override
    public Optional<ServiceSession> find(String identifier) {
        // A session that is promoted is added to those in use before it is removed from those that wait. So a reader
        // that
        // does not find it here finds it there.
        ServiceSession waiting = pending.getIfPresent(identifier);
        return Optional.ofNullable(waiting == null ? active.getIfPresent(identifier) : waiting);
    }

    @Override
    public boolean touch(ServiceSession session) {
        return active.asMap().replace(session.identifier(), session) != null || isPromoted(session);
    }

    private synchronized boolean isPromoted(ServiceSession session) {
        if (pending.getIfPresent(session.identifier()) == null) {
            // Another thread promoted the session first, or the session is over.
            return active.asMap().replace(session.identifier(), session) != null;
        }
        active.put(session.identifier(), session);
        pending.invalidate(session.identifier());
        return true;
    }

    @Override
    public synchronized Counts counts() {
        pending.cleanUp();
        active.cleanUp();
        return new Counts(pending.estimatedSize(), active.estimatedSize());
    }

    @Override
    public synchronized void remove(ServiceSession session) {
        pending.invalidate(session.identifier());
        active.invalidate(session.identifier());
    }
}

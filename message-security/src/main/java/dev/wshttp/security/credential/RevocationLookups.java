// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs checks of revocation that may ask other machines, each with a deadline. The JDK has timeouts of 15 seconds for each connection and each
 * read, so a server that sends an octet now and then is never too late for the JDK. The checks therefore run in threads of their own, which
 * end when they are idle, and the caller waits no longer than the deadline.
 *
 * <p>All callers that ask about one certificate at the same time share one lookup and its deadline. A certificate whose server hangs therefore
 * takes two threads at most, whatever the number of messages: the second one tries again after a minute. As long as both hang, it is refused. When all
 * threads hang, further lookups are refused at once. Safe for use by several threads.
 */
final class RevocationLookups {
    private static final int MOST_THREADS = 16;
    private static final int MOST_OF_ONE_CERTIFICATE = 2;
    private static final int THREAD_IDLES_SECONDS = 5;
    private static final Duration TRIED_AGAIN_AFTER = Duration.ofMinutes(1);

    private final Duration deadline;
    private final Duration triedAgainAfter;
    private final ExecutorService threads = threads();
    // Those that have not ended, the newest last.
    private final ConcurrentMap<Subject, List<Lookup>> lookups = new ConcurrentHashMap<>();

    RevocationLookups(Duration deadline) {
        this(deadline, TRIED_AGAIN_AFTER);
    }

    RevocationLookups(Duration deadline, Duration triedAgainAfter) {
        this.deadline = deadline;
        this.triedAgainAfter = triedAgainAfter;
    }

    /**
     * Waits for a check, or for the same check that another caller has started.
     *
     * @param lists the given revocation lists, which may make it unnecessary to ask another machine
     * @throws TimeoutException at the deadline, or at once if all threads hang
     * @throws GeneralSecurityException if the check throws it
     */
    void await(X509Certificate certificate, List<X509CRL> lists, Callable<?> check)
            throws GeneralSecurityException, TimeoutException {
        Lookup lookup = running(new Subject(certificate, lists), check);
        try {
            lookup.result().get(deadline.minus(lookup.age()).toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof GeneralSecurityException refused) {
                throw refused;
            }
            throw new IllegalStateException("A revocation check failed unexpectedly", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CertPathValidatorException("The check was interrupted", stopped);
        }
    }

    private Lookup running(Subject subject, Callable<?> check) throws TimeoutException {
        try {
            List<Lookup> running =
                    lookups.compute(subject, (same, known) -> with(known == null ? List.of() : known, same, check));
            return running.get(running.size() - 1);
        } catch (RejectedExecutionException allHang) {
            throw new TimeoutException("all threads for lookups are waiting for their servers");
        }
    }

    // The callers of a lookup go on before its thread has removed it, so a known one may have ended.
    private List<Lookup> with(List<Lookup> known, Subject subject, Callable<?> check) {
        List<Lookup> running =
                known.stream().filter(lookup -> !lookup.result().isDone()).toList();
        if (running.isEmpty()) {
            return List.of(started(subject, check));
        }
        boolean isLate = running.get(running.size() - 1).age().compareTo(triedAgainAfter) >= 0;
        return isLate && running.size() < MOST_OF_ONE_CERTIFICATE
                ? List.of(running.get(0), started(subject, check))
                : running;
    }

    private Lookup started(Subject subject, Callable<?> check) {
        var result = new FutureTask<Object>(check::call) {
            @Override
            protected void done() {
                lookups.computeIfPresent(subject, (same, running) -> without(running, this));
            }
        };
        threads.execute(result);
        return new Lookup(result, System.nanoTime());
    }

    private static @Nullable List<Lookup> without(List<Lookup> running, Future<?> ended) {
        List<Lookup> others =
                running.stream().filter(lookup -> lookup.result() != ended).toList();
        return others.isEmpty() ? null : others;
    }

    private static ExecutorService threads() {
        return new ThreadPoolExecutor(
                0, MOST_THREADS, THREAD_IDLES_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                    var thread = new Thread(work, "wshttp-revocation");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    private record Subject(X509Certificate certificate, List<X509CRL> lists) {}

    /** A lookup that is running; it may hang for longer than the deadline. */
    private record Lookup(Future<?> result, long startNanos) {
        Duration age() {
            return Duration.ofNanos(System.nanoTime() - startNanos);
        }
    }
}

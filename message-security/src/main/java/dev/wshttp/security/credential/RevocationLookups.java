// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
 * takes two threads at most, whatever the number of messages: the second one tries again after a minute. When all threads hang, further lookups are refused at once. Safe for use by several
 * threads.
 */
final class RevocationLookups {
    private static final int MOST_THREADS = 16;
    private static final int THREAD_IDLES_SECONDS = 5;
    private static final Duration TRIED_AGAIN_AFTER = Duration.ofMinutes(1);

    private final Duration deadline;
    private final Duration triedAgainAfter;
    private final ExecutorService threads = threads();
    private final ConcurrentMap<Subject, Lookup> lookups = new ConcurrentHashMap<>();

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
            return lookups.compute(
                    subject,
                    (same, running) ->
                            running != null && !mayTryAgain(running) ? running : started(same, check, running));
        } catch (RejectedExecutionException allHang) {
            throw new TimeoutException("all threads for lookups are waiting for their servers");
        }
    }

    private boolean mayTryAgain(Lookup running) {
        return running.age().compareTo(triedAgainAfter) >= 0
                && running.before().map(Future::isDone).orElse(true);
    }

    /** @param late the lookup of the same certificate that runs still */
    private Lookup started(Subject subject, Callable<?> check, @Nullable Lookup late) {
        var result = new FutureTask<Object>(check::call) {
            @Override
            protected void done() {
                lookups.computeIfPresent(subject, (same, newest) -> newest.result() == this ? null : newest);
            }
        };
        threads.execute(result);
        return new Lookup(result, System.nanoTime(), Optional.ofNullable(late).map(Lookup::result));
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

    /**
     * A lookup that is running; it may hang for longer than the deadline.
     *
     * @param before that of the same certificate which it tries again
     */
    private record Lookup(Future<?> result, long startNanos, Optional<Future<?>> before) {
        Duration age() {
            return Duration.ofNanos(System.nanoTime() - startNanos);
        }
    }
}

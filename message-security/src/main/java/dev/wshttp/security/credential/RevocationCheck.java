// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.SecurityFault.CERTIFICATE_REVOKED;
import static dev.wshttp.security.credential.X509RevocationMode.ONLINE;

import dev.wshttp.security.MessageSecurityException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks whether a certificate of a trusted chain is revoked (RFC 5280, section 6.3, by the JDK). What is fetched is fetched by threads of its
 * own, which end by themselves, so that nobody waits longer than the deadline: the JDK's timeouts are of 15 seconds for each connection and
 * each read, and a server that sends an octet now and then never meets them. While as many as there may be hang in that way, others are
 * refused at once. All who ask about one certificate at the same time share one lookup, and its deadline: a certificate whose server hangs
 * neither takes the place of others nor holds up a thread for each message. Safe for use by several threads.
 */
final class RevocationCheck {
    static final int DEADLINE_SECONDS = 20;
    private static final int MOST_FETCHERS = 16;
    private static final int FETCHER_IDLES_SECONDS = 5;
    private static final Duration TRIED_AGAIN_AFTER = Duration.ofMinutes(1);

    private final X509RevocationMode mode;
    private final X509CertificateValidator.Role role;
    private final Duration deadline;
    private final ExecutorService fetchers = fetchers();
    private final ConcurrentMap<Lookup, Running> lookups = new ConcurrentHashMap<>();

    RevocationCheck(X509RevocationMode mode, X509CertificateValidator.Role role, Duration deadline) {
        this.mode = mode;
        this.role = role;
        this.deadline = deadline;
    }

    /**
     * Requires that no certificate of the path is revoked.
     *
     * @param certificate the one that is judged; not in the path if it is itself the root
     * @param parameters those of which the path was built; not changed
     * @param lists those at hand
     * @throws MessageSecurityException with {@code CERTIFICATE_REVOKED}, too, if it cannot be found out
     */
    void require(
            X509Certificate certificate, CertPath path, PKIXParameters parameters, List<X509CRL> lists, Instant now) {
        try {
            PKIXParameters checked = withCurrent(lists, parameters, now);
            if (mode == ONLINE) {
                validateOnline(new Lookup(certificate, lists), path, checked);
            } else {
                validate(path, checked);
            }
        } catch (CertPathValidatorException refused) {
            throw refused.getReason() == BasicReason.REVOKED
                    ? revoked(certificate)
                    : undetermined(certificate, refused);
        } catch (TimeoutException late) {
            throw undetermined(certificate, late);
        } catch (GeneralSecurityException unsupported) {
            throw new IllegalStateException("Every JDK validates PKIX paths", unsupported);
        }
    }

    /** The JDK believes a list for 15 minutes more than it says; this side does not, of those that it is given. */
    private static PKIXParameters withCurrent(List<X509CRL> lists, PKIXParameters parameters, Instant now)
            throws GeneralSecurityException {
        List<X509CRL> current = lists.stream()
                .filter(list -> list.getNextUpdate() == null
                        || !list.getNextUpdate().toInstant().isBefore(now))
                .toList();
        var checked = (PKIXParameters) parameters.clone();
        checked.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(current)));
        // Without a checker of its own the JDK fetches nothing, unless the whole JVM was told to.
        checked.setRevocationEnabled(true);
        return checked;
    }

    private static void validate(CertPath path, PKIXParameters parameters) throws GeneralSecurityException {
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    private void validateOnline(Lookup lookup, CertPath path, PKIXParameters parameters)
            throws GeneralSecurityException, TimeoutException {
        var checker =
                (PKIXRevocationChecker) CertPathValidator.getInstance("PKIX").getRevocationChecker();
        checker.setOptions(EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS));
        parameters.addCertPathChecker(checker);
        Running running = running(lookup, path, parameters);
        try {
            running.answer().get(deadline.minus(running.age()).toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof GeneralSecurityException refused) {
                throw refused;
            }
            throw new IllegalStateException("A revocation check broke off", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CertPathValidatorException("The check was interrupted", stopped);
        }
    }

    private Running running(Lookup lookup, CertPath path, PKIXParameters parameters) throws TimeoutException {
        try {
            return lookups.compute(
                    lookup,
                    (same, running) -> running != null && running.age().compareTo(TRIED_AGAIN_AFTER) < 0
                            ? running
                            : new Running(fetchers.submit(() -> fetch(same, path, parameters)), System.nanoTime()));
        } catch (RejectedExecutionException allHang) {
            throw new TimeoutException("as many lookups as there may be are waiting for their servers");
        }
    }

    private CertPath fetch(Lookup lookup, CertPath path, PKIXParameters parameters) throws GeneralSecurityException {
        try {
            validate(path, parameters);
            return path;
        } finally {
            lookups.remove(lookup);
        }
    }

    private MessageSecurityException revoked(X509Certificate certificate) {
        return role.refused(
                CERTIFICATE_REVOKED,
                certificate,
                "is revoked",
                "a certificate that its authority still stands by",
                "Issue a new certificate; do not use this one");
    }

    private MessageSecurityException undetermined(X509Certificate certificate, Exception cause) {
        String issuer = "'" + certificate.getIssuerX500Principal() + "'";
        return mode == ONLINE
                ? role.refused(
                        CERTIFICATE_REVOKED,
                        certificate,
                        "may be revoked: no list and no responder told otherwise (" + cause.getMessage() + ")",
                        "a current list of its issuer " + issuer
                                + ", given or where the certificate says, or an answer of its"
                                + " OCSP responder within " + deadline.toSeconds() + " s",
                        "See that this machine reaches the addresses in the certificate, or give the list in trust.revocation-list")
                : role.refused(
                        CERTIFICATE_REVOKED,
                        certificate,
                        "may be revoked: the revocation list is out of date or is another authority's",
                        "a current list of its issuer " + issuer,
                        "Fetch a new revocation list from the authority");
    }

    /** What is being looked up, and the lists that it may make unnecessary. */
    private record Lookup(X509Certificate certificate, List<X509CRL> lists) {}

    /** A lookup under way; it may hang longer than anyone waits for it. */
    private record Running(Future<?> answer, long sinceNanos) {
        Duration age() {
            return Duration.ofNanos(System.nanoTime() - sinceNanos);
        }
    }

    private static ExecutorService fetchers() {
        return new ThreadPoolExecutor(
                0, MOST_FETCHERS, FETCHER_IDLES_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                    var thread = new Thread(work, "wshttp-revocation");
                    thread.setDaemon(true);
                    return thread;
                });
    }
}

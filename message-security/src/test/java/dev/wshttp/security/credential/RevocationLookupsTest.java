// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RevocationLookupsTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Semaphore starts = new Semaphore(0);
    private final AtomicInteger started = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);

    @AfterEach
    void endAll() {
        answer.countDown();
    }

    @Test
    void aServerThatHangsTakesTwoThreadsHoweverOftenItsCertificateIsAskedAbout() throws InterruptedException {
        var lookups = new RevocationLookups(SHORT, Duration.ZERO);
        X509Certificate hanging = PKI.client().certificate();
        assertStarts(lookups, hanging);
        assertStarts(lookups, hanging);
        askOften(lookups, hanging);
        assertThat(started).hasValue(2);

        assertStarts(lookups, PKI.service().certificate());
        assertThat(started).hasValue(3);
    }

    @Test
    void aSecondLookupThatIsAnsweredMakesNoRoomForTwoBesideTheFirst() throws InterruptedException {
        var lookups = new RevocationLookups(SHORT, Duration.ZERO);
        X509Certificate certificate = PKI.client().certificate();
        assertStarts(lookups, certificate);
        isLate(lookups, certificate, new CountDownLatch(0));
        assertStarted();
        askOften(lookups, certificate);

        assertThat(started.get()).isBetween(2, 3);
    }

    @Test
    void anAnswerOfALookupThatHasEndedIsNotGivenAgain() {
        var lookups = new RevocationLookups(LONG, LONG);
        answer.countDown();
        X509Certificate certificate = PKI.client().certificate();
        for (int asked = 1; asked <= 1_000; asked++) {
            assertThat(isLate(lookups, certificate, answer)).isFalse();
            assertThat(started).hasValue(asked);
        }
    }

    /** Requires that a question is not answered, and that it has started a lookup. */
    private void assertStarts(RevocationLookups lookups, X509Certificate certificate) throws InterruptedException {
        assertThat(isLate(lookups, certificate, answer)).isTrue();
        assertStarted();
    }

    private void assertStarted() throws InterruptedException {
        assertThat(starts.tryAcquire(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private void askOften(RevocationLookups lookups, X509Certificate certificate) {
        for (int i = 0; i < 20; i++) {
            isLate(lookups, certificate, answer);
        }
    }

    private boolean isLate(RevocationLookups lookups, X509Certificate certificate, CountDownLatch until) {
        try {
            lookups.await(certificate, List.of(), () -> {
                started.incrementAndGet();
                starts.release();
                until.await();
                return certificate;
            });
            return false;
        } catch (TimeoutException late) {
            return true;
        } catch (GeneralSecurityException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RevocationLookupsTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final Duration LONG = Duration.ofSeconds(30);

    private final AtomicInteger started = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);

    @AfterEach
    void endAll() {
        answer.countDown();
    }

    @Test
    void aServerThatHangsTakesTwoThreadsHoweverOftenItsCertificateIsAskedAbout() {
        var lookups = new RevocationLookups(Duration.ofMillis(10), Duration.ZERO);
        X509Certificate hanging = PKI.client().certificate();
        askUntilStarted(2, lookups, hanging);
        for (int i = 0; i < 20; i++) {
            assertThat(isLate(lookups, hanging)).isTrue();
        }
        assertThat(started).hasValue(2);

        askUntilStarted(3, lookups, PKI.service().certificate());
    }

    @Test
    void aSecondLookupThatIsAnsweredMakesNoRoomForAThirdBesideTheFirst() {
        var lookups = new RevocationLookups(Duration.ofMillis(10), Duration.ZERO);
        var others = new CountDownLatch(1);
        X509Certificate certificate = PKI.client().certificate();
        try {
            askUntilStarted(1, lookups, certificate);
            while (isLate(lookups, certificate, others)) {
                others.countDown();
            }
            int before = started.get();
            for (int i = 0; i < 20; i++) {
                isLate(lookups, certificate);
            }

            assertThat(started.get() - before).isLessThanOrEqualTo(1);
        } finally {
            others.countDown();
        }
    }

    @Test
    void asksAgainOnceTheServerHasAnswered() throws Exception {
        var lookups = new RevocationLookups(LONG, LONG);
        answer.countDown();
        long end = System.nanoTime() + LONG.toNanos();
        while (started.get() < 2 && System.nanoTime() < end) {
            lookups.await(PKI.client().certificate(), List.of(), this::check);
        }

        assertThat(started).hasValue(2);
    }

    private void askUntilStarted(int number, RevocationLookups lookups, X509Certificate certificate) {
        long end = System.nanoTime() + LONG.toNanos();
        while (started.get() < number && System.nanoTime() < end) {
            assertThat(isLate(lookups, certificate)).isTrue();
        }
        assertThat(started).hasValue(number);
    }

    private boolean isLate(RevocationLookups lookups, X509Certificate certificate) {
        return isLate(lookups, certificate, answer);
    }

    private boolean isLate(RevocationLookups lookups, X509Certificate certificate, CountDownLatch until) {
        try {
            lookups.await(certificate, List.of(), () -> {
                started.incrementAndGet();
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

    private Object check() throws InterruptedException {
        started.incrementAndGet();
        answer.await();
        return answer;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.wshttp.certs.TestPki;
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

    private final AtomicInteger started = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final RevocationLookups lookups = new RevocationLookups(Duration.ofMillis(20), Duration.ZERO);

    @AfterEach
    void endAll() {
        answer.countDown();
    }

    @Test
    void aServerThatHangsTakesTwoThreadsHoweverOftenItsCertificateIsAskedAbout() {
        for (int i = 0; i < 20; i++) {
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> await(PKI.client().certificate()));
        }

        assertThat(started).hasValue(2);
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> await(PKI.service().certificate()));
        assertThat(started).hasValue(3);
    }

    @Test
    void asksAgainOnceTheServerHasAnswered() throws Exception {
        answer.countDown();
        await(PKI.client().certificate());

        assertThatNoException().isThrownBy(() -> await(PKI.client().certificate()));
        assertThat(started.get()).isBetween(1, 2);
    }

    private void await(X509Certificate certificate) throws Exception {
        lookups.await(certificate, List.of(), () -> {
            started.incrementAndGet();
            answer.await();
            return certificate;
        });
    }
}

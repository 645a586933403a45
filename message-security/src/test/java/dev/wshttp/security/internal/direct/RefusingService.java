// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.ThreadMXBean;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ReplayGuard;
import dev.wshttp.security.internal.wss.SecurityEngine;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;

/** A service without a transport, which measures what it does in the thread of the caller. Other processes add little to that. */
final class RefusingService {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final SecurityEngine engine;
    private final Expectation expectation;
    private final Supplier<MessageVerifier> verifiers;

    RefusingService(TestPki pki) {
        var clock = Clock.fixed(pki.now(), ZoneOffset.UTC);
        var clients = new X509CertificateValidator(
                CertificateTrust.chain(List.of(pki.authorityCertificate())),
                X509CertificateValidator.Role.CLIENT,
                clock);
        this.engine = Call.sides(pki).engine();
        this.expectation = Expectation.request(Call.credential(pki.service()));
        // A new one for each request, so that the same request may come again and again.
        this.verifiers = () -> MessageVerifier.ofService(
                clients, new ReplayGuard(clock, new SecureRandom(), Duration.ofMinutes(15), 1_000));
    }

    /** Returns the processor time in microseconds that it takes to refuse a request. */
    double micros(byte[] request, Runnable planted) {
        long start = THREADS.getCurrentThreadCpuTime();
        refuse(request);
        planted.run();
        return (THREADS.getCurrentThreadCpuTime() - start) / 1_000.0;
    }

    /** Returns how many bytes are allocated to refuse a request. */
    double allocatedBytes(byte[] request, Runnable planted) {
        long start = THREADS.getCurrentThreadAllocatedBytes();
        refuse(request);
        planted.run();
        return THREADS.getCurrentThreadAllocatedBytes() - start;
    }

    /** Uses up processor time. */
    static void spin(long nanos) {
        long end = THREADS.getCurrentThreadCpuTime() + nanos;
        while (THREADS.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }

    private void refuse(byte[] request) {
        try {
            verifiers.get().verify(engine.read(request, UTF_8), expectation);
        } catch (MessageSecurityException expected) {
            return;
        }
        throw new AssertionError("The request was accepted");
    }
}

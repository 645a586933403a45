// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.events.AnswerKind;
import dev.wshttp.security.events.EndpointStatus;
import dev.wshttp.security.events.ObservedRequest;
import dev.wshttp.security.events.RequestKind;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SecurityMetricsTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SecurityMetrics metrics = SecurityMetrics.in(registry);

    @Test
    void countsCallsByTheirResult() {
        for (AnswerKind answer : AnswerKind.values()) {
            metrics.answered(request(RequestKind.CALL), answer, Duration.ofMillis(2));
        }
        metrics.refused(request(RequestKind.CALL), refusal(SecurityFault.SIGNATURE_INVALID));
        metrics.answered(request(RequestKind.SESSION_OPENING), AnswerKind.REPLY, Duration.ofMillis(2));

        for (String result : List.of("reply", "fault", "failure", "none", "refused")) {
            assertThat(registry.get("wshttp.calls")
                            .tag("result", result)
                            .counter()
                            .count())
                    .as(result)
                    .isEqualTo(1);
        }
        assertThat(registry.get("wshttp.protect").timer().count()).isEqualTo(4);
    }

    @Test
    void countsRefusalsByTheirReasonAndNothingThatAPeerChooses() {
        metrics.refused(request(RequestKind.CALL), refusal(SecurityFault.SIGNATURE_INVALID));
        metrics.refused(request(RequestKind.UNREADABLE), refusal(SecurityFault.MESSAGE_UNREADABLE));
        metrics.refused(request(RequestKind.UNREADABLE), refusal(SecurityFault.MESSAGE_UNREADABLE));

        assertThat(registry.get("wshttp.refusals")
                        .tags("request", "unreadable", "fault", "MESSAGE_UNREADABLE")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("wshttp.calls")
                        .tag("result", "refused")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.getMeters())
                .flatMap(meter -> meter.getId().getTags())
                .extracting(Tag::getValue)
                .noneMatch(value -> value.contains("peer"));
    }

    @Test
    void timesWhatIsDoneForEachKindOfRequest() {
        metrics.accepted(request(RequestKind.CALL), Duration.ofMillis(1));
        metrics.accepted(request(RequestKind.NEGOTIATION_LEG), Duration.ofMillis(2));
        metrics.accepted(request(RequestKind.SESSION_OPENING), Duration.ofMillis(3));
        metrics.accepted(request(RequestKind.SESSION_CANCELLATION), Duration.ofMillis(4));

        assertThat(millis("wshttp.verify")).isEqualTo(1);
        assertThat(millis("wshttp.negotiate")).isEqualTo(2);
        assertThat(millis("wshttp.session.open")).isEqualTo(3);
    }

    @Test
    void addsTheStateOfAllEndpointsThatLive() {
        var first = new Status();
        var second = new Status();
        metrics.started(first);
        metrics.started(second);

        assertThat(gauge("wshttp.sessions", "state", "active")).isEqualTo(14);
        assertThat(gauge("wshttp.sessions", "state", "pending")).isEqualTo(4);
        assertThat(gauge("wshttp.negotiations.pending")).isEqualTo(6);
        assertThat(gauge("wshttp.replay.remembered")).isEqualTo(20);
        assertThat(gauge("wshttp.replay.capacity")).isEqualTo(200);
        metrics.ended(second);
        assertThat(gauge("wshttp.sessions", "state", "active")).isEqualTo(7);
    }

    @Test
    void tellsWhenCertificatesEndByTheCertificatesOfThisMoment() {
        var status = new Status();
        metrics.started(status);
        assertThat(expiry(PKI.service().certificate()))
                .isCloseTo(untilEnd(PKI.service().certificate()), within(1.0));
        assertThat(expiry(PKI.authorityCertificate())).isPositive();

        X509Certificate renewed = PKI.otherName().certificate();
        status.own = List.of(renewed);
        assertThat(gauge("wshttp.certificates")).isEqualTo(2);

        assertThat(expiry(renewed)).isCloseTo(untilEnd(renewed), within(1.0));
        assertThat(registry.find("wshttp.certificate.expiry")
                        .tag(
                                "thumbprint",
                                Thumbprint.of(PKI.service().certificate()).hex())
                        .gauge())
                .isNull();
        status.now = renewed.getNotAfter().toInstant().plusSeconds(60);
        assertThat(expiry(renewed)).isCloseTo(-60, within(1.0));
    }

    /** As on a network file system that does not answer: the end of the process must not wait for it. */
    @Test
    void forgetsAnEndpointThatEndsWhileAnotherReadingHangs() throws Exception {
        var ending = new Status();
        var hanging = new Hanging();
        metrics.started(ending);
        metrics.started(hanging);
        ending.own = List.of(PKI.otherName().certificate());
        assertThat(gauge("wshttp.certificates")).isEqualTo(3);
        hanging.hangs = true;
        var reading = CompletableFuture.supplyAsync(() -> gauge("wshttp.certificates"));
        try {
            assertThat(hanging.asked.await(30, TimeUnit.SECONDS)).isTrue();

            CompletableFuture.runAsync(() -> metrics.ended(ending)).get(30, TimeUnit.SECONDS);

            assertThat(registry.find("wshttp.certificate.expiry").gauges()).hasSize(2);
        } finally {
            hanging.go.countDown();
        }
        assertThat(reading.get(30, TimeUnit.SECONDS))
                .as("without the endpoint that ended meanwhile")
                .isEqualTo(2);
        assertThat(registry.find("wshttp.certificate.expiry").gauges()).hasSize(2);
    }

    @Test
    void tellsWhenTheFirstRevocationListEnds() {
        var status = new Status();
        assertThat(gauge("wshttp.revocation.list.expiry")).isNaN();
        metrics.started(status);
        assertThat(gauge("wshttp.revocation.list.expiry")).isNaN();
        X509CRL list = PKI.revocationList();
        status.lists = List.of(list);
        assertThat(gauge("wshttp.revocation.list.expiry"))
                .isCloseTo(
                        Duration.between(status.now, list.getNextUpdate().toInstant())
                                        .toMillis()
                                / 1_000.0,
                        within(1.0));
    }

    @Test
    void tagsTellEndpointsOfOneRegistryApart() {
        SecurityMetrics other = SecurityMetrics.in(registry, Tags.of("endpoint", "other"));
        other.started(new Status());

        assertThat(registry.get("wshttp.replay.capacity")
                        .tag("endpoint", "other")
                        .gauge()
                        .value())
                .isEqualTo(100);
        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .filteredOn(id -> id.getName().equals("wshttp.verify"))
                .hasSize(2);
    }

    private double expiry(X509Certificate certificate) {
        return gauge(
                "wshttp.certificate.expiry",
                "thumbprint",
                Thumbprint.of(certificate).hex());
    }

    private static double untilEnd(X509Certificate certificate) {
        return Duration.between(PKI.now(), certificate.getNotAfter().toInstant())
                        .toMillis()
                / 1_000.0;
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private double millis(String timer) {
        return registry.get(timer).timer().totalTime(TimeUnit.MILLISECONDS);
    }

    private static MessageSecurityException refusal(SecurityFault fault) {
        return new MessageSecurityException(fault, "what the peer wrote");
    }

    private static ObservedRequest request(RequestKind kind) {
        return new ObservedRequest(
                kind,
                Optional.of("of the peer"),
                Optional.of("of the peer"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** An endpoint in a state of the test's choice. */
    private static class Status implements EndpointStatus {
        private Instant now = PKI.now();
        private List<X509Certificate> own = List.of(PKI.service().certificate());
        private List<X509CRL> lists = List.of();

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long activeSessions() {
            return 7;
        }

        @Override
        public long pendingSessions() {
            return 2;
        }

        @Override
        public int pendingNegotiations() {
            return 3;
        }

        @Override
        public int rememberedMessages() {
            return 10;
        }

        @Override
        public int mostRememberedMessages() {
            return 100;
        }

        @Override
        public List<X509Certificate> ownCertificates() {
            return own;
        }

        @Override
        public List<X509Certificate> authorities() {
            return List.of(PKI.authorityCertificate());
        }

        @Override
        public List<X509CRL> revocationLists() {
            return lists;
        }
    }

    /** An endpoint whose files do not answer. */
    private static final class Hanging extends Status {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private volatile boolean hangs;

        @Override
        public List<X509Certificate> ownCertificates() {
            if (hangs) {
                asked.countDown();
                try {
                    go.await();
                } catch (InterruptedException stopped) {
                    throw new IllegalStateException(stopped);
                }
            }
            return super.ownCertificates();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.metrics;

import dev.wshttp.security.UntrustedText;
import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.events.EndpointStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The gauges that tell when certificates and revocation lists end. The certificates are asked for at each reading, because they change while the service
 * runs. To ask may have to wait for a file, so no lock is held meanwhile: a reading that hangs delays no other one, nor the end of an endpoint. Safe for use by
 * several threads.
 */
final class CertificateGauges {
    private static final String SECONDS = "seconds";
    private static final double MILLIS = 1_000.0;

    private final List<EndpointStatus> endpoints;
    private final MultiGauge expiry;
    private List<Seen> seen = List.of(); // guarded by this
    private List<Watched> watched = List.of(); // guarded by this

    /** A certificate, and what it is used for. */
    private record Watched(String use, X509Certificate certificate) {}

    /** An endpoint, and the certificates that it used when it was asked last. */
    private record Seen(EndpointStatus endpoint, List<Watched> certificates) {}

    /** @param endpoints those that live; changes while this is used */
    CertificateGauges(MeterRegistry registry, Tags tags, List<EndpointStatus> endpoints) {
        this.endpoints = endpoints;
        this.expiry = MultiGauge.builder("wshttp.certificate.expiry")
                .description("Time until a certificate ends; negative if it has ended")
                .baseUnit(SECONDS)
                .tags(tags)
                .register(registry);
        // Micrometer asks gauges and nothing else, so this one looks for certificates that are new.
        Gauge.builder("wshttp.certificates", this, CertificateGauges::refresh)
                .description("Certificates whose end is watched")
                .tags(tags)
                .strongReference(true)
                .register(registry);
        Gauge.builder("wshttp.revocation.list.expiry", this, CertificateGauges::untilListsEnd)
                .description("Time until the first revocation list ends; negative if it has ended")
                .baseUnit(SECONDS)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    /** Looks which certificates are in use now, and returns how many there are. */
    int refresh() {
        return show(endpoints.stream()
                .map(endpoint -> new Seen(endpoint, usedBy(endpoint)))
                .toList());
    }

    /** Shows the certificates of endpoints that have ended no more, and asks none of the others. */
    synchronized void forgetThoseThatEnded() {
        show(seen);
    }

    private synchronized int show(List<Seen> asked) {
        // An endpoint may have ended while it was asked.
        seen = asked.stream().filter(this::isAlive).toList();
        List<Watched> now = seen.stream()
                .flatMap(each -> each.certificates.stream())
                .distinct()
                .toList();
        if (!now.equals(watched)) {
            watched = now;
            expiry.register(now.stream().map(this::row).toList(), true);
        }
        return now.size();
    }

    // Compares objects: two endpoints may be in the same state.
    @SuppressWarnings("ReferenceEquality")
    private boolean isAlive(Seen each) {
        return endpoints.stream().anyMatch(endpoint -> endpoint == each.endpoint);
    }

    private static List<Watched> usedBy(EndpointStatus endpoint) {
        return Stream.concat(
                        endpoint.ownCertificates().stream().map(own -> new Watched("own", own)),
                        endpoint.authorities().stream().map(authority -> new Watched("authority", authority)))
                .toList();
    }

    private MultiGauge.Row<?> row(Watched each) {
        String subject = each.certificate.getSubjectX500Principal().getName();
        return MultiGauge.Row.of(
                Tags.of(
                        "use", each.use,
                        "subject", UntrustedText.oneLine(subject),
                        "thumbprint", Thumbprint.of(each.certificate).hex()),
                each.certificate,
                certificate -> seconds(certificate.getNotAfter().toInstant()));
    }

    private double untilListsEnd() {
        return endpoints.stream()
                .flatMap(endpoint -> endpoint.revocationLists().stream())
                .filter(list -> list.getNextUpdate() != null)
                .mapToDouble(list -> seconds(list.getNextUpdate().toInstant()))
                .min()
                .orElse(Double.NaN);
    }

    private double seconds(Instant end) {
        Instant now = endpoints.stream().findFirst().map(EndpointStatus::now).orElseGet(Instant::now);
        return Duration.between(now, end).toMillis() / MILLIS;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.metrics;

import dev.wshttp.security.events.EndpointStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;

/** The gauges of all endpoints that were made and have not ended: sums, and the certificates of all. Safe for use by several threads. */
final class EndpointGauges {
    private final List<EndpointStatus> endpoints = new CopyOnWriteArrayList<>();
    private final MeterRegistry registry;
    private final CertificateGauges certificates;

    EndpointGauges(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.certificates = new CertificateGauges(registry, tags, endpoints);
        sum("wshttp.sessions", "Sessions that are open", tags.and("state", "active"), EndpointStatus::activeSessions);
        sum("wshttp.sessions", "Sessions that are open", tags.and("state", "pending"), EndpointStatus::pendingSessions);
        sum(
                "wshttp.negotiations.pending",
                "Negotiations that are under way",
                tags,
                EndpointStatus::pendingNegotiations);
        sum(
                "wshttp.replay.remembered",
                "Messages that the replay detection remembers",
                tags,
                EndpointStatus::rememberedMessages);
        sum(
                "wshttp.replay.capacity",
                "Messages that the replay detection remembers at most",
                tags,
                EndpointStatus::mostRememberedMessages);
    }

    private void sum(String name, String description, Tags own, ToLongFunction<EndpointStatus> part) {
        Gauge.builder(name, endpoints, all -> all.stream().mapToLong(part).sum())
                .description(description)
                .tags(own)
                .strongReference(true)
                .register(registry);
    }

    void add(EndpointStatus endpoint) {
        endpoints.add(endpoint);
        certificates.refresh();
    }

    // Compares objects: two endpoints may be in the same state.
    @SuppressWarnings("ReferenceEquality")
    void remove(EndpointStatus endpoint) {
        endpoints.removeIf(each -> each == endpoint);
        certificates.forgetThoseThatEnded();
    }
}

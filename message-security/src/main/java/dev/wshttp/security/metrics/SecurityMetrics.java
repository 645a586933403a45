// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.metrics;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.events.AnswerKind;
import dev.wshttp.security.events.EndpointStatus;
import dev.wshttp.security.events.ObservedRequest;
import dev.wshttp.security.events.RequestKind;
import dev.wshttp.security.events.SecurityListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts and times what a service does with requests, in a registry of Micrometer:
 *
 * <pre>{@code
 * var security = MessageSecurityFeature.forService(binding, credentials).withListener(SecurityMetrics.in(registry));
 * }</pre>
 *
 * <p>{@code docs/operations.md} lists the meters. Their tags have a bounded number of values, none of which a peer chooses. One object may listen to
 * several endpoints; then counters and gauges are those of all together, and a second object with a tag of its own tells them apart. Safe for use by
 * several threads.
 */
public final class SecurityMetrics implements SecurityListener {
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(50_000),
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1)
    };
    private static final String CALLS = "wshttp.calls";
    private static final String CALLS_DESCRIPTION = "Calls by their result";

    private final MeterRegistry registry;
    private final Tags tags;
    private final EndpointGauges gauges;
    private final Map<AnswerKind, Counter> answered = new EnumMap<>(AnswerKind.class);
    private final Counter refusedCalls;
    private final Timer verify;
    private final Timer protect;
    private final Timer negotiate;
    private final Timer openSession;

    private SecurityMetrics(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        this.gauges = new EndpointGauges(registry, tags);
        for (AnswerKind kind : AnswerKind.values()) {
            answered.put(kind, calls(kind.toString()));
        }
        this.refusedCalls = calls("refused");
        this.verify = timer("wshttp.verify", "Verification of a call that was accepted");
        this.protect = timer("wshttp.protect", "Protection of the answer to a call");
        this.negotiate = timer("wshttp.negotiate", "Work for a leg of a negotiation");
        this.openSession = timer("wshttp.session.open", "Verification of a request for a session, and its opening");
    }

    /** Registers the meters, and returns what feeds them. */
    public static SecurityMetrics in(MeterRegistry registry) {
        return in(registry, Tags.empty());
    }

    /**
     * Registers the meters, and returns what feeds them.
     *
     * @param tags of all meters, to tell endpoints of one registry apart
     */
    public static SecurityMetrics in(MeterRegistry registry, Tags tags) {
        return new SecurityMetrics(registry, tags);
    }

    private Counter calls(String result) {
        return Counter.builder(CALLS)
                .description(CALLS_DESCRIPTION)
                .tags(tags)
                .tag("result", result)
                .register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    @Override
    public void started(EndpointStatus endpoint) {
        gauges.add(endpoint);
    }

    @Override
    public void ended(EndpointStatus endpoint) {
        gauges.remove(endpoint);
    }

    @Override
    public void accepted(ObservedRequest request, Duration time) {
        switch (request.kind()) {
            case CALL -> verify.record(time);
            case NEGOTIATION_LEG -> negotiate.record(time);
            case SESSION_OPENING -> openSession.record(time);
            default -> {}
        }
    }

    @Override
    public void refused(ObservedRequest request, MessageSecurityException reason) {
        if (request.kind() == RequestKind.CALL) {
            refusedCalls.increment();
        }
        refusals(request.kind(), reason.fault()).increment();
    }

    // The registry finds the one that is there already.
    private Counter refusals(RequestKind kind, SecurityFault fault) {
        return Counter.builder("wshttp.refusals")
                .description("Requests that were refused, by reason")
                .tags(tags)
                .tag("request", kind.toString())
                .tag("fault", fault.name())
                .register(registry);
    }

    @Override
    public void answered(ObservedRequest request, AnswerKind answer, Duration time) {
        if (request.kind() == RequestKind.CALL) {
            protect.record(time);
            count(answer);
        }
    }

    private void count(AnswerKind answer) {
        Counter counter = answered.get(answer);
        if (counter != null) {
            counter.increment();
        }
    }
}

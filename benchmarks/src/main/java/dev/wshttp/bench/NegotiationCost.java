// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.NegotiationSettings;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.engine.Engines;
import dev.wshttp.security.internal.exchange.Peer;
import dev.wshttp.security.internal.exchange.SecurityEnvironment;
import dev.wshttp.security.internal.negotiation.NegotiationClient;
import dev.wshttp.security.internal.negotiation.NegotiationService;
import dev.wshttp.security.internal.soap.UnsecuredEnvelope;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Measures both sides of a negotiation on one thread, from the first leg to the checked token, without HTTP and JAX-WS. Checking the trust in
 * both certificates is included.
 */
final class NegotiationCost {
    private static final double NANOSECONDS_PER_MILLISECOND = 1e6;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    // Without the limit of negotiations a second, which exists because of attackers.
    private final WsHttpBinding binding = WsHttpBinding.builder()
            .negotiationSettings(NegotiationSettings.builder()
                    .maxPerSecond(Integer.MAX_VALUE)
                    .build())
            .build();
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final SecurityEngine engine =
            Engines.of(MessageEngine.ofSystem(), binding, new Freshness(clock, binding.maxClockSkew()), random);
    private final SecurityEnvironment environment = new SecurityEnvironment(engine, binding, clock, random);
    private final NegotiationClient client;
    private final NegotiationService service;

    NegotiationCost(CredentialFolder folder) {
        var ofClient = BenchmarkCredentials.ofClient(folder);
        var services =
                new X509CertificateValidator(ofClient.serviceTrust(), X509CertificateValidator.Role.SERVICE, clock);
        this.client = new NegotiationClient(environment, ofClient, services);
        var ofService = BenchmarkCredentials.ofService(folder);
        var clients =
                new X509CertificateValidator(ofService.clientTrust(), X509CertificateValidator.Role.CLIENT, clock);
        this.service = new NegotiationService(environment, ofService, clients);
    }

    /** Negotiates for the time of the warm-up, and then for the time that is measured. */
    Medians measure(Duration warmUp, Duration measured) {
        negotiateFor(warmUp);
        return Medians.of(negotiateFor(measured));
    }

    private List<Sample> negotiateFor(Duration time) {
        var samples = new ArrayList<Sample>();
        long deadline = System.nanoTime() + time.toNanos();
        do {
            samples.add(negotiate());
        } while (System.nanoTime() - deadline < 0);
        return samples;
    }

    private Sample negotiate() {
        var inMemory = new InMemory();
        long before = System.nanoTime();
        long cpuBefore = threads.getCurrentThreadCpuTime();
        client.protection(inMemory);
        long cpu = threads.getCurrentThreadCpuTime() - cpuBefore;
        return new Sample(System.nanoTime() - before, cpu - inMemory.serviceCpu, inMemory.serviceCpu);
    }

    /** The service, on the thread of the client. */
    private final class InMemory implements Peer {
        private long serviceCpu;

        @Override
        public String address() {
            return "http://localhost:8080/Calculator";
        }

        @Override
        public EndpointIdentity identity() {
            return BenchmarkCredentials.SERVICE_IDENTITY;
        }

        @Override
        public ReceivedMessage exchange(byte[] envelope) {
            long before = threads.getCurrentThreadCpuTime();
            byte[] answer = UnsecuredEnvelope.write(service.answer(engine.read(envelope, UTF_8)));
            serviceCpu += threads.getCurrentThreadCpuTime() - before;
            return engine.read(answer, UTF_8);
        }
    }

    private record Sample(long wall, long clientCpu, long serviceCpu) {}

    /**
     * The medians of many negotiations, in milliseconds.
     *
     * @param wall of both sides together
     */
    record Medians(int negotiations, double wall, double clientCpu, double serviceCpu) {
        private static Medians of(List<Sample> samples) {
            return new Medians(
                    samples.size(),
                    median(samples, Sample::wall),
                    median(samples, Sample::clientCpu),
                    median(samples, Sample::serviceCpu));
        }

        private static double median(List<Sample> samples, ToLongFunction<Sample> value) {
            long[] sorted = samples.stream().mapToLong(value).sorted().toArray();
            return sorted[sorted.length / 2] / NANOSECONDS_PER_MILLISECOND;
        }
    }
}

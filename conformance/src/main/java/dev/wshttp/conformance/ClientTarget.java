// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.ServiceSide;
import dev.wshttp.security.config.SettingsSources;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.credential.X509CertificateValidator.Role;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.forgery.DeviatingService;
import dev.wshttp.security.forgery.FaultReply;
import dev.wshttp.security.internal.direct.DirectService;
import dev.wshttp.security.internal.engine.Engines;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageVerifier;
import dev.wshttp.security.internal.wss.ReplayGuard;
import dev.wshttp.security.internal.xml.XmlContent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The client that is probed, and the service that the kit is for it.
 *
 * @param url where the kit listens; port 0 is any free one
 * @param action of the request that the client sends
 * @param expectedFault what the client prints if, and only if, it believes a fault; empty if it does not tell
 */
record ClientTarget(
        URI url,
        Probed probed,
        ProbedClient client,
        String action,
        DeviatingService.Means means,
        Optional<String> expectedFault,
        Optional<Path> description) {
    private static final String PREFIX = "message-security.";
    private static final int REPLAY_CACHE = 1000;

    /**
     * What the command line says.
     *
     * @param reply the body of the reply
     * @param wsdl a file that is served to a client that asks for the WSDL
     */
    record Request(
            URI listen,
            Path config,
            Mode mode,
            ProbedClient client,
            String action,
            XmlContent reply,
            Optional<String> expectedFault,
            Optional<Path> wsdl,
            Map<String, String> overrides) {}

    /** @throws KitFailure if the settings or the credentials cannot be used */
    static ClientTarget read(Request request) {
        var settings = new LinkedHashMap<>(request.overrides());
        settings.put(PREFIX + "address", request.listen().toString());
        settings.put(
                PREFIX + "negotiate-service-credential",
                String.valueOf(request.mode().isNegotiated()));
        settings.put(
                PREFIX + "establish-security-context",
                String.valueOf(request.mode().isSession()));
        try {
            MessageSecurityFeature feature = SettingsSources.ofSystem()
                    .withOverrides("the command line", settings)
                    .service(request.config())
                    .endpoint()
                    .service()
                    .feature();
            return new ClientTarget(
                    request.listen(),
                    probed(feature.binding()),
                    request.client(),
                    request.action(),
                    means(feature, request.reply()),
                    request.expectedFault(),
                    request.wsdl());
        } catch (MessageSecurityException refused) {
            throw new KitFailure(ExitCode.CONFIGURATION, String.valueOf(refused.getMessage()), refused);
        }
    }

    private static Probed probed(WsHttpBinding binding) {
        return EncodingCases.requireKnown(Probed.of(Side.CLIENT, binding));
    }

    private static DeviatingService.Means means(MessageSecurityFeature feature, XmlContent reply) {
        WsHttpBinding binding = feature.binding();
        ServiceCredentials credentials = ((MessageSecurityFeature.Service) feature.side()).credentials();
        Clock clock = Clock.systemUTC();
        return new DeviatingService.Means(
                () -> side(binding, credentials, clock),
                binding.algorithmSuite(),
                clock,
                reply,
                binding.negotiateServiceCredential() ? Optional.of(negotiating(credentials)) : Optional.empty());
    }

    private static DeviatingService.Negotiating negotiating(ServiceCredentials credentials) {
        X509Credential own = credentials.serviceCertificate();
        return new DeviatingService.Negotiating(own, ForgedCertificate.like(own.certificate()));
    }

    private static ServiceSide side(WsHttpBinding binding, ServiceCredentials credentials, Clock clock) {
        var freshness = new Freshness(clock, binding.maxClockSkew());
        var clients = new X509CertificateValidator(credentials.clientTrust(), Role.CLIENT, clock);
        var guard = new ReplayGuard(clock, new SecureRandom(), freshness.replayWindow(), REPLAY_CACHE);
        return new ServiceSide(
                Engines.of(MessageEngine.OCTETS, binding, freshness, new SecureRandom()),
                new DirectService(credentials, clock),
                MessageVerifier.ofService(clients, guard));
    }

    /** Returns the cases that can be tried: without a text for faults, none that is one. */
    List<Case> cases() {
        return probed.cases().stream()
                .filter(tried -> expectedFault.isPresent() || !FaultReply.isOne(tried.deviation()))
                .toList();
    }

    InetSocketAddress listenAddress() {
        return new InetSocketAddress(url.getHost(), Math.max(0, url.getPort()));
    }

    String path() {
        return url.getPath().isEmpty() ? "/" : url.getPath();
    }

    /** The address with the port that the kit got. */
    String addressOf(int port) {
        return url.getScheme() + "://" + url.getHost() + ":" + port + path();
    }

    /** Returns the WSDL that the user named, with the address in it; nothing if there is none. */
    byte[] wsdl(int port) throws IOException {
        return description.isEmpty()
                ? new byte[0]
                : Files.readString(description.get(), UTF_8)
                        .replace("{address}", addressOf(port))
                        .getBytes(UTF_8);
    }
}

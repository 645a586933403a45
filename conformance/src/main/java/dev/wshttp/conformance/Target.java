// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.config.ClientReading;
import dev.wshttp.security.config.SettingsSources;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.credential.X509CertificateValidator.Role;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.encoding.WireFormat;
import dev.wshttp.security.internal.engine.Engines;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.SecurityEngine;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The service that is probed, and what a client of it has.
 *
 * @param url where the kit connects
 * @param to the address of the service, as messages name it
 * @param good the client's certificate and key
 * @param bad a certificate of the same name that no authority issued
 * @param service the service's certificate, which the modes without negotiation need
 * @param format how messages are written on the wire
 */
record Target(
        URI url,
        String to,
        Probed probed,
        X509Credential good,
        X509Credential bad,
        Optional<X509Certificate> service,
        SecurityEngine engine,
        WireFormat format,
        Operation operation) {
    private static final String PREFIX = "message-security.";

    /** Returns the algorithm suite of all messages. */
    AlgorithmSuite suite() {
        return probed.suite();
    }

    /** Returns an engine for another algorithm suite. */
    SecurityEngine engine(AlgorithmSuite suite) {
        WsHttpBinding other = WsHttpBinding.builder()
                .algorithmSuite(suite)
                .negotiateServiceCredential(mode().isNegotiated())
                .establishSecurityContext(mode().isSession())
                .build();
        return Engines.of(
                MessageEngine.OCTETS,
                other,
                new Freshness(Clock.systemUTC(), other.maxClockSkew()),
                new SecureRandom());
    }

    /** Returns the mode of the service. */
    Mode mode() {
        return probed.mode();
    }

    /**
     * What the command line says.
     *
     * @param to the address in messages; empty for the URL
     * @param mode empty for the mode of the file
     */
    record Request(URI url, Path config, Optional<String> to, Optional<Mode> mode, Map<String, String> overrides) {}

    /**
     * Reads the settings of a client, and requires that its credentials can be used: otherwise every message would be refused.
     *
     * @throws KitFailure if the settings or the credentials cannot be used
     */
    static Target read(Request request, Operation operation) {
        try {
            return read(
                    request,
                    operation,
                    SettingsSources.ofSystem()
                            .withOverrides("the command line", settings(request))
                            .client(request.config())
                            .endpoint()
                            .readClient());
        } catch (MessageSecurityException refused) {
            throw new KitFailure(ExitCode.CONFIGURATION, String.valueOf(refused.getMessage()), refused);
        }
    }

    private static Map<String, String> settings(Request request) {
        var settings = new LinkedHashMap<>(request.overrides());
        settings.put(PREFIX + "address", request.to().orElse(request.url().toString()));
        request.mode().ifPresent(mode -> {
            settings.put(PREFIX + "negotiate-service-credential", String.valueOf(mode.isNegotiated()));
            settings.put(PREFIX + "establish-security-context", String.valueOf(mode.isSession()));
        });
        return settings;
    }

    private static Target read(Request request, Operation operation, ClientReading reading) {
        WsHttpBinding binding = reading.binding();
        // Checks the certificate of the service, too.
        String to = reading.configured().address().toString();
        Probed probed = EncodingCases.requireKnown(Probed.of(Side.SERVICE, binding));
        X509Credential good = reading.credentials().clientCertificate();
        X509CertificateValidator.requireUsable(good.certificate(), Role.CLIENT, Instant.now());
        var freshness = new Freshness(Clock.systemUTC(), binding.maxClockSkew());
        return new Target(
                request.url(),
                to,
                probed,
                good,
                ForgedCertificate.like(good.certificate()),
                probed.mode().isNegotiated()
                        ? Optional.empty()
                        : reading.credentials().serviceCertificate(),
                Engines.of(MessageEngine.OCTETS, binding, freshness, new SecureRandom()),
                new WireFormat(binding),
                operation);
    }
}

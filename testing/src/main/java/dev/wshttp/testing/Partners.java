// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.certs.TestPki.Role;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.context.CallerRoles;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Both sides of one binding, with certificates that are made when they are asked for. Safe for use by several threads. */
final class Partners {
    private static final String IDENTITY = "Contoso.com";
    private static final String PREFIX = "message-security.";
    // Within the hour for which certificates were valid before the test, and beyond the lifetime of a message with the
    // allowed skew.
    private static final Duration BEHIND = Duration.ofMinutes(30);
    private static final Duration LARGEST_SKEW = Duration.ofHours(1);

    private final WsHttpBinding binding;
    private final Optional<ProtectionRequirements> protection;
    private final Optional<CallerRoles> roles;
    private @Nullable Certificates certificates;

    Partners(WsHttpBinding binding, Optional<ProtectionRequirements> protection, Optional<CallerRoles> roles) {
        this.binding = binding;
        this.protection = protection;
        this.roles = roles;
    }

    Partners with(ProtectionRequirements requirements) {
        return new Partners(binding, Optional.of(requirements), roles);
    }

    Partners with(CallerRoles callerRoles) {
        return new Partners(binding, protection, Optional.of(callerRoles));
    }

    WsHttpBinding binding() {
        return binding;
    }

    synchronized Certificates certificates() {
        var existing = certificates;
        if (existing == null) {
            existing = Certificates.create();
            certificates = existing;
        }
        return existing;
    }

    synchronized void close() {
        if (certificates != null) {
            certificates.close();
            certificates = null;
        }
    }

    MessageSecurityFeature service(URI address, Optional<Misbehaviour> way) {
        var credentials = ServiceCredentials.of(own(Role.SERVICE, way), trust());
        var feature = common(
                MessageSecurityFeature.forService(bindingOf(way), credentials, EndpointIdentity.dns(IDENTITY)),
                address,
                way);
        return roles.map(feature::withRoles).orElse(feature);
    }

    MessageSecurityFeature client(URI address, Optional<Misbehaviour> way) {
        var credentials = ClientCredentials.of(own(Role.CLIENT, way), trust());
        var complete = binding.negotiateServiceCredential()
                ? credentials
                : credentials.withServiceCertificate(pki().service().certificate());
        return common(
                MessageSecurityFeature.forClient(bindingOf(way), complete, EndpointIdentity.dns(IDENTITY)),
                address,
                way);
    }

    private MessageSecurityFeature common(MessageSecurityFeature feature, URI address, Optional<Misbehaviour> way) {
        var addressed = feature.withAddress(address);
        var timed = isBehind(way) ? addressed.withClock(Clock.offset(Clock.systemUTC(), BEHIND.negated())) : addressed;
        return protection.map(timed::withProtection).orElse(timed);
    }

    /** Returns the binding, which on a side whose clock is behind accepts the right times of the other side. */
    private WsHttpBinding bindingOf(Optional<Misbehaviour> way) {
        return isBehind(way) ? withLargestSkew() : binding;
    }

    private WsHttpBinding withLargestSkew() {
        return new WsHttpBinding(
                binding.negotiateServiceCredential(),
                binding.establishSecurityContext(),
                binding.algorithmSuite(),
                binding.messageEncoding(),
                binding.textEncoding(),
                LARGEST_SKEW,
                binding.maxReceivedMessageBytes(),
                binding.readerQuotas(),
                binding.replayCacheSize(),
                binding.refuseCreatedBeforeStart(),
                binding.openTimeout(),
                binding.sendTimeout(),
                binding.sessionSettings(),
                binding.negotiationSettings());
    }

    private static boolean isBehind(Optional<Misbehaviour> way) {
        return way.filter(each -> each == Misbehaviour.EXPIRED_TIMESTAMP).isPresent();
    }

    private X509Credential own(Role role, Optional<Misbehaviour> way) {
        TestCredential credential = way.map(each -> credential(role, each)).orElseGet(() -> pki().good(role));
        return X509Credential.of(credential.key(), credential.chain());
    }

    private TestCredential credential(Role role, Misbehaviour way) {
        return switch (way) {
            case UNTRUSTED_CERTIFICATE -> pki().untrustedTwin(role);
            case EXPIRED_CERTIFICATE -> pki().expired(role);
            case REVOKED_CERTIFICATE -> pki().revoked(role);
            case OTHER_SERVICE -> pki().otherName();
            default -> pki().good(role);
        };
    }

    private CertificateTrust trust() {
        return CertificateTrust.chain(List.of(pki().authorityCertificate()))
                .withRevocationList(certificates().file("ca.crl"));
    }

    private TestPki pki() {
        return certificates().pki();
    }

    Map<String, String> clientSettings(URI address) {
        var settings = commonSettings(address, "client");
        settings.put(PREFIX + "identity.dns", IDENTITY);
        if (!binding.negotiateServiceCredential()) {
            settings.put(PREFIX + "service-certificate.file", file("service.pem"));
        }
        return Map.copyOf(settings);
    }

    Map<String, String> serviceSettings(URI address) {
        return Map.copyOf(commonSettings(address, "service"));
    }

    private Map<String, String> commonSettings(URI address, String side) {
        var settings = new LinkedHashMap<String, String>();
        settings.put(PREFIX + "address", address.toString());
        settings.put(PREFIX + "negotiate-service-credential", String.valueOf(binding.negotiateServiceCredential()));
        settings.put(PREFIX + "establish-security-context", String.valueOf(binding.establishSecurityContext()));
        settings.put(PREFIX + "algorithm-suite", binding.algorithmSuite().configurationName());
        settings.put(PREFIX + "message-encoding", key(binding.messageEncoding().name()));
        settings.put(PREFIX + "text-encoding", key(binding.textEncoding().name()));
        settings.put(PREFIX + side + "-certificate.file", file(side + ".p12"));
        settings.put(PREFIX + side + "-certificate.password-file", file("password"));
        settings.put(PREFIX + "trust.file", file("ca.pem"));
        settings.put(PREFIX + "trust.revocation-list", file("ca.crl"));
        return settings;
    }

    private static String key(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String file(String name) {
        return certificates().file(name).toString();
    }
}

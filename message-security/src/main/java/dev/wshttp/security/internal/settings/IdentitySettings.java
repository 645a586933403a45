// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import static dev.wshttp.security.internal.settings.SettingKey.IDENTITY_CERTIFICATE;
import static dev.wshttp.security.internal.settings.SettingKey.IDENTITY_CERTIFICATE_FILE;
import static dev.wshttp.security.internal.settings.SettingKey.IDENTITY_DNS;

import dev.wshttp.security.credential.EndpointIdentity;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The keys that say which service is expected (WCF: {@code <identity>}): a name, or a certificate as text or in a file. */
final class IdentitySettings {
    private static final List<SettingKey> KINDS =
            List.of(IDENTITY_CERTIFICATE_FILE, IDENTITY_CERTIFICATE, IDENTITY_DNS);

    private IdentitySettings() {}

    static Optional<EndpointIdentity> read(Settings settings) {
        Optional<CertificateSettings.Chosen> certificate =
                CertificateSettings.OF_IDENTITY.read(settings, Optional.empty());
        SettingKey kind = kind(settings);
        KINDS.stream()
                .filter(other -> other != kind && settings.isSet(other))
                .forEach(other -> settings.conflict(other, kind));
        return switch (kind) {
            case IDENTITY_CERTIFICATE_FILE ->
                certificate.map(chosen -> EndpointIdentity.certificate(chosen.files(), chosen.reader()));
            case IDENTITY_CERTIFICATE ->
                settings.optional(kind, Format.TEXT)
                        .flatMap(text -> settings.from(kind, () -> EndpointIdentity.encodedCertificate(text)));
            default -> settings.optional(kind, Format.TEXT).map(EndpointIdentity::dns);
        };
    }

    /** Returns the expected certificate, if the identity is a certificate and not a name. Requests can be encrypted for it. */
    static Optional<X509Certificate> certificate(Optional<EndpointIdentity> expected) {
        return expected.filter(EndpointIdentity.Certificate.class::isInstance)
                .map(EndpointIdentity.Certificate.class::cast)
                .map(EndpointIdentity.Certificate::expected);
    }

    /** Returns whether a certificate is expected, even if it cannot be read. */
    static boolean namesCertificate(Settings settings) {
        return kind(settings) != IDENTITY_DNS;
    }

    /** Returns the first of the keys that is set; the name if none is. */
    static SettingKey kind(Settings settings) {
        return KINDS.stream().filter(settings::isSet).findFirst().orElse(IDENTITY_DNS);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The permitted uses of a certificate's key (RFC 5280, 4.2.1.3 and 4.2.1.12), by the names of the RFC. */
final class KeyUsages {

    private static final List<String> KEY_USAGES = List.of(
            "digitalSignature",
            "nonRepudiation",
            "keyEncipherment",
            "dataEncipherment",
            "keyAgreement",
            "keyCertSign",
            "cRLSign",
            "encipherOnly",
            "decipherOnly");

    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final Map<String, String> PURPOSES = Map.of(
            ANY_PURPOSE,
            "anyExtendedKeyUsage",
            "1.3.6.1.5.5.7.3.1",
            "serverAuth",
            "1.3.6.1.5.5.7.3.2",
            "clientAuth",
            "1.3.6.1.5.5.7.3.3",
            "codeSigning",
            "1.3.6.1.5.5.7.3.4",
            "emailProtection",
            "1.3.6.1.5.5.7.3.8",
            "timeStamping",
            "1.3.6.1.5.5.7.3.9",
            "OCSPSigning");

    private final X509Certificate certificate;

    KeyUsages(X509Certificate certificate) {
        this.certificate = certificate;
    }

    /** Returns the key usages, or nothing if the certificate does not limit them. */
    Optional<List<String>> keyUsages() {
        var bits = certificate.getKeyUsage();
        return bits == null
                ? Optional.empty()
                : Optional.of(IntStream.range(0, Math.min(bits.length, KEY_USAGES.size()))
                        .filter(i -> bits[i])
                        .mapToObj(KEY_USAGES::get)
                        .toList());
    }

    /** Returns the extended key usages, or nothing if the certificate does not limit them. */
    Optional<List<String>> extendedKeyUsages() {
        return extendedKeyUsageOids()
                .map(oids -> oids.stream()
                        .map(oid -> PURPOSES.getOrDefault(oid, oid))
                        .toList());
    }

    /** Returns the reason why the certificate cannot be used in a role, or nothing if it can. */
    Optional<String> objectionTo(CertificateProfile profile) {
        var missing = required(profile).stream().filter(usage -> !allows(usage)).toList();
        if (!missing.isEmpty()) {
            return Optional.of("its key usage lacks '" + String.join("', '", missing) + "'");
        }
        if (profile.isAuthority() && !isAuthority()) {
            return Optional.of("it is not marked as an authority");
        }
        return profile.extendedKeyUsageOid()
                .filter(oid -> !allowsPurpose(oid))
                .map(oid -> "its extended key usage lacks '" + PURPOSES.getOrDefault(oid, oid) + "'");
    }

    boolean isAuthority() {
        return certificate.getBasicConstraints() >= 0;
    }

    boolean allows(String keyUsage) {
        return keyUsages().map(usages -> usages.contains(keyUsage)).orElse(true);
    }

    // The client's key signs. The service's key decrypts the keys that clients encrypt for it, and may sign in a
    // negotiation, too.
    private static List<String> required(CertificateProfile profile) {
        return switch (profile) {
            case ROOT -> List.of("keyCertSign", "cRLSign");
            case SERVICE -> List.of("keyEncipherment");
            case CLIENT -> List.of("digitalSignature");
        };
    }

    private boolean allowsPurpose(String oid) {
        return extendedKeyUsageOids()
                .map(oids -> oids.contains(oid) || oids.contains(ANY_PURPOSE))
                .orElse(true);
    }

    private Optional<List<String>> extendedKeyUsageOids() {
        try {
            return Optional.ofNullable(certificate.getExtendedKeyUsage());
        } catch (CertificateParsingException e) {
            throw new CertificateTrustException(
                    "The extended key usage of '" + certificate.getSubjectX500Principal()
                            + "' is malformed (expected: object identifiers). Have the certificate issued again.",
                    e);
        }
    }
}

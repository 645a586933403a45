// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/** The purpose of a certificate, which decides its key usage, extended key usage and basic constraints. */
public enum CertificateProfile {
    /** An authority that issues leaf certificates and revocation lists, but no further authorities. */
    ROOT(KeyUsage.keyCertSign | KeyUsage.cRLSign, null),
    /** The certificate with which a service authenticates itself. */
    SERVICE(leafKeyUsage(), KeyPurposeId.id_kp_serverAuth),
    /** The certificate with which a client authenticates itself. */
    CLIENT(leafKeyUsage(), KeyPurposeId.id_kp_clientAuth);

    private final int keyUsage;
    private final Optional<KeyPurposeId> purpose;

    CertificateProfile(int keyUsage, @Nullable KeyPurposeId purpose) {
        this.keyUsage = keyUsage;
        this.purpose = Optional.ofNullable(purpose);
    }

    /** Returns the object identifier of the extended key usage, or nothing if the profile has none. */
    public Optional<String> extendedKeyUsageOid() {
        return purpose.map(KeyPurposeId::getId);
    }

    /** Returns the word for the role in reports: authority, service or client. */
    String label() {
        return isAuthority() ? "authority" : name().toLowerCase(Locale.ROOT);
    }

    boolean isAuthority() {
        return this == ROOT;
    }

    KeyUsage keyUsage() {
        return new KeyUsage(keyUsage);
    }

    Optional<ExtendedKeyUsage> extendedKeyUsage() {
        return purpose.map(ExtendedKeyUsage::new);
    }

    // RFC 5280, 4.2.1.9: a path length of 0 means that only leaf certificates may follow.
    BasicConstraints basicConstraints() {
        return isAuthority() ? new BasicConstraints(0) : new BasicConstraints(false);
    }

    // Interop: WCF encrypts keys for the certificate (keyEncipherment) and signs with it (digitalSignature); it refuses
    // a critical key usage that allows none of those.
    private static int leafKeyUsage() {
        return KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.dataEncipherment;
    }
}

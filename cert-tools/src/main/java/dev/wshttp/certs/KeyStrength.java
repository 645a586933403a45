// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Checks that the key and the signature of a certificate resist today's attacks and suit WCF's algorithm suites. */
final class KeyStrength {

    private static final Set<String> BROKEN_HASHES = Set.of("MD2", "MD5", "SHA1");

    private KeyStrength() {}

    static String describe(X509Certificate certificate) {
        var key = certificate.getPublicKey();
        return key.getAlgorithm() + " " + RsaKeys.sizeBits(key) + " bits, signed with " + certificate.getSigAlgName();
    }

    /** Returns the reason not to rely on the certificate, or nothing. */
    static Optional<String> objectionTo(X509Certificate certificate) {
        var bits = RsaKeys.sizeBits(certificate.getPublicKey());
        if (bits == 0) {
            return Optional.of("its key is '" + certificate.getPublicKey().getAlgorithm()
                    + "' (expected: RSA, which WCF's message security needs)");
        }
        if (bits < RsaKeys.MINIMUM_BITS) {
            return Optional.of("its RSA key of '" + bits + "' bits is weak (expected: 2048 or more)");
        }
        if (bits > RsaKeys.MAXIMUM_BITS) {
            return Optional.of("its RSA key of '" + bits + "' bits is longer than WCF accepts (expected: up to 4096)");
        }
        var hash = certificate.getSigAlgName().toUpperCase(Locale.ROOT).split("WITH", 2)[0];
        return BROKEN_HASHES.contains(hash)
                ? Optional.of("it is signed with '" + certificate.getSigAlgName() + "' (expected: SHA-256 or better)")
                : Optional.empty();
    }
}

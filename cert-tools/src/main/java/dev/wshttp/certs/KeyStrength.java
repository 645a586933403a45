// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Checks that the key and the signature of a certificate resist today's attacks and suit WCF's algorithm suites. */
final class KeyStrength {

    private static final Set<String> BROKEN_HASHES = Set.of("MD2", "MD5", "SHA1");

    private static final int MOST_EXPONENT_BITS = 33;

    private KeyStrength() {}

    static String describe(X509Certificate certificate) {
        return RsaKeys.describe(certificate.getPublicKey()) + ", signed with " + certificate.getSigAlgName();
    }

    /** Returns the reason for which the other side refuses the key of the certificate, or nothing. */
    static Optional<String> refusalOf(X509Certificate certificate) {
        var key = certificate.getPublicKey();
        if (!(key instanceof RSAPublicKey rsa)) {
            return Optional.of(
                    "its key is '" + RsaKeys.describe(key) + "' (expected: RSA, which WCF's message security needs)");
        }
        var bits = rsa.getModulus().bitLength();
        if (bits < RsaKeys.MINIMUM_BITS) {
            return Optional.of("its RSA key of '" + bits + "' bits is weak (expected: 2048 or more)");
        }
        if (bits > RsaKeys.MAXIMUM_BITS) {
            return Optional.of("its RSA key of '" + bits + "' bits is longer than WCF accepts (expected: up to 4096)");
        }
        var exponentBits = rsa.getPublicExponent().bitLength();
        return exponentBits > MOST_EXPONENT_BITS
                ? Optional.of("its RSA key has an exponent of '" + exponentBits + "' bits (expected: at most "
                        + MOST_EXPONENT_BITS + ")")
                : Optional.empty();
    }

    /** Returns the reason not to rely on the certificate, or nothing. An authority may have a key of another algorithm. */
    static Optional<String> objectionTo(X509Certificate certificate) {
        var isAuthority = certificate.getBasicConstraints() >= 0;
        var refusal = isAuthority && !(certificate.getPublicKey() instanceof RSAPublicKey)
                ? Optional.<String>empty()
                : refusalOf(certificate);
        return refusal.or(() -> signatureObjection(certificate));
    }

    private static Optional<String> signatureObjection(X509Certificate certificate) {
        var hash = certificate.getSigAlgName().toUpperCase(Locale.ROOT).split("WITH", 2)[0];
        return BROKEN_HASHES.contains(hash)
                ? Optional.of("it is signed with '" + certificate.getSigAlgName() + "' (expected: SHA-256 or better)")
                : Optional.empty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static java.util.Objects.requireNonNull;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** A private key with its certificate and the certificates of the authorities above it. Immutable. */
public final class IssuedCertificate {

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    /**
     * Makes the pair of a key and its chain.
     *
     * @param chain the owner's certificate first, the root last; not empty
     */
    public IssuedCertificate(PrivateKey key, List<X509Certificate> chain) {
        this.key = requireNonNull(key, "key");
        this.chain = List.copyOf(chain);
        if (this.chain.isEmpty()) {
            throw new IllegalArgumentException(
                    "The credential has no certificate (expected: at least that of its owner). Give the certificate issued for the key.");
        }
    }

    /** Returns the owner's private key. */
    public PrivateKey key() {
        return key;
    }

    /** Returns the owner's certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Returns the owner's certificate first, the root last. */
    public List<X509Certificate> chain() {
        return chain;
    }

    @Override
    public String toString() {
        return "IssuedCertificate[" + certificate().getSubjectX500Principal() + "]";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.security.cert.CertPath;
import java.security.cert.PKIXParameters;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * A chain from a certificate to a trusted root authority (RFC 5280, section 6.1), without any check of revocation.
 *
 * @param path the certificates below the root; empty if the certificate is the root itself
 * @param parameters the parameters with which the JDK found the path valid
 */
record TrustedChain(CertPath path, X509Certificate root, PKIXParameters parameters) {
    /** Returns the instant at which the first certificate of the chain expires, the root included. */
    Instant end() {
        return Stream.concat(path().getCertificates().stream(), Stream.of(root()))
                .map(each -> ((X509Certificate) each).getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }
}

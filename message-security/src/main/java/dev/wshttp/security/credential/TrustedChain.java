// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.security.cert.CertPath;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * A chain from a certificate to a trusted root authority (RFC 5280, section 6.1), without any check of revocation.
 *
 * @param result the chain as the JDK built it
 * @param parameters the parameters from which the JDK built it
 */
record TrustedChain(PKIXCertPathBuilderResult result, PKIXBuilderParameters parameters) {
    /** Returns the certificates below the root; empty if the certificate is the root itself. */
    CertPath path() {
        return result.getCertPath();
    }

    X509Certificate root() {
        return result.getTrustAnchor().getTrustedCert();
    }

    /** Returns the instant at which the first certificate of the chain expires, the root included. */
    Instant end() {
        return Stream.concat(path().getCertificates().stream(), Stream.of(root()))
                .map(each -> ((X509Certificate) each).getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }
}

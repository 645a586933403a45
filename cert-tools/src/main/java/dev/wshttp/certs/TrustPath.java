// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the path from a certificate to a trusted authority by signatures, names and constraints (RFC 5280, 6.1). */
final class TrustPath {

    private final Set<TrustAnchor> anchors;

    TrustPath(List<X509Certificate> authorities) {
        anchors = authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the certificates from the first of the chain to the authority, or nothing if there is no path. */
    Optional<List<X509Certificate>> find(List<X509Certificate> chain) {
        try {
            var result = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters(chain));
            return Optional.of(withAnchor(result));
        } catch (CertPathBuilderException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has PKIX", e);
        }
    }

    private PKIXBuilderParameters parameters(List<X509Certificate> chain) throws GeneralSecurityException {
        var target = new X509CertSelector();
        target.setCertificate(chain.get(0));
        var parameters = new PKIXBuilderParameters(anchors, target);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(middleOfValidity(chain.get(0))));
        return parameters;
    }

    // The verifier checks the time separately, so the path is built for an instant at which every certificate is valid.
    private static Instant middleOfValidity(X509Certificate certificate) {
        var start = certificate.getNotBefore().toInstant();
        var length = Duration.between(start, certificate.getNotAfter().toInstant());
        return start.plus(length.dividedBy(2));
    }

    private static List<X509Certificate> withAnchor(PKIXCertPathBuilderResult result) {
        var path = new ArrayList<X509Certificate>();
        result.getCertPath().getCertificates().forEach(certificate -> path.add((X509Certificate) certificate));
        var anchor = result.getTrustAnchor().getTrustedCert();
        if (!path.contains(anchor)) {
            path.add(anchor);
        }
        return List.copyOf(path);
    }
}

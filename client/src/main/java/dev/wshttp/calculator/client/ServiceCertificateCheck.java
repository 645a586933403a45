// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.X509CertificateValidationMode;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Foretells, before anything is sent, whether a certificate is valid now and trusted. The library judges again at each call. */
final class ServiceCertificateCheck {
    private final CertificateTrust trust;
    private final Instant now;

    ServiceCertificateCheck(CertificateTrust trust, Instant now) {
        this.trust = trust;
        this.now = now;
    }

    static void requireValid(X509Certificate certificate, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant to = certificate.getNotAfter().toInstant();
        if (now.isBefore(from) || now.isAfter(to)) {
            throw new MessageSecurityException(
                    SecurityFault.CERTIFICATE_NOT_IN_VALIDITY,
                    "The certificate '" + certificate.getSubjectX500Principal() + "' is valid from '" + from + "' to '"
                            + to + "' (expected now, '" + now
                            + "', in between). Check the clock of this machine, or have a new one issued.");
        }
    }

    /** @throws MessageSecurityException if the certificate is not valid now, revoked or not trusted */
    void require(X509Certificate certificate) {
        requireValid(certificate, now);
        boolean pinned = trust.mode() != X509CertificateValidationMode.CHAIN_TRUST
                && trust.peers().contains(certificate);
        if (pinned) {
            return;
        }
        if (trust.mode() == X509CertificateValidationMode.PEER_TRUST) {
            throw notTrusted(
                    certificate, "it is not among the trusted peers", "Add it to trust.peers-file if it is genuine.");
        }
        requireNotRevoked(certificate);
        requireChain(certificate);
    }

    private void requireNotRevoked(X509Certificate certificate) {
        trust.revocationList().filter(list -> list.isRevoked(certificate)).ifPresent(list -> {
            throw new MessageSecurityException(
                    SecurityFault.CERTIFICATE_REVOKED,
                    "The certificate '" + certificate.getSubjectX500Principal() + "' is on the revocation list of '"
                            + list.getIssuerX500Principal()
                            + "' (expected one that is not). Ask the service's owner for the certificate that replaces it.");
        });
    }

    private void requireChain(X509Certificate certificate) {
        try {
            CertPathBuilder.getInstance("PKIX").build(parameters(certificate));
        } catch (CertPathBuilderException noPath) {
            throw notTrusted(
                    certificate,
                    "it was issued by '" + certificate.getIssuerX500Principal() + "', and no chain leads to " + names(),
                    "If the certificate is genuine, put the certificate of its authority into trust.file.");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK can build PKIX chains", impossible);
        }
    }

    private PKIXBuilderParameters parameters(X509Certificate certificate) throws GeneralSecurityException {
        Set<TrustAnchor> anchors = trust.authorities().stream()
                .filter(authority -> authority.getSubjectX500Principal().equals(authority.getIssuerX500Principal()))
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toSet());
        var target = new X509CertSelector();
        target.setCertificate(certificate);
        var parameters = new PKIXBuilderParameters(anchors, target);
        List<X509Certificate> known = new ArrayList<>(trust.authorities());
        known.add(certificate);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        return parameters;
    }

    private List<String> names() {
        return trust.authorities().stream()
                .map(authority -> "'" + authority.getSubjectX500Principal() + "'")
                .toList();
    }

    private static MessageSecurityException notTrusted(X509Certificate certificate, String found, String remedy) {
        return new MessageSecurityException(
                SecurityFault.CERTIFICATE_NOT_TRUSTED,
                "The certificate '" + certificate.getSubjectX500Principal() + "' is not trusted: " + found
                        + " (expected one that trust.* lets through). " + remedy);
    }
}

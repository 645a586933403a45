// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.SecurityFault.CERTIFICATE_KEY_NOT_ACCEPTED;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_NOT_IN_VALIDITY;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_NOT_TRUSTED;

import dev.wshttp.security.MessageSecurityException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Builds the chain from a certificate to a trusted root authority (RFC 5280, section 6.1, with the JDK's implementation), and explains why
 * there is none. Asks no other machine. Immutable and safe for use by several threads.
 */
final class ChainBuilder {
    private final List<X509Certificate> authorities;
    private final X509CertificateValidator.Role role;
    private final Set<TrustAnchor> roots;
    private final List<X509Certificate> intermediates;

    ChainBuilder(List<X509Certificate> authorities, X509CertificateValidator.Role role) {
        this.authorities = authorities;
        this.role = role;
        this.roots = authorities.stream()
                .filter(CertificateTrust::isSelfIssued)
                .map(root -> new TrustAnchor(root, null))
                .collect(Collectors.toUnmodifiableSet());
        this.intermediates = authorities.stream()
                .filter(authority -> !CertificateTrust.isSelfIssued(authority))
                .toList();
    }

    boolean hasRoots() {
        return !roots.isEmpty();
    }

    /**
     * Builds the chain of a certificate, valid at an instant.
     *
     * @throws MessageSecurityException with {@code CERTIFICATE_NOT_TRUSTED}, {@code CERTIFICATE_NOT_IN_VALIDITY} or
     *     {@code CERTIFICATE_KEY_NOT_ACCEPTED} if there is none
     */
    TrustedChain build(X509Certificate certificate, Instant now) {
        try {
            PKIXBuilderParameters parameters = parameters(certificate, now);
            var result = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters);
            var chain = new TrustedChain(result, parameters);
            // The JDK does not look at the validity of a trust anchor.
            role.requireValidity(chain.root(), now);
            return chain;
        } catch (CertPathBuilderException noChain) {
            throw refusal(certificate, noChain);
        } catch (GeneralSecurityException unsupported) {
            throw new IllegalStateException("Every JDK builds PKIX paths", unsupported);
        }
    }

    private PKIXBuilderParameters parameters(X509Certificate certificate, Instant now) throws GeneralSecurityException {
        var target = new X509CertSelector();
        target.setCertificate(certificate);
        var parameters = new PKIXBuilderParameters(roots, target);
        parameters.setDate(Date.from(now));
        var known = new ArrayList<Object>(intermediates);
        known.add(certificate);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
        parameters.setRevocationEnabled(false);
        return parameters;
    }

    private MessageSecurityException refusal(X509Certificate certificate, CertPathBuilderException noChain) {
        CertPathValidatorException.Reason reason = reason(noChain);
        if (reason == BasicReason.EXPIRED || reason == BasicReason.NOT_YET_VALID) {
            return role.refused(
                    CERTIFICATE_NOT_IN_VALIDITY,
                    certificate,
                    "has an authority in its chain that is expired or not yet valid",
                    "a chain that is valid now",
                    "Renew the authority's certificate, or set the clock");
        }
        if (reason == BasicReason.ALGORITHM_CONSTRAINED || reason == PKIXReason.INVALID_KEY_USAGE) {
            return role.refused(
                    CERTIFICATE_KEY_NOT_ACCEPTED,
                    certificate,
                    "has a signature or a chain that this Java refuses (" + noChain.getMessage() + ")",
                    "SHA-256 or better, and RSA keys of 2048 bits or more",
                    "Issue it again with current algorithms");
        }
        return role.refused(
                CERTIFICATE_NOT_TRUSTED,
                certificate,
                "was issued by '" + certificate.getIssuerX500Principal() + "' or by another authority of that name ("
                        + noChain.getMessage() + ")",
                "an issuer among the trusted authorities " + CertificateTrust.quotedNames(authorities),
                "Add its authority to trust.file if it is genuine");
    }

    private static CertPathValidatorException.@Nullable Reason reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException invalid && invalid.getReason() != BasicReason.UNSPECIFIED) {
                return invalid.getReason();
            }
        }
        return null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss;

import static dev.wshttp.security.SecurityFault.CERTIFICATE_KEY_NOT_ACCEPTED;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_NOT_IN_VALIDITY;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_NOT_TRUSTED;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_PURPOSE_WRONG;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_REVOKED;
import static dev.wshttp.security.credential.X509CertificateValidationMode.CHAIN_TRUST;
import static dev.wshttp.security.credential.X509CertificateValidationMode.PEER_TRUST;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.Thumbprint;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PKIXReason;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges the certificates of the other side: trust, validity, purpose, key and revocation (RFC 5280, section 6, by the JDK). A good
 * judgement is kept for a minute, or until the revocation list changes; a bad one is not kept. Safe for use by several threads.
 */
public final class CertificateValidator {
    private static final Duration JUDGEMENT_LASTS = Duration.ofMinutes(1);
    private static final int MOST_JUDGEMENTS = 1_000;
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private final CertificateTrust trust;
    private final Role role;
    private final Clock clock;
    private final Set<TrustAnchor> anchors;
    private final List<X509Certificate> intermediates;
    private final RevocationListFile revocation;
    private final Map<X509Certificate, Judgement> judgements = new ConcurrentHashMap<>();

    public CertificateValidator(CertificateTrust trust, Role role, Clock clock) {
        this.trust = trust;
        this.role = role;
        this.clock = clock;
        this.anchors = trust.authorities().stream()
                .filter(CertificateValidator::isSelfIssued)
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toUnmodifiableSet());
        this.intermediates = trust.authorities().stream()
                .filter(certificate -> !isSelfIssued(certificate))
                .toList();
        this.revocation = new RevocationListFile(trust);
    }

    /**
     * Requires that a certificate is good for its role, now.
     *
     * @throws MessageSecurityException with the {@code CERTIFICATE_} code of the first rule that it breaks
     */
    public void require(X509Certificate certificate) {
        Instant now = clock.instant();
        Optional<X509CRL> crl = revocation.current();
        Judgement earlier = judgements.get(certificate);
        if (earlier != null && earlier.stillHolds(now, crl.orElse(null))) {
            return;
        }
        judge(certificate, now, crl);
        if (judgements.size() >= MOST_JUDGEMENTS) {
            judgements.clear();
        }
        judgements.put(certificate, new Judgement(now, crl.orElse(null)));
    }

    private void judge(X509Certificate certificate, Instant now, Optional<X509CRL> crl) {
        requireValidity(certificate, now);
        AcceptedKeys.require(certificate);
        if (trust.mode() != CHAIN_TRUST && trust.peers().contains(certificate)) {
            return;
        }
        if (trust.mode() == PEER_TRUST) {
            throw refused(
                    CERTIFICATE_NOT_TRUSTED,
                    certificate,
                    "is not among the trusted peers",
                    "one of " + names(trust.peers()),
                    "Add it to the trusted peers if it is genuine");
        }
        requirePurpose(certificate);
        requireChain(certificate, now, crl);
    }

    private void requireValidity(X509Certificate certificate, Instant now) {
        try {
            certificate.checkValidity(Date.from(now));
        } catch (CertificateException outside) {
            throw refused(
                    CERTIFICATE_NOT_IN_VALIDITY,
                    certificate,
                    "is valid from '" + certificate.getNotBefore().toInstant() + "' to '"
                            + certificate.getNotAfter().toInstant() + "'",
                    "to include the present, '" + now + "'",
                    "Renew the certificate, or set the clock");
        }
    }

    private void requirePurpose(X509Certificate certificate) {
        List<String> purposes = purposes(certificate);
        boolean extended = purposes.isEmpty() || purposes.contains(role.purpose) || purposes.contains(ANY_PURPOSE);
        boolean[] usage = certificate.getKeyUsage();
        if (!extended || (usage != null && !usage[role.keyUsageBit])) {
            throw refused(
                    CERTIFICATE_PURPOSE_WRONG,
                    certificate,
                    "is not issued for a " + role.name().toLowerCase(java.util.Locale.ROOT) + " (extended key usage "
                            + purposes + ")",
                    "extended key usage " + role.purpose + " and key usage " + role.keyUsageName,
                    "Use the certificate made for this side, or issue one with the right profile");
        }
    }

    private void requireChain(X509Certificate certificate, Instant now, Optional<X509CRL> crl) {
        try {
            var result = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters(certificate, now, crl));
            requireValidity(result.getTrustAnchor().getTrustedCert(), now);
        } catch (CertPathBuilderException noPath) {
            throw refusedBy(noPath, certificate);
        } catch (GeneralSecurityException unsupported) {
            throw new IllegalStateException("Every JDK builds PKIX paths", unsupported);
        }
    }

    private PKIXBuilderParameters parameters(X509Certificate certificate, Instant now, Optional<X509CRL> crl)
            throws GeneralSecurityException {
        var target = new X509CertSelector();
        target.setCertificate(certificate);
        var parameters = new PKIXBuilderParameters(anchors, target);
        parameters.setDate(Date.from(now));
        var known = new ArrayList<Object>(intermediates);
        known.add(certificate);
        crl.ifPresent(known::add);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
        parameters.setRevocationEnabled(crl.isPresent());
        if (crl.isPresent()) {
            var checker =
                    (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
            checker.setOptions(
                    EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
            parameters.addCertPathChecker(checker);
        }
        return parameters;
    }

    private MessageSecurityException refusedBy(CertPathBuilderException noPath, X509Certificate certificate) {
        CertPathValidatorException.Reason reason = reason(noPath);
        if (reason == BasicReason.REVOKED) {
            return refused(
                    CERTIFICATE_REVOKED,
                    certificate,
                    "is revoked",
                    "a certificate that its authority still stands by",
                    "Issue a new certificate; do not use this one");
        }
        if (reason == BasicReason.UNDETERMINED_REVOCATION_STATUS) {
            return refused(
                    CERTIFICATE_REVOKED,
                    certificate,
                    "may be revoked: the revocation list is out of date or is another authority's",
                    "a current list of its issuer '" + certificate.getIssuerX500Principal() + "'",
                    "Fetch a new revocation list from the authority");
        }
        if (reason == BasicReason.EXPIRED || reason == BasicReason.NOT_YET_VALID) {
            return refused(
                    CERTIFICATE_NOT_IN_VALIDITY,
                    certificate,
                    "has an authority in its chain that is expired or not yet valid",
                    "a chain that is valid now",
                    "Renew the authority's certificate, or set the clock");
        }
        if (reason == BasicReason.ALGORITHM_CONSTRAINED || reason == PKIXReason.INVALID_KEY_USAGE) {
            return refused(
                    CERTIFICATE_KEY_NOT_ACCEPTED,
                    certificate,
                    "has a signature or a chain that this Java refuses (" + noPath.getMessage() + ")",
                    "SHA-256 or better, and RSA keys of 2048 bits or more",
                    "Issue it again with current algorithms");
        }
        return refused(
                CERTIFICATE_NOT_TRUSTED,
                certificate,
                "was issued by '" + certificate.getIssuerX500Principal() + "' or somebody of that name ("
                        + noPath.getMessage() + ")",
                "an issuer among the trusted authorities " + names(trust.authorities()),
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

    private MessageSecurityException refused(
            SecurityFault fault, X509Certificate certificate, String found, String expected, String remedy) {
        return new MessageSecurityException(
                fault,
                "The certificate '" + certificate.getSubjectX500Principal() + "' (" + Thumbprint.of(certificate)
                        + ") of the " + role.name().toLowerCase(java.util.Locale.ROOT) + " " + found + " (expected "
                        + expected + "). " + remedy + ".");
    }

    private static List<String> purposes(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null ? List.of() : purposes;
        } catch (CertificateParsingException malformed) {
            return List.of("malformed");
        }
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static List<String> names(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(certificate -> "'" + certificate.getSubjectX500Principal() + "'")
                .toList();
    }

    /** What a certificate is used for, and so what it has to be issued for (RFC 5280, sections 4.2.1.3 and 4.2.1.12). */
    public enum Role {
        CLIENT("1.3.6.1.5.5.7.3.2", 0, "digitalSignature"),
        SERVICE("1.3.6.1.5.5.7.3.1", 2, "keyEncipherment");

        private final String purpose;
        private final int keyUsageBit;
        private final String keyUsageName;

        Role(String purpose, int keyUsageBit, String keyUsageName) {
            this.purpose = purpose;
            this.keyUsageBit = keyUsageBit;
            this.keyUsageName = keyUsageName;
        }
    }

    private record Judgement(Instant at, @Nullable X509CRL crl) {
        // The file's list is the same object until the file changes.
        @SuppressWarnings("ReferenceEquality")
        boolean stillHolds(Instant now, @Nullable X509CRL currentList) {
            return crl == currentList && !now.isBefore(at) && now.isBefore(at.plus(JUDGEMENT_LASTS));
        }
    }
}

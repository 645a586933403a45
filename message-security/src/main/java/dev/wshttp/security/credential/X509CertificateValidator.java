// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.SecurityFault.CERTIFICATE_KEY_NOT_ACCEPTED;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_NOT_IN_VALIDITY;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_NOT_TRUSTED;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_PURPOSE_WRONG;
import static dev.wshttp.security.credential.X509CertificateValidationMode.CHAIN_TRUST;
import static dev.wshttp.security.credential.X509CertificateValidationMode.PEER_TRUST;
import static dev.wshttp.security.credential.X509RevocationMode.NO_CHECK;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges the certificates of the other side: trust, validity, purpose, key and revocation (RFC 5280, section 6, by the JDK). A good
 * judgement is kept for a minute, or until a certificate of the chain expires, or until the revocation list changes or is out of date,
 * whichever is first; a bad one is not kept. Safe for use by several threads.
 */
public final class X509CertificateValidator {
    private static final Duration JUDGEMENT_LASTS = Duration.ofMinutes(1);
    private static final int MOST_JUDGEMENTS = 1_000;
    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 4096;
    private static final int MOST_EXPONENT_BITS = 33;
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private final CertificateTrust trust;
    private final Role role;
    private final Clock clock;
    private final Set<TrustAnchor> anchors;
    private final List<X509Certificate> intermediates;
    private final RevocationListFile revocationLists;
    private final RevocationCheck revocationCheck;
    private final Map<X509Certificate, Judgement> judgements = new ConcurrentHashMap<>();

    public X509CertificateValidator(CertificateTrust trust, Role role, Clock clock) {
        this(trust, role, clock, Duration.ofSeconds(RevocationCheck.DEADLINE_SECONDS));
    }

    X509CertificateValidator(CertificateTrust trust, Role role, Clock clock, Duration revocationDeadline) {
        this.trust = trust;
        this.role = role;
        this.clock = clock;
        this.anchors = trust.authorities().stream()
                .filter(CertificateTrust::isSelfIssued)
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toUnmodifiableSet());
        this.intermediates = trust.authorities().stream()
                .filter(certificate -> !CertificateTrust.isSelfIssued(certificate))
                .toList();
        this.revocationLists = new RevocationListFile(trust);
        this.revocationCheck = new RevocationCheck(trust.revocationMode(), role, revocationDeadline);
    }

    /**
     * Requires that a certificate is good for its role, now.
     *
     * @throws MessageSecurityException with the {@code CERTIFICATE_} code of the first rule that it breaks
     */
    public void require(X509Certificate certificate) {
        Instant now = clock.instant();
        List<X509CRL> lists = revocationLists.current();
        Judgement earlier = judgements.get(certificate);
        if (earlier != null && earlier.stillHolds(now, lists)) {
            return;
        }
        Instant validUntil = judge(certificate, now, lists);
        if (judgements.size() >= MOST_JUDGEMENTS) {
            judgements.clear();
        }
        judgements.put(certificate, Judgement.at(now, validUntil, lists));
    }

    /**
     * Requires all that {@link #require} does but for revocation, about which no other machine is asked: for a certificate whose key the other side
     * has yet to prove.
     *
     * @throws MessageSecurityException with the {@code CERTIFICATE_} code of the first rule that it breaks
     */
    public void requireTrusted(X509Certificate certificate) {
        Instant now = clock.instant();
        Judgement earlier = judgements.get(certificate);
        if (earlier == null || !earlier.stillHolds(now, revocationLists.current())) {
            trusted(certificate, now);
        }
    }

    /**
     * Requires that this side's own certificate is of use in a role: valid at that time, with an accepted key, and issued for it. The
     * other side judges the rest.
     *
     * @throws MessageSecurityException with the {@code CERTIFICATE_} code of the first rule that it breaks
     */
    public static void requireUsable(X509Certificate own, Role role, Instant now) {
        role.requireValidity(own, now);
        requireAcceptedKey(own);
        role.requirePurpose(own);
    }

    /**
     * Requires an RSA key of 2048 to 4096 bits. WCF accepts 1024 as well, which is no longer safe. Asked before any computation with a
     * stranger's key, which could be made costly.
     *
     * @throws MessageSecurityException with {@code CERTIFICATE_KEY_NOT_ACCEPTED}
     */
    public static void requireAcceptedKey(X509Certificate certificate) {
        int bits = 0;
        int exponentBits = 0;
        if (certificate.getPublicKey() instanceof RSAPublicKey rsa) {
            bits = rsa.getModulus().bitLength();
            exponentBits = rsa.getPublicExponent().bitLength();
        }
        if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS || exponentBits > MOST_EXPONENT_BITS) {
            String found = bits == 0 ? certificate.getPublicKey().getAlgorithm() : "RSA, " + bits + " bits";
            throw new MessageSecurityException(
                    CERTIFICATE_KEY_NOT_ACCEPTED,
                    "The certificate '" + certificate.getSubjectX500Principal() + "' (" + Thumbprint.of(certificate)
                            + ") has the key '" + found
                            + "' (expected RSA with " + LEAST_RSA_BITS + " to " + MOST_RSA_BITS
                            + " bits). Issue a certificate for a new key.");
        }
    }

    /** Returns when the first of the certificates expires that the judgement rests on. */
    private Instant judge(X509Certificate certificate, Instant now, List<X509CRL> lists) {
        Optional<Chain> chain = trusted(certificate, now);
        // A step of its own and the last one: what a certificate says of lists and responders counts for nothing
        // before.
        if (chain.isPresent() && trust.revocationMode() != NO_CHECK) {
            revocationCheck.require(
                    certificate, chain.get().path().getCertPath(), chain.get().parameters(), lists, now);
        }
        return chain.map(Chain::validUntil).orElse(end(certificate));
    }

    /** Returns the chain that the certificate is trusted for; empty if it is trusted as a peer. */
    private Optional<Chain> trusted(X509Certificate certificate, Instant now) {
        role.requireValidity(certificate, now);
        requireAcceptedKey(certificate);
        if (trust.mode() != CHAIN_TRUST && trust.peers().contains(certificate)) {
            return Optional.empty();
        }
        if (trust.mode() == PEER_TRUST || anchors.isEmpty()) {
            throw role.refused(
                    CERTIFICATE_NOT_TRUSTED,
                    certificate,
                    "is not among the trusted peers",
                    "one of " + names(trust.peers()),
                    "Add it to the trusted peers if it is genuine");
        }
        role.requirePurpose(certificate);
        return Optional.of(chain(certificate, now));
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private Chain chain(X509Certificate certificate, Instant now) {
        try {
            PKIXBuilderParameters parameters = parameters(certificate, now);
            var path = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters);
            role.requireValidity(path.getTrustAnchor().getTrustedCert(), now);
            return new Chain(path, parameters);
        } catch (CertPathBuilderException noPath) {
            throw refusedBy(noPath, certificate);
        } catch (GeneralSecurityException unsupported) {
            throw new IllegalStateException("Every JDK builds PKIX paths", unsupported);
        }
    }

    private PKIXBuilderParameters parameters(X509Certificate certificate, Instant now) throws GeneralSecurityException {
        var target = new X509CertSelector();
        target.setCertificate(certificate);
        var parameters = new PKIXBuilderParameters(anchors, target);
        parameters.setDate(Date.from(now));
        var known = new ArrayList<Object>(intermediates);
        known.add(certificate);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
        parameters.setRevocationEnabled(false);
        return parameters;
    }

    private MessageSecurityException refusedBy(GeneralSecurityException noPath, X509Certificate certificate) {
        CertPathValidatorException.Reason reason = reason(noPath);
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
                    "has a signature or a chain that this Java refuses (" + noPath.getMessage() + ")",
                    "SHA-256 or better, and RSA keys of 2048 bits or more",
                    "Issue it again with current algorithms");
        }
        return role.refused(
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

        void requireValidity(X509Certificate certificate, Instant now) {
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

        void requirePurpose(X509Certificate certificate) {
            var extended = ExtendedKeyUsage.of(certificate);
            boolean[] usage = certificate.getKeyUsage();
            boolean meant = extended.isAbsentOrHas(purpose) || extended.isAbsentOrHas(ANY_PURPOSE);
            if (!meant || (usage != null && !usage[keyUsageBit])) {
                throw refused(
                        CERTIFICATE_PURPOSE_WRONG,
                        certificate,
                        "is not issued for a " + name().toLowerCase(java.util.Locale.ROOT) + " (extended key usage "
                                + extended.purposes() + ")",
                        "extended key usage " + purpose + " and key usage " + keyUsageName,
                        "Use the certificate made for this side, or issue one with the right profile");
            }
        }

        MessageSecurityException refused(
                SecurityFault fault, X509Certificate certificate, String found, String expected, String remedy) {
            return new MessageSecurityException(
                    fault,
                    "The certificate '" + certificate.getSubjectX500Principal() + "' (" + Thumbprint.of(certificate)
                            + ") of the " + name().toLowerCase(java.util.Locale.ROOT) + " " + found + " (expected "
                            + expected + "). " + remedy + ".");
        }
    }

    /** @param parameters those of which the path was built */
    private record Chain(PKIXCertPathBuilderResult path, PKIXBuilderParameters parameters) {
        Instant validUntil() {
            return path.getCertPath().getCertificates().stream()
                    .map(each -> end((X509Certificate) each))
                    .reduce(end(path.getTrustAnchor().getTrustedCert()), X509CertificateValidator::earlier);
        }
    }

    /** @param until the last instant of it */
    private record Judgement(Instant at, Instant until, List<X509CRL> lists) {
        static Judgement at(Instant now, Instant validUntil, List<X509CRL> lists) {
            Instant until = lists.stream()
                    .map(X509CRL::getNextUpdate)
                    .filter(Objects::nonNull)
                    .map(Date::toInstant)
                    .filter(now::isBefore)
                    .reduce(earlier(validUntil, now.plus(JUDGEMENT_LASTS)), X509CertificateValidator::earlier);
            return new Judgement(now, until, lists);
        }

        // The file's lists are the same object until the file changes.
        @SuppressWarnings("ReferenceEquality")
        boolean stillHolds(Instant now, List<X509CRL> currentLists) {
            return lists == currentLists && !now.isBefore(at) && now.isBefore(until);
        }
    }
}

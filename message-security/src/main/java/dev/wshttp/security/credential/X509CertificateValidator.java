// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.SecurityFault.CERTIFICATE_NOT_IN_VALIDITY;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_NOT_TRUSTED;
import static dev.wshttp.security.SecurityFault.CERTIFICATE_PURPOSE_WRONG;
import static dev.wshttp.security.credential.X509CertificateValidationMode.CHAIN_TRUST;
import static dev.wshttp.security.credential.X509CertificateValidationMode.PEER_TRUST;
import static dev.wshttp.security.credential.X509RevocationMode.NO_CHECK;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Validates the certificates of the other side: validity, key, trust, purpose and revocation (RFC 5280, section 6, with the JDK's
 * implementation). A certificate that passed is remembered for at most one minute: less if a certificate of its chain expires, or the
 * revocation list or the trust is read again, or the list is out of date. A refusal is not remembered. A certificate that was removed from the files of the trust
 * is refused once these were read again, and they are not while one of them cannot be read ({@link CertificateTrust#fromFiles}). Safe for use by several threads.
 */
public final class X509CertificateValidator {
    private final Role role;
    private final Clock clock;
    private final RevocationCheck revocationCheck;
    private volatile Rules rules;

    /**
     * Makes a validator for the certificates of one role.
     *
     * @param trust the rules about which certificates are trusted
     * @param role the role of the other side
     */
    public X509CertificateValidator(CertificateTrust trust, Role role, Clock clock) {
        this(trust, role, clock, Duration.ofSeconds(RevocationCheck.DEADLINE_SECONDS));
    }

    X509CertificateValidator(CertificateTrust trust, Role role, Clock clock, Duration revocationDeadline) {
        this.role = role;
        this.clock = clock;
        this.revocationCheck = new RevocationCheck(trust.revocationMode(), role, revocationDeadline);
        this.rules = new Rules(trust, new ChainBuilder(trust.authorities(), role), new AcceptedCertificates());
    }

    /** The trust as its files were read last, and what follows from it. */
    private record Rules(CertificateTrust trust, ChainBuilder chains, AcceptedCertificates accepted) {
        Rules with(CertificateTrust other) {
            return new Rules(other, chains.with(other.authorities()), new AcceptedCertificates());
        }
    }

    @SuppressWarnings("ReferenceEquality") // the trust stays the same object until its files change
    private Rules rules(Instant now) {
        Rules known = rules;
        CertificateTrust trust = known.trust().current(now);
        if (trust == known.trust()) {
            return known;
        }
        Rules changed = known.with(trust);
        rules = changed;
        return changed;
    }

    /**
     * Requires that a certificate is valid now, trusted, issued for its role, and not revoked. With {@link X509RevocationMode#ONLINE} the
     * caller may wait {@value RevocationCheck#DEADLINE_SECONDS} seconds for the answer of another machine.
     *
     * @throws MessageSecurityException with the {@code CERTIFICATE_} fault of the first rule that the certificate breaks
     */
    public void require(X509Certificate certificate) {
        require(certificate, List.of());
    }

    /**
     * Requires the same as {@link #require(X509Certificate)} of a certificate that came with others.
     *
     * @param presented the certificates that the other side showed with its own, in any order. They may complete its chain and are never trusted themselves; at
     *     most nine are looked at.
     * @throws MessageSecurityException as {@link #require(X509Certificate)}
     */
    public void require(X509Certificate certificate, List<X509Certificate> presented) {
        Instant now = clock.instant();
        Rules current = rules(now);
        List<X509CRL> lists = current.trust().revocationLists(now);
        if (current.accepted().contains(certificate, now, lists)) {
            return;
        }
        Optional<TrustedChain> chain = requireTrusted(current, certificate, presented, now);
        // Revocation comes last: the addresses of lists and responders in a certificate count only after it is found
        // trusted.
        if (current.trust().revocationMode() != NO_CHECK) {
            chain.ifPresent(trusted -> revocationCheck.require(certificate, trusted, lists, now));
        }
        Instant end = chain.map(TrustedChain::end)
                .orElseGet(() -> certificate.getNotAfter().toInstant());
        current.accepted().add(certificate, now, end, lists);
    }

    /**
     * Requires the same as {@link #require} without revocation, and so asks no other machine. Meant for a certificate of which the other side
     * has not yet proved that it has the key.
     *
     * @throws MessageSecurityException with the {@code CERTIFICATE_} fault of the first rule that the certificate breaks
     */
    public void requireTrusted(X509Certificate certificate) {
        requireTrusted(certificate, List.of());
    }

    /**
     * Requires the same as {@link #requireTrusted(X509Certificate)} of a certificate that came with others.
     *
     * @param presented as in {@link #require(X509Certificate, List)}
     * @throws MessageSecurityException as {@link #requireTrusted(X509Certificate)}
     */
    public void requireTrusted(X509Certificate certificate, List<X509Certificate> presented) {
        Instant now = clock.instant();
        Rules current = rules(now);
        if (!current.accepted().contains(certificate, now, current.trust().revocationLists(now))) {
            requireTrusted(current, certificate, presented, now);
        }
    }

    /**
     * Requires that this side can use its own certificate in a role: the certificate is valid at that time, has an accepted key, and was
     * issued for the role. Whether it is trusted is for the other side to decide.
     *
     * @throws MessageSecurityException with the {@code CERTIFICATE_} fault of the first rule that the certificate breaks
     */
    public static void requireUsable(X509Certificate own, Role role, Instant now) {
        role.requireValidity(own, now);
        requireAcceptedKey(own);
        role.requirePurpose(own);
    }

    /**
     * Requires an RSA key of 2048 to 4096 bits with an exponent of at most 33 bits. WCF also accepts 1024 bits, which are no longer safe. The
     * upper limits protect this side: an unauthenticated peer could otherwise choose a key that makes each computation expensive.
     *
     * @throws MessageSecurityException with {@code CERTIFICATE_KEY_NOT_ACCEPTED}
     */
    public static void requireAcceptedKey(X509Certificate certificate) {
        AcceptedKey.require(certificate);
    }

    /** Returns the chain on which the trust rests; empty if the certificate is trusted as a peer. */
    private Optional<TrustedChain> requireTrusted(
            Rules current, X509Certificate certificate, List<X509Certificate> presented, Instant now) {
        CertificateTrust trust = current.trust();
        role.requireValidity(certificate, now);
        requireAcceptedKey(certificate);
        if (trust.mode() != CHAIN_TRUST && trust.peers().contains(certificate)) {
            return Optional.empty();
        }
        if (trust.mode() == PEER_TRUST || !current.chains().hasRoots()) {
            throw notAmongPeers(certificate, trust);
        }
        role.requirePurpose(certificate);
        return Optional.of(current.chains().build(certificate, presented, now));
    }

    private MessageSecurityException notAmongPeers(X509Certificate certificate, CertificateTrust trust) {
        return role.refused(
                CERTIFICATE_NOT_TRUSTED,
                certificate,
                "is not among the trusted peers",
                "one of " + CertificateTrust.quotedNames(trust.peers()),
                "Add it to the trusted peers if it is genuine");
    }

    /** The side that a certificate identifies, and so the purpose for which it has to be issued (RFC 5280, sections 4.2.1.3 and 4.2.1.12). */
    public enum Role {
        /** The caller: extended key usage {@code clientAuth}, key usage {@code digitalSignature}. */
        CLIENT("1.3.6.1.5.5.7.3.2", 0, "digitalSignature"),
        /** The service: extended key usage {@code serverAuth}, key usage {@code keyEncipherment}. */
        SERVICE("1.3.6.1.5.5.7.3.1", 2, "keyEncipherment");

        private static final String ANY_PURPOSE = "2.5.29.37.0";

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
                        "a period that includes the present, '" + now + "'",
                        "Renew the certificate, or set the clock");
            }
        }

        void requirePurpose(X509Certificate certificate) {
            var extended = ExtendedKeyUsage.of(certificate);
            boolean[] usage = certificate.getKeyUsage();
            boolean meant = extended.isAbsentOrHas(purpose) || extended.isAbsentOrHas(ANY_PURPOSE);
            boolean lacksUsage = usage != null && !usage[keyUsageBit];
            if (!meant || lacksUsage) {
                throw refused(
                        CERTIFICATE_PURPOSE_WRONG,
                        certificate,
                        "is not issued for a " + lowerCaseName() + " (extended key usage " + extended.purposes()
                                + (lacksUsage ? "; its key usage lacks " + keyUsageName : "") + ")",
                        "extended key usage " + purpose + " and key usage " + keyUsageName,
                        "Use the certificate made for this side, or issue one with the right profile");
            }
        }

        MessageSecurityException refused(
                SecurityFault fault, X509Certificate certificate, String found, String expected, String remedy) {
            return new MessageSecurityException(
                    fault,
                    "The certificate '" + certificate.getSubjectX500Principal() + "' (" + Thumbprint.of(certificate)
                            + ") of the " + lowerCaseName() + " " + found + " (expected " + expected + "). " + remedy
                            + ".");
        }

        private String lowerCaseName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

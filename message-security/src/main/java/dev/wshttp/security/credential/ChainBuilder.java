// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.x500.X500Principal;

/**
 * Builds the chain from the certificate of the other side to a trusted root authority, and explains why there is none. Asks no other machine. Safe for use by
 * several threads.
 *
 * <p>An intermediate authority that came with a certificate and completed its chain is remembered, as Windows does. The certificate is judged again while a
 * session lives, and then comes alone.
 */
final class ChainBuilder {
    // Only what a trusted authority issued to another authority gets here, so a peer cannot fill it.
    private static final int MOST_REMEMBERED = 1_000;

    private final X509CertificateValidator.Role role;
    private final ChainSearch search;
    private final Set<X509Certificate> remembered;

    ChainBuilder(List<X509Certificate> authorities, X509CertificateValidator.Role role) {
        this(authorities, role, ConcurrentHashMap.newKeySet());
    }

    private ChainBuilder(
            List<X509Certificate> authorities, X509CertificateValidator.Role role, Set<X509Certificate> remembered) {
        this.role = role;
        this.search = new ChainSearch(authorities);
        this.remembered = remembered;
    }

    /** Returns a builder for other authorities. It remembers the same intermediate ones, because sessions whose chains need them go on. */
    ChainBuilder with(List<X509Certificate> otherAuthorities) {
        return new ChainBuilder(otherAuthorities, role, remembered);
    }

    boolean hasRoots() {
        return search.hasRoots();
    }

    /**
     * Builds the chain of a certificate, valid at an instant.
     *
     * @param presented the certificates that the other side showed with it
     * @throws MessageSecurityException with {@code CERTIFICATE_NOT_TRUSTED}, {@code CERTIFICATE_NOT_IN_VALIDITY} or
     *     {@code CERTIFICATE_KEY_NOT_ACCEPTED} if there is none
     */
    TrustedChain build(X509Certificate certificate, List<X509Certificate> presented, Instant now) {
        try {
            ChainSearch.Found found =
                    search.find(certificate, presented.isEmpty() ? remembered(certificate) : presented, now);
            remember(found, presented);
            return new TrustedChain(found.path(), found.root(), found.parameters());
        } catch (BrokenChain broken) {
            throw role.refused(fault(broken), certificate, broken.found(), broken.expected(), broken.remedy());
        }
    }

    /** Returns the remembered authorities above a certificate that came alone. */
    private List<X509Certificate> remembered(X509Certificate certificate) {
        var above = new LinkedHashSet<X509Certificate>();
        Deque<X509Certificate> open = new ArrayDeque<>(List.of(certificate));
        while (!open.isEmpty()) {
            X500Principal issuer = open.remove().getIssuerX500Principal();
            remembered.stream()
                    .filter(authority -> authority.getSubjectX500Principal().equals(issuer))
                    .filter(above::add)
                    .forEach(open::add);
        }
        return List.copyOf(above);
    }

    private void remember(ChainSearch.Found found, List<X509Certificate> presented) {
        found.path().getCertificates().stream()
                .skip(1)
                .map(X509Certificate.class::cast)
                .filter(presented::contains)
                .filter(authority -> remembered.size() < MOST_REMEMBERED)
                .forEach(remembered::add);
    }

    private static SecurityFault fault(BrokenChain broken) {
        return switch (broken.reason()) {
            case NOT_IN_VALIDITY -> SecurityFault.CERTIFICATE_NOT_IN_VALIDITY;
            case ALGORITHM, MAY_NOT_SIGN -> SecurityFault.CERTIFICATE_KEY_NOT_ACCEPTED;
            default -> SecurityFault.CERTIFICATE_NOT_TRUSTED;
        };
    }
}

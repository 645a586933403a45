// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/**
 * Looks for the chain from a certificate to a trusted root authority. It follows names and signatures to every root that can be reached, and the JDK validates
 * each of these paths (RFC 5280, section 6.1), the shortest first. One valid path is enough, so the order of the authorities does not matter, and an expired one
 * does no harm beside its renewal. Revocation is not checked, and no other machine is asked. Immutable and safe for use by several threads.
 *
 * <p>The library and cert-tools have the same copy of this class, so that both give the same judgement; a test compares the copies.
 */
final class ChainSearch {
    /** The most certificates that the other side may present beside its own; further ones are not looked at. */
    static final int MOST_PRESENTED = 9;

    // Presented certificates are those of an unauthenticated peer, who could make many paths of a few certificates.
    private static final int MOST_PATHS = 16;
    private static final int MOST_STEPS = 1_000;
    private static final int MOST_RSA_BITS = 4096;
    private static final int MOST_EXPONENT_BITS = 33;

    private final Set<X509Certificate> roots;
    private final Map<X500Principal, List<X509Certificate>> authorities;

    /** @param authorities the trusted authorities; one that is no root only completes chains */
    ChainSearch(Collection<X509Certificate> authorities) {
        this.roots = authorities.stream().filter(ChainSearch::isRoot).collect(Collectors.toUnmodifiableSet());
        this.authorities = authorities.stream()
                .distinct()
                .collect(Collectors.groupingBy(X509Certificate::getSubjectX500Principal));
    }

    /**
     * A chain that was found.
     *
     * @param path the certificates below the root; empty if the certificate is the root itself
     * @param root the trusted root
     * @param parameters the parameters with which the JDK found the path valid
     */
    record Found(CertPath path, X509Certificate root, PKIXParameters parameters) {}

    /** Returns whether a certificate is signed by its own key. A certificate with which an authority signs its own next key is not. */
    static boolean isRoot(X509Certificate certificate) {
        return isSelfIssued(certificate) && isSignedBy(certificate, certificate);
    }

    boolean hasRoots() {
        return !roots.isEmpty();
    }

    /**
     * Finds the chain of a certificate.
     *
     * @param presented certificates that came with it; they may complete a chain, and are never trusted themselves
     * @param now the instant at which all of the chain has to be valid
     * @throws BrokenChain if there is none
     */
    Found find(X509Certificate certificate, Collection<X509Certificate> presented, Instant now) throws BrokenChain {
        if (roots.isEmpty()) {
            throw ChainReasons.noRoot(all());
        }
        Graph graph = new Graph(certificate, usable(presented));
        BrokenChain first = null;
        for (List<X509Certificate> path : validRootsFirst(graph.paths(), now)) {
            try {
                return validated(path, now);
            } catch (BrokenChain broken) {
                first = first == null ? broken : first;
            }
        }
        throw first == null ? graph.deadEnd() : first;
    }

    private static List<X509Certificate> usable(Collection<X509Certificate> presented) {
        return presented.stream()
                .limit(MOST_PRESENTED)
                .filter(certificate -> isAffordable(certificate.getPublicKey()))
                .toList();
    }

    private static boolean isAffordable(PublicKey key) {
        return key instanceof RSAPublicKey rsa
                ? rsa.getModulus().bitLength() <= MOST_RSA_BITS
                        && rsa.getPublicExponent().bitLength() <= MOST_EXPONENT_BITS
                : key instanceof ECPublicKey || key instanceof EdECPublicKey;
    }

    // A root that is not valid cannot complete a chain; it is looked at last, to say so.
    private static List<List<X509Certificate>> validRootsFirst(List<List<X509Certificate>> paths, Instant now) {
        return paths.stream()
                .sorted(Comparator.comparing(path -> !isValid(path.get(path.size() - 1), now)))
                .toList();
    }

    private static boolean isValid(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }

    /** Validates a path, whose last certificate is a trusted root. */
    private static Found validated(List<X509Certificate> path, Instant now) throws BrokenChain {
        X509Certificate root = path.get(path.size() - 1);
        // The JDK looks neither at the validity nor at the constraints of a trust anchor.
        if (!isValid(root, now)) {
            throw ChainReasons.notInValidity(root, now);
        }
        ChainReasons.requireLength(path);
        try {
            Found found = validate(path.subList(0, path.size() - 1), root, now);
            // Only now: before, it would be work for the names and constraints of any peer.
            requirePermittedNames(path, root);
            requirePermittedIdentity(path);
            return found;
        } catch (CertPathValidatorException refused) {
            throw ChainReasons.of(refused, path, now);
        } catch (StringIndexOutOfBoundsException allNames) {
            // The JDK fails at a DNS name without characters, by which an authority certifies no DNS name at all.
            throw ChainReasons.nameNotPermitted(path.get(0), path.subList(1, path.size()));
        } catch (GeneralSecurityException unsupported) {
            throw new IllegalStateException("Every JDK validates PKIX paths", unsupported);
        }
    }

    private static Found validate(List<X509Certificate> certificates, X509Certificate root, Instant now)
            throws GeneralSecurityException {
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(certificates);
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setDate(Date.from(now));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
        return new Found(path, root, parameters);
    }

    /** Requires the name constraints of a root, which the JDK obeys only in authorities below the root. */
    private static void requirePermittedNames(List<X509Certificate> path, X509Certificate root) throws BrokenChain {
        Optional<NameConstraints> constraints = NameConstraints.of(root);
        for (int i = path.size() - 2; constraints.isPresent() && i >= 0; i--) {
            // An authority may renew its own key, whatever its name (RFC 5280, section 6.1.3, step b).
            boolean isOwn = i > 0 && isSelfIssued(path.get(i));
            if (!isOwn && !constraints.get().permit(path.get(i), i > 0)) {
                throw ChainReasons.nameNotPermitted(path.get(i), List.of(root));
            }
        }
    }

    /** Requires that all authorities of a path, which is valid, permit the names that prove the identity of a service; the JDK does not compare all of them. */
    private static void requirePermittedIdentity(List<X509Certificate> path) throws BrokenChain {
        for (X509Certificate authority : path.subList(1, path.size())) {
            Optional<NameConstraints> constraints = NameConstraints.of(authority);
            if (constraints.isPresent() && !constraints.get().permitIdentity(path.get(0))) {
                throw ChainReasons.nameNotPermitted(path.get(0), List.of(authority));
            }
        }
    }

    private List<X509Certificate> all() {
        return authorities.values().stream().flatMap(List::stream).toList();
    }

    static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (NoSuchAlgorithmException notInThisJava) {
            // The JDK's validation names the algorithm.
            return true;
        } catch (GeneralSecurityException | RuntimeException anotherKey) {
            return false;
        }
    }

    /** The certificates that can be reached from one by names and signatures. Each pair is verified once. */
    private final class Graph {
        private final X509Certificate start;
        private final Map<X509Certificate, List<X509Certificate>> issuers = new LinkedHashMap<>();
        private final List<X509Certificate> presented;

        Graph(X509Certificate start, List<X509Certificate> presented) {
            this.start = start;
            this.presented = presented;
            Deque<X509Certificate> open = new ArrayDeque<>(List.of(start));
            while (!open.isEmpty()) {
                X509Certificate next = open.remove();
                if (!issuers.containsKey(next)) {
                    issuers.put(next, issuersOf(next));
                    open.addAll(issuersOf(next));
                }
            }
        }

        private List<X509Certificate> issuersOf(X509Certificate certificate) {
            List<X509Certificate> known = issuers.get(certificate);
            if (known != null) {
                return known;
            }
            return isSelfIssued(certificate) && isSignedBy(certificate, certificate)
                    ? List.of()
                    : named(certificate.getIssuerX500Principal())
                            .filter(issuer -> isSignedBy(certificate, issuer))
                            .toList();
        }

        private Stream<X509Certificate> named(X500Principal name) {
            return Stream.concat(
                            authorities.getOrDefault(name, List.of()).stream(),
                            presented.stream()
                                    .filter(one -> one.getSubjectX500Principal().equals(name)))
                    .distinct();
        }

        /** Returns the paths from the certificate to trusted roots, the shortest first. */
        List<List<X509Certificate>> paths() {
            Set<X509Certificate> useful = leadingToRoots();
            var found = new ArrayList<List<X509Certificate>>();
            Deque<List<X509Certificate>> open = new ArrayDeque<>();
            if (useful.contains(start)) {
                open.add(List.of(start));
            }
            for (int step = 0; step < MOST_STEPS && found.size() < MOST_PATHS && !open.isEmpty(); step++) {
                List<X509Certificate> path = open.remove();
                X509Certificate last = path.get(path.size() - 1);
                if (roots.contains(last)) {
                    found.add(path);
                }
                issuersOf(last).stream()
                        .filter(issuer -> useful.contains(issuer) && !path.contains(issuer))
                        .forEach(issuer -> open.add(
                                Stream.concat(path.stream(), Stream.of(issuer)).toList()));
            }
            return found;
        }

        private Set<X509Certificate> leadingToRoots() {
            Set<X509Certificate> useful = new LinkedHashSet<>();
            issuers.keySet().stream().filter(roots::contains).forEach(useful::add);
            boolean grows = !useful.isEmpty();
            while (grows) {
                grows = useful.addAll(issuers.entrySet().stream()
                        .filter(entry -> entry.getValue().stream().anyMatch(useful::contains))
                        .map(Map.Entry::getKey)
                        .toList());
            }
            return useful;
        }

        /** Returns why no path leads to a trusted root: the reason at the certificate that the chain came to last. */
        BrokenChain deadEnd() {
            List<X509Certificate> ends = issuers.entrySet().stream()
                    .filter(entry -> entry.getValue().isEmpty())
                    .map(Map.Entry::getKey)
                    .toList();
            Optional<X509Certificate> nearMiss = ends.stream()
                    .filter(end -> named(end.getIssuerX500Principal()).anyMatch(one -> !one.equals(end)))
                    .reduce((earlier, later) -> later);
            X509Certificate end = nearMiss.orElseGet(() -> ends.isEmpty() ? start : ends.get(ends.size() - 1));
            List<X509Certificate> sameName = named(end.getIssuerX500Principal())
                    .filter(one -> !one.equals(end))
                    .toList();
            List<X509Certificate> trusted = roots.stream()
                    .sorted(Comparator.comparing(
                            root -> root.getSubjectX500Principal().getName()))
                    .toList();
            return ChainReasons.deadEnd(start, end, sameName, trusted);
        }
    }
}

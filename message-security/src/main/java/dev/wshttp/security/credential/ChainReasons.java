// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static java.util.stream.Collectors.joining;

import dev.wshttp.security.credential.BrokenChain.Reason;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts into words why a chain is refused. Each certificate is named by its subject and its thumbprint, because several may have one name. The library and
 * cert-tools have the same copy of this class, so that both say the same; a test compares the copies.
 */
final class ChainReasons {
    private static final int MOST_NAMES = 10;
    private static final String NAME_CONSTRAINTS = "2.5.29.30";

    /** The critical extensions that the JDK's validation knows (RFC 5280, section 4.2). */
    private static final Set<String> KNOWN_EXTENSIONS = Set.of(
            "2.5.29.15", // key usage
            "2.5.29.17", // subject alternative name
            "2.5.29.19", // basic constraints
            NAME_CONSTRAINTS,
            "2.5.29.32", // certificate policies
            "2.5.29.33", // policy mappings
            "2.5.29.36", // policy constraints
            "2.5.29.37", // extended key usage
            "2.5.29.54"); // inhibit any policy

    private ChainReasons() {}

    static BrokenChain noRoot(Collection<X509Certificate> authorities) {
        return new BrokenChain(
                Reason.NO_ROOT,
                "can lead to no trusted root: none of the trusted authorities " + names(authorities) + " is one",
                "the self-signed certificate of the root authority among them",
                "Add the root to the trusted authorities (trust.file, --ca); an authority that another one issued only completes"
                        + " chains");
    }

    static BrokenChain notInValidity(X509Certificate authority, Instant now) {
        Instant start = authority.getNotBefore().toInstant();
        Instant end = authority.getNotAfter().toInstant();
        return new BrokenChain(
                Reason.NOT_IN_VALIDITY,
                "has the authority " + name(authority) + " in its chain, which "
                        + (now.isBefore(start) ? "is valid only from '" + start + "'" : "expired at '" + end + "'"),
                "a chain that is valid at '" + now + "'",
                "Renew that authority's certificate and give the new one, or set the clock");
    }

    /**
     * Requires that no authority of a path stands above more authorities than it permits. The JDK requires it only of the authorities below the root.
     *
     * @param path the certificate, then its issuers, the root last
     */
    static void requireLength(List<X509Certificate> path) throws BrokenChain {
        int below = 0;
        for (X509Certificate issuer : path.subList(1, path.size())) {
            int most = issuer.getBasicConstraints();
            if (most >= 0 && below > most) {
                throw new BrokenChain(
                        Reason.TOO_LONG,
                        "has a chain that is too long: its authority " + name(issuer) + " permits '" + most
                                + "' authorities below itself, and there are '" + below + "'",
                        "at most as many as the basic constraints of each authority permit",
                        "Have the certificate issued by an authority higher up, or that authority's certificate issued anew");
            }
            if (!ChainSearch.isSelfIssued(issuer)) {
                below++;
            }
        }
    }

    /** Returns the reason for which the JDK refused a path. */
    static BrokenChain of(CertPathValidatorException refused, List<X509Certificate> path, Instant now) {
        int index = Math.max(0, Math.min(refused.getIndex(), path.size() - 1));
        X509Certificate certificate = path.get(index);
        CertPathValidatorException.Reason reason = refused.getReason();
        if (reason == BasicReason.EXPIRED || reason == BasicReason.NOT_YET_VALID) {
            return notInValidity(certificate, now);
        }
        if (reason == PKIXReason.NOT_CA_CERT) {
            return noAuthority(certificate);
        }
        if (reason == PKIXReason.INVALID_NAME) {
            return nameNotPermitted(certificate, path.subList(index + 1, path.size()));
        }
        if (reason == PKIXReason.UNRECOGNIZED_CRIT_EXT) {
            return criticalExtension(certificate);
        }
        if (reason == PKIXReason.INVALID_KEY_USAGE) {
            return certificate.getBasicConstraints() < 0 ? noAuthority(certificate) : mayNotSign(certificate);
        }
        return reason == BasicReason.ALGORITHM_CONSTRAINED
                ? algorithm(certificate, refused)
                : other(certificate, refused);
    }

    private static BrokenChain noAuthority(X509Certificate issuer) {
        return new BrokenChain(
                Reason.NO_AUTHORITY,
                "has the issuer " + name(issuer) + " in its chain, which is not marked as an authority",
                "basic constraints with cA=TRUE in each certificate that issues others",
                "Have that issuer's certificate issued as one of an authority; if it is no authority, what it signs is forged");
    }

    private static BrokenChain mayNotSign(X509Certificate issuer) {
        return new BrokenChain(
                Reason.MAY_NOT_SIGN,
                "has the authority " + name(issuer)
                        + " in its chain, whose key usage does not permit to sign certificates",
                "key usage keyCertSign in each certificate that issues others",
                "Have that authority's certificate issued again with keyCertSign");
    }

    static BrokenChain nameNotPermitted(X509Certificate certificate, List<X509Certificate> above) {
        String constraining = above.stream()
                .filter(authority -> authority.getExtensionValue(NAME_CONSTRAINTS) != null)
                .map(ChainReasons::name)
                .collect(joining(" and "));
        return new BrokenChain(
                Reason.NAME_NOT_PERMITTED,
                "has names in its chain that the name constraints of " + constraining + " do not permit: those of "
                        + name(certificate),
                "only names that each authority above permits",
                "Use a certificate of an authority that may issue for these names, or names that this one may issue for");
    }

    private static BrokenChain criticalExtension(X509Certificate certificate) {
        var unknown = new TreeSet<String>();
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        if (critical != null) {
            unknown.addAll(critical);
        }
        unknown.removeAll(KNOWN_EXTENSIONS);
        return new BrokenChain(
                Reason.CRITICAL_EXTENSION,
                "has the critical extension '" + String.join("', '", unknown) + "' in " + name(certificate)
                        + ", which is not known here",
                "only critical extensions of RFC 5280",
                "Have the certificate issued again without that extension, or with the extension not critical");
    }

    private static BrokenChain algorithm(X509Certificate certificate, CertPathValidatorException refused) {
        return new BrokenChain(
                Reason.ALGORITHM,
                "has " + name(certificate) + " in its chain, signed with '" + certificate.getSigAlgName()
                        + "', which this Java refuses (" + refused.getMessage() + ")",
                "SHA-256 or better, and RSA keys of 2048 bits or more",
                "Issue it again with current algorithms");
    }

    private static BrokenChain other(X509Certificate certificate, CertPathValidatorException refused) {
        return new BrokenChain(
                Reason.OTHER,
                "has a chain that this Java refuses at " + name(certificate) + " (" + refused.getMessage() + ")",
                "a chain that is valid as RFC 5280, section 6.1, says",
                "Correct that certificate, or have it issued again");
    }

    /**
     * Returns the reason for which a chain does not reach a trusted root.
     *
     * @param end the certificate at which the chain ends
     * @param sameName certificates at hand with the name of its issuer, none of which signed it
     * @param roots the trusted roots
     */
    static BrokenChain deadEnd(
            X509Certificate start, X509Certificate end, List<X509Certificate> sameName, List<X509Certificate> roots) {
        String issuer = "'" + end.getIssuerX500Principal() + "'";
        String subject = end.equals(start) ? "" : "has a chain that stops at " + name(end) + ": it ";
        if (ChainSearch.isRoot(end)) {
            return new BrokenChain(
                    Reason.ROOT_NOT_TRUSTED,
                    (end.equals(start) ? "is self-signed" : "leads to the root " + name(end))
                            + (sameName.isEmpty()
                                    ? ", and that is not trusted"
                                    : ", and that is not trusted: it has the name, but not the key, of "
                                            + names(sameName)),
                    "a chain to one of the trusted roots " + names(roots),
                    "Compare the thumbprints; add this root to the trusted authorities (trust.file, --ca) only if it is genuine");
        }
        if (!sameName.isEmpty()) {
            return new BrokenChain(
                    Reason.OTHER_KEY,
                    subject + "names the issuer " + issuer + ", and another key signed it than that of "
                            + names(sameName),
                    "the signature of an authority at hand",
                    "Compare the thumbprints: there is another authority of that name. If it is genuine, add its certificate to the"
                            + " trusted authorities (trust.file, --ca)");
        }
        return new BrokenChain(
                Reason.ISSUER_MISSING,
                subject + "was issued by " + issuer + ", whose certificate is not at hand",
                "a chain to one of the trusted roots " + names(roots),
                "If that issuer is genuine, add its certificate to the trusted authorities (trust.file, --ca); an intermediate one"
                        + " may also come with the certificate, from its owner's .pfx or PEM file");
    }

    private static String names(Collection<X509Certificate> certificates) {
        String listed =
                certificates.stream().limit(MOST_NAMES).map(ChainReasons::name).collect(joining(", "));
        int further = certificates.size() - MOST_NAMES;
        return "[" + listed + (further > 0 ? " and " + further + " more" : "") + "]";
    }

    /** Returns subject and thumbprint. */
    static String name(X509Certificate certificate) {
        return "'" + certificate.getSubjectX500Principal() + "' (" + thumbprint(certificate) + ")";
    }

    private static String thumbprint(X509Certificate certificate) {
        try {
            // WCF and Windows name certificates by SHA-1. It is a name here and protects nothing.
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(
                    "Every JDK has SHA-1, and a parsed certificate has an encoding", impossible);
        }
    }
}

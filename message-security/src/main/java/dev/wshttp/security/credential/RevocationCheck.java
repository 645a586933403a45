// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import static dev.wshttp.security.SecurityFault.CERTIFICATE_REVOKED;
import static dev.wshttp.security.credential.X509RevocationMode.ONLINE;

import dev.wshttp.security.MessageSecurityException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Checks that no certificate of a trusted chain is revoked (RFC 5280, section 6.3, with the JDK's implementation), in the given revocation
 * lists or, if the mode says so, with the help of other machines. Safe for use by several threads.
 */
final class RevocationCheck {
    static final int DEADLINE_SECONDS = 20;

    private final X509RevocationMode mode;
    private final X509CertificateValidator.Role role;
    private final Duration deadline;
    private final RevocationLookups lookups;

    RevocationCheck(X509RevocationMode mode, X509CertificateValidator.Role role, Duration deadline) {
        this.mode = mode;
        this.role = role;
        this.deadline = deadline;
        this.lookups = new RevocationLookups(deadline);
    }

    /**
     * Requires that no certificate of the chain is revoked.
     *
     * @param certificate the certificate that is validated; not in the chain's path if it is itself the root
     * @param lists the given revocation lists
     * @throws MessageSecurityException with {@code CERTIFICATE_REVOKED}, also if the revocation status remains unknown
     */
    void require(X509Certificate certificate, TrustedChain chain, List<X509CRL> lists, Instant now) {
        try {
            PKIXParameters parameters = withCurrent(lists, chain.parameters(), now);
            if (mode == ONLINE) {
                parameters.addCertPathChecker(preferringLists());
                lookups.await(certificate, lists, () -> validate(chain.path(), parameters));
            } else {
                validate(chain.path(), parameters);
            }
        } catch (CertPathValidatorException refused) {
            throw refused.getReason() == BasicReason.REVOKED
                    ? revoked(certificate)
                    : undetermined(certificate, refused);
        } catch (TimeoutException late) {
            throw undetermined(certificate, late);
        } catch (GeneralSecurityException unsupported) {
            throw new IllegalStateException("Every JDK validates PKIX paths", unsupported);
        }
    }

    // The JDK accepts a list for 15 minutes after its next update. This side does not accept a given list for longer
    // than it says.
    private static PKIXParameters withCurrent(List<X509CRL> lists, PKIXParameters parameters, Instant now)
            throws GeneralSecurityException {
        List<X509CRL> current = lists.stream()
                .filter(list -> list.getNextUpdate() == null
                        || !list.getNextUpdate().toInstant().isBefore(now))
                .toList();
        var checked = (PKIXParameters) parameters.clone();
        checked.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(current)));
        // With this switch alone the JDK fetches nothing, unless a system property of the JVM allows it. Fetching needs
        // a checker.
        checked.setRevocationEnabled(true);
        return checked;
    }

    private static PKIXRevocationChecker preferringLists() throws GeneralSecurityException {
        var checker =
                (PKIXRevocationChecker) CertPathValidator.getInstance("PKIX").getRevocationChecker();
        checker.setOptions(EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS));
        return checker;
    }

    private static CertPath validate(CertPath path, PKIXParameters parameters) throws GeneralSecurityException {
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
        return path;
    }

    private MessageSecurityException revoked(X509Certificate certificate) {
        return role.refused(
                CERTIFICATE_REVOKED,
                certificate,
                "is revoked",
                "a certificate that its authority has not revoked",
                "Issue a new certificate; do not use this one");
    }

    private MessageSecurityException undetermined(X509Certificate certificate, Exception cause) {
        String issuer = "'" + certificate.getIssuerX500Principal() + "'";
        return mode == ONLINE
                ? role.refused(
                        CERTIFICATE_REVOKED,
                        certificate,
                        "may be revoked: no revocation list and no OCSP responder says that it is not ("
                                + cause.getMessage() + ")",
                        "a current list of its issuer " + issuer
                                + ", given or fetched from the address in the certificate, or an answer of its OCSP responder"
                                + " within " + deadline.toSeconds() + " s",
                        "Check that this machine reaches the addresses in the certificate, or name the list in"
                                + " trust.revocation-list")
                : role.refused(
                        CERTIFICATE_REVOKED,
                        certificate,
                        "may be revoked: the revocation list is out of date or belongs to another authority",
                        "a current list of its issuer " + issuer,
                        "Fetch a new revocation list from the authority");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Issues certificates and revocation lists under one self-signed root. Every serial number is positive, random and
 * 128 bits long. Safe for use by several threads.
 */
public final class CertificateAuthority {

    private static final int SIGN_CERTIFICATES = 5; // position of keyCertSign, RFC 5280, 4.2.1.3

    private final IssuedCertificate credential;
    private final SecureRandom random;

    private CertificateAuthority(IssuedCertificate credential, SecureRandom random) {
        this.credential = credential;
        this.random = requireNonNull(random, "random");
    }

    /** Makes a new root whose certificate it signs itself. */
    public static CertificateAuthority createRoot(
            X500Principal name, KeyPair keyPair, Validity validity, SecureRandom random) {
        RsaKeys.requireStrong(keyPair.getPublic());
        var root = new CertificateSigner(name, keyPair.getPublic(), keyPair.getPrivate(), random)
                .sign(CertificateProfile.ROOT, name, List.of(), validity, keyPair.getPublic());
        return new CertificateAuthority(new IssuedCertificate(keyPair.getPrivate(), List.of(root)), random);
    }

    /**
     * Takes up an authority made earlier.
     *
     * @throws CertificateTrustException if the certificate may not sign certificates
     */
    public static CertificateAuthority of(IssuedCertificate credential, SecureRandom random) {
        var usage = credential.certificate().getKeyUsage();
        var isAuthority = credential.certificate().getBasicConstraints() >= 0;
        if (!isAuthority || (usage != null && !usage[SIGN_CERTIFICATES])) {
            throw new CertificateTrustException("The certificate '"
                    + credential.certificate().getSubjectX500Principal()
                    + "' may not issue others (expected: an authority with keyCertSign). "
                    + "Use the authority's own store, 'ca.p12' in the demo set.");
        }
        return new CertificateAuthority(credential, random);
    }

    public X509Certificate certificate() {
        return credential.certificate();
    }

    /** Returns the authority's own key and certificate: whoever holds it can issue certificates. */
    public IssuedCertificate credential() {
        return credential;
    }

    /**
     * Certifies that the key pair belongs to the requested name.
     *
     * @throws CertificateTrustException if the key is weak or the certificate would outlive the authority
     */
    public IssuedCertificate issue(CertificateRequest request, KeyPair keyPair) {
        RsaKeys.requireStrong(keyPair.getPublic());
        requireOutlived(request.validity());
        return issueToAnyKey(request, keyPair);
    }

    /** Certifies a key that may be weak; for tests of what refuses it. */
    IssuedCertificate issueToAnyKey(CertificateRequest request, KeyPair keyPair) {
        var leaf = signer().sign(
                        request.profile(),
                        request.subject(),
                        request.dnsNames(),
                        request.validity(),
                        keyPair.getPublic());
        return new IssuedCertificate(keyPair.getPrivate(), List.of(leaf, certificate()));
    }

    /**
     * Signs a revocation list.
     *
     * @param validity from {@code thisUpdate} to {@code nextUpdate}; after that verifiers refuse the list as stale
     */
    public X509CRL sign(RevocationList list, Validity validity) {
        return signer().sign(list, validity);
    }

    /**
     * Checks that a certificate is one of this authority's.
     *
     * @throws CertificateTrustException if its signature is not this authority's
     */
    public void requireIssued(X509Certificate issued) {
        try {
            issued.verify(certificate().getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new CertificateTrustException(
                    "The certificate '" + issued.getSubjectX500Principal() + "' was issued by '"
                            + issued.getIssuerX500Principal() + "' and does not carry the signature of '"
                            + certificate().getSubjectX500Principal()
                            + "' (expected: a certificate of that authority). Use the authority that issued it.",
                    e);
        }
    }

    private void requireOutlived(Validity validity) {
        var end = certificate().getNotAfter().toInstant();
        if (validity.notAfter().isAfter(end)) {
            throw new CertificateTrustException("The certificate would be valid until '" + validity.notAfter()
                    + "' but its authority only until '" + end
                    + "' (expected: not longer than its authority). Give fewer days, or make a new authority.");
        }
    }

    private CertificateSigner signer() {
        return new CertificateSigner(
                certificate().getSubjectX500Principal(), certificate().getPublicKey(), credential.key(), random);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
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

    /** Makes a new root authority with a self-signed certificate. */
    public static CertificateAuthority createRoot(
            X500Principal name, KeyPair keyPair, Validity validity, SecureRandom random) {
        RsaKeys.requireStrong(keyPair.getPublic());
        var root = new CertificateSigner(name, keyPair.getPublic(), keyPair.getPrivate(), random)
                .sign(CertificateProfile.ROOT, name, List.of(), validity, keyPair.getPublic());
        return new CertificateAuthority(new IssuedCertificate(keyPair.getPrivate(), List.of(root)), random);
    }

    /**
     * Returns an authority that was made earlier.
     *
     * @throws CertificateTrustException if the certificate may not sign certificates
     */
    public static CertificateAuthority of(IssuedCertificate credential, SecureRandom random) {
        var usage = credential.certificate().getKeyUsage();
        var isAuthority = credential.certificate().getBasicConstraints() >= 0;
        if (!isAuthority || (usage != null && !usage[SIGN_CERTIFICATES])) {
            throw new CertificateTrustException("The certificate '"
                    + credential.certificate().getSubjectX500Principal()
                    + "' is not allowed to issue others (expected: an authority with keyCertSign). "
                    + "Use the store of the authority, 'ca.p12' in the demo set.");
        }
        return new CertificateAuthority(credential, random);
    }

    /** Returns the certificate of the authority, which others trust. */
    public X509Certificate certificate() {
        return credential.certificate();
    }

    /** Returns the key and certificate of the authority. The holder of this key can issue certificates. */
    public IssuedCertificate credential() {
        return credential;
    }

    /**
     * Issues a certificate for a key pair.
     *
     * @throws CertificateTrustException if the key is weak or the certificate would outlive the authority
     */
    public IssuedCertificate issue(CertificateRequest request, KeyPair keyPair) {
        RsaKeys.requireStrong(keyPair.getPublic());
        requireEndBeforeOwn(request.validity());
        return issueToAnyKey(request, keyPair);
    }

    /**
     * Issues a certificate for the key of another, who keeps the private key.
     *
     * @throws CertificateTrustException as {@link #issue}
     */
    public X509Certificate certify(CertificateRequest request, PublicKey key) {
        RsaKeys.requireStrong(key);
        requireEndBeforeOwn(request.validity());
        return certificateFor(request, key);
    }

    /** Returns this authority with a new certificate of the same name and key; what it issued stays valid under either. */
    public CertificateAuthority renewed(Validity validity) {
        var keyPair = new KeyPair(certificate().getPublicKey(), credential.key());
        return createRoot(certificate().getSubjectX500Principal(), keyPair, validity, random);
    }

    /** Issues a certificate for a key that may be weak; for tests that expect a refusal. */
    IssuedCertificate issueToAnyKey(CertificateRequest request, KeyPair keyPair) {
        var leaf = certificateFor(request, keyPair.getPublic());
        return new IssuedCertificate(keyPair.getPrivate(), List.of(leaf, certificate()));
    }

    private X509Certificate certificateFor(CertificateRequest request, PublicKey key) {
        return signer().sign(request.profile(), request.subject(), request.dnsNames(), request.validity(), key);
    }

    /**
     * Signs a revocation list.
     *
     * @param validity the span from {@code thisUpdate} to {@code nextUpdate}; after it verifiers refuse the list as out of date
     */
    public X509CRL sign(RevocationList list, Validity validity) {
        return signer().sign(list, validity);
    }

    /**
     * Requires that this authority issued a certificate.
     *
     * @throws CertificateTrustException if the certificate has another signature
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

    private void requireEndBeforeOwn(Validity validity) {
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

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Builds and signs the structures of RFC 5280. Bouncy Castle encodes them. The providers of the JDK do the cryptography,
 * so Bouncy Castle is not registered as a provider.
 */
final class CertificateSigner {

    private static final String SIGNATURE_ALGORITHM = "SHA256withRSA";
    private static final int SERIAL_BITS = 128;

    private final X500Principal issuer;
    private final PublicKey issuerPublicKey;
    private final PrivateKey issuerKey;
    private final SecureRandom random;

    CertificateSigner(X500Principal issuer, PublicKey issuerPublicKey, PrivateKey issuerKey, SecureRandom random) {
        this.issuer = issuer;
        this.issuerPublicKey = issuerPublicKey;
        this.issuerKey = issuerKey;
        this.random = random;
    }

    X509Certificate sign(
            CertificateProfile profile,
            X500Principal subject,
            List<String> dnsNames,
            Validity validity,
            PublicKey key) {
        var builder = new JcaX509v3CertificateBuilder(
                issuer, serialNumber(), Date.from(validity.notBefore()), Date.from(validity.notAfter()), subject, key);
        try {
            addIdentifiers(builder, key);
            addUsages(builder, profile);
            addNames(builder, dnsNames);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("The certificate of '" + subject + "' could not be signed", e);
        }
    }

    X509CRL sign(RevocationList list, Validity validity) {
        var builder = new JcaX509v2CRLBuilder(issuer, Date.from(validity.notBefore()));
        builder.setNextUpdate(Date.from(validity.notAfter()));
        list.entries()
                .forEach(entry -> builder.addCRLEntry(
                        entry.serial(), Date.from(entry.since()), RevocationReasons.code(entry.reason())));
        try {
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuerPublicKey));
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(list.number()));
            return new JcaX509CRLConverter().getCRL(builder.build(signer()));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("The revocation list of '" + issuer + "' could not be signed", e);
        }
    }

    private void addIdentifiers(X509v3CertificateBuilder builder, PublicKey key)
            throws GeneralSecurityException, IOException {
        var extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(issuerPublicKey));
    }

    private static void addUsages(X509v3CertificateBuilder builder, CertificateProfile profile) throws IOException {
        builder.addExtension(Extension.basicConstraints, true, profile.basicConstraints());
        builder.addExtension(Extension.keyUsage, true, profile.keyUsage());
        var extended = profile.extendedKeyUsage();
        if (extended.isPresent()) {
            builder.addExtension(Extension.extendedKeyUsage, false, extended.get());
        }
    }

    private static void addNames(X509v3CertificateBuilder builder, List<String> dnsNames) throws IOException {
        if (!dnsNames.isEmpty()) {
            var names = dnsNames.stream()
                    .map(name -> new GeneralName(GeneralName.dNSName, name))
                    .toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
    }

    // RFC 5280, 4.1.2.2: positive and at most 20 octets. The top bit is set so that each has the full length.
    private BigInteger serialNumber() {
        return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
    }

    private ContentSigner signer() throws OperatorCreationException {
        return new JcaContentSignerBuilder(SIGNATURE_ALGORITHM)
                .setSecureRandom(random)
                .build(issuerKey);
    }
}

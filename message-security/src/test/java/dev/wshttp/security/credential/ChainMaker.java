// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v1CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Makes chains of every shape. A name with the same number has the same key, so that a certificate can be renewed or cross-signed. */
public final class ChainMaker {
    public static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");

    private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String subject;
    private final KeyPair keys;
    private final List<Extension> extensions = new ArrayList<>();
    private Instant start = NOW.minus(Duration.ofDays(400));
    private Instant end = NOW.plus(Duration.ofDays(400));
    private boolean version1;
    private String algorithm = "";

    private ChainMaker(String subject, KeyPair keys) {
        this.subject = subject;
        this.keys = keys;
    }

    /** A certificate, and the key of its owner. */
    public record Issued(X509Certificate certificate, KeyPair keys) {}

    public static ChainMaker named(String commonName, String key) {
        return new ChainMaker("CN=" + commonName, KEYS.computeIfAbsent(key, ChainMaker::newKeys));
    }

    private static KeyPair newKeys(String key) {
        boolean rsa = !key.startsWith("ec");
        AlgorithmParameterSpec size = rsa
                ? new RSAKeyGenParameterSpec(key.startsWith("weak") ? 512 : 2048, RSAKeyGenParameterSpec.F4)
                : new ECGenParameterSpec("secp256r1");
        try {
            var generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "EC");
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static ChainMaker authority(String commonName) {
        return authority(commonName, commonName);
    }

    static ChainMaker authority(String commonName, String key) {
        return named(commonName, key)
                .with(Extension.basicConstraints, true, new BasicConstraints(true))
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }

    /** A client's certificate. */
    public static ChainMaker client(String dnsName) {
        return named(dnsName, "client leaf")
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
    }

    /** A service's certificate. */
    public static ChainMaker service(String dnsName) {
        return service(dnsName, dnsName);
    }

    static ChainMaker service(String commonName, String dnsName) {
        return named(commonName, "leaf")
                .with(Extension.basicConstraints, true, new BasicConstraints(false))
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
                .with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .with(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)));
    }

    ChainMaker with(ASN1ObjectIdentifier id, boolean critical, org.bouncycastle.asn1.ASN1Encodable value) {
        try {
            extensions.removeIf(one -> one.getExtnId().equals(id));
            extensions.add(new Extension(id, critical, value.toASN1Primitive().getEncoded()));
            return this;
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    ChainMaker without(ASN1ObjectIdentifier id) {
        extensions.removeIf(one -> one.getExtnId().equals(id));
        return this;
    }

    ChainMaker pathLength(int most) {
        return with(Extension.basicConstraints, true, new BasicConstraints(most));
    }

    ChainMaker permitting(String dnsName) {
        return permitting(new GeneralName(GeneralName.dNSName, dnsName));
    }

    ChainMaker permittingSubjectsIn(String directory) {
        return permitting(new GeneralName(new X500Name(directory)));
    }

    private ChainMaker permitting(GeneralName name) {
        return constrained(List.of(name), List.of());
    }

    ChainMaker constrained(List<GeneralName> permitted, List<GeneralName> excluded) {
        return with(Extension.nameConstraints, true, new NameConstraints(subtrees(permitted), subtrees(excluded)));
    }

    private static GeneralSubtree @Nullable [] subtrees(List<GeneralName> names) {
        return names.isEmpty() ? null : names.stream().map(GeneralSubtree::new).toArray(GeneralSubtree[]::new);
    }

    ChainMaker alsoNamed(GeneralName... names) {
        return with(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }

    ChainMaker unknownCritical() {
        return with(new ASN1ObjectIdentifier("1.3.6.1.4.1.311.999.1"), true, DERNull.INSTANCE);
    }

    ChainMaker expired() {
        return valid(NOW.minus(Duration.ofDays(300)), NOW.minus(Duration.ofDays(1)));
    }

    ChainMaker notYetValid() {
        return valid(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(300)));
    }

    ChainMaker valid(Instant from, Instant until) {
        start = from;
        end = until;
        return this;
    }

    ChainMaker version1() {
        version1 = true;
        return this;
    }

    ChainMaker signedWith(String name) {
        algorithm = name;
        return this;
    }

    public Issued selfSigned() {
        return by(subject, keys);
    }

    public X509Certificate root() {
        return selfSigned().certificate();
    }

    public X509Certificate by(Issued issuer) {
        return issuedBy(issuer).certificate();
    }

    public Issued issuedBy(Issued issuer) {
        return by(issuer.certificate().getSubjectX500Principal().getName(), issuer.keys());
    }

    private Issued by(String issuer, KeyPair signing) {
        String signature = !algorithm.isEmpty()
                ? algorithm
                : signing.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        try {
            var signer = new JcaContentSignerBuilder(signature).build(signing.getPrivate());
            var serial = new BigInteger(100, RANDOM);
            var name = new X500Principal(issuer);
            if (version1) {
                var builder = new JcaX509v1CertificateBuilder(
                        name, serial, Date.from(start), Date.from(end), new X500Principal(subject), keys.getPublic());
                return new Issued(new JcaX509CertificateConverter().getCertificate(builder.build(signer)), keys);
            }
            var builder = new JcaX509v3CertificateBuilder(
                    name, serial, Date.from(start), Date.from(end), new X500Principal(subject), keys.getPublic());
            for (Extension extension : extensions) {
                builder.addExtension(extension);
            }
            return new Issued(new JcaX509CertificateConverter().getCertificate(builder.build(signer)), keys);
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

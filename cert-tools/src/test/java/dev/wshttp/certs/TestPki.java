// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import static dev.wshttp.certs.TestPki.Role.CLIENT;
import static dev.wshttp.certs.TestPki.Role.SERVICE;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A fresh authority with good and bad credentials for one test class, in memory. Each bad credential breaks exactly
 * one rule. Safe for use by several threads.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TestPki PKI = new TestPki();
 * }</pre>
 *
 * or {@code @ExtendWith(TestPki.class)} and a parameter of type {@code TestPki}. Times are relative to the clock at
 * construction: good credentials are valid from an hour before to a day after.
 */
public final class TestPki implements ParameterResolver {

    /** The side that uses a credential. */
    public enum Role {
        SERVICE(CertificateProfile.SERVICE, List.of("Contoso.com", "localhost")),
        CLIENT(CertificateProfile.CLIENT, List.of("Cohowinery.com"));

        private final CertificateProfile profile;
        private final List<String> dnsNames;

        Role(CertificateProfile profile, List<String> dnsNames) {
            this.profile = profile;
            this.dnsNames = dnsNames;
        }

        private CertificateProfile otherProfile() {
            return this == SERVICE ? CertificateProfile.CLIENT : CertificateProfile.SERVICE;
        }

        private KeyPair keyPair() {
            return (this == SERVICE ? TestKeys.SERVICE : TestKeys.CLIENT).keyPair();
        }

        private KeyPair twinKeyPair() {
            return (this == SERVICE ? TestKeys.TWIN_OF_SERVICE : TestKeys.TWIN_OF_CLIENT).keyPair();
        }

        private String label() {
            return this == SERVICE ? "service" : "client";
        }
    }

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofDays(365);

    private final SecureRandom random = new SecureRandom();
    private final Map<String, TestCredential> credentials = new ConcurrentHashMap<>();
    private final Instant now;
    private final CertificateAuthority authority;
    private final CertificateAuthority untrustedAuthority;

    /** Makes an authority valid now. */
    public TestPki() {
        this(Clock.systemUTC());
    }

    /** Makes an authority for the present instant of a clock. */
    public TestPki(Clock clock) {
        this.now = clock.instant();
        // Test classes share the key, so each root has a new name: certificates of another class must not chain to it.
        var name = new X500Principal("CN=Test authority " + HexFormat.of().toHexDigits(random.nextLong()));
        this.authority = root(name, TestKeys.AUTHORITY);
        this.untrustedAuthority = root(name, TestKeys.UNTRUSTED_AUTHORITY);
    }

    /** Returns the root that both sides trust. */
    public X509Certificate authorityCertificate() {
        return authority.certificate();
    }

    /** Returns the authority itself, for credentials and lists that no method here makes. */
    public CertificateAuthority authority() {
        return authority;
    }

    /** Returns a root of the same name with another key. It issued the untrusted twins; no side should trust it. */
    public X509Certificate untrustedAuthorityCertificate() {
        return untrustedAuthority.certificate();
    }

    /** Returns the instant for which the credentials are made. */
    public Instant now() {
        return now;
    }

    /** Returns a list, valid from an hour before now to a day after, that names the revoked credentials. */
    public X509CRL revocationList() {
        return revocationList(around(HOUR, DAY));
    }

    /** Returns a list, valid from an hour before now to a day after, that is empty. */
    public X509CRL emptyRevocationList() {
        return authority.sign(RevocationList.empty(), around(HOUR, DAY));
    }

    /** Returns the same list for another time, for example one that is out of date. */
    public X509CRL revocationList(Validity validity) {
        var list = RevocationList.empty();
        for (var role : Role.values()) {
            list = list.with(new RevocationList.Entry(
                    revoked(role).certificate().getSerialNumber(), now.minus(HOUR), CRLReason.KEY_COMPROMISE));
        }
        return authority.sign(list, validity);
    }

    /** Writes {@code ca.pem} and {@code ca.crl}, which both sides need to trust each other. */
    public void writeTrust(Path directory) {
        CredentialFiles.builder()
                .certificate("ca", authorityCertificate())
                .revocationList("ca", revocationList())
                .build()
                .writeTo(directory, ExistingFiles.REFUSE);
    }

    /** Returns the good credential of a service named Contoso.com, also valid for localhost. */
    public TestCredential service() {
        return good(SERVICE);
    }

    /** Returns the good credential of a client named Cohowinery.com. */
    public TestCredential client() {
        return good(CLIENT);
    }

    /** Returns the good credential of the role. */
    public TestCredential good(Role role) {
        return credential(role.label(), () -> authority.issue(request(role), role.keyPair()));
    }

    /** Returns a credential with the subject, names and issuer name of the good one, from another authority. */
    public TestCredential untrustedTwin(Role role) {
        return credential(
                role.label() + "-untrusted-twin", () -> untrustedAuthority.issue(request(role), role.twinKeyPair()));
    }

    /** Returns a credential that expired an hour ago. */
    public TestCredential expired(Role role) {
        return valid(role, role.label() + "-expired", new Validity(now.minus(DAY), now.minus(HOUR)));
    }

    /** Returns a credential that becomes valid in an hour. */
    public TestCredential notYetValid(Role role) {
        return valid(role, role.label() + "-not-yet-valid", new Validity(now.plus(HOUR), now.plus(DAY)));
    }

    /** Returns a credential that is valid until this second. */
    public TestCredential validUntil(Role role, Instant end) {
        return valid(role, role.label() + "-until-" + end, new Validity(now.minus(HOUR), end));
    }

    /** Returns a credential that is bad only because {@link #revocationList()} names it. */
    public TestCredential revoked(Role role) {
        return credential(role.label() + "-revoked", () -> authority.issue(request(role), role.keyPair()));
    }

    /** Returns a credential made for the other side: a service with clientAuth only, a client with serverAuth only. */
    public TestCredential wrongPurpose(Role role) {
        var request =
                new CertificateRequest(role.otherProfile(), subject(role.dnsNames), role.dnsNames, around(HOUR, DAY));
        return credential(role.label() + "-wrong-purpose", () -> authority.issue(request, role.keyPair()));
    }

    /** Returns a credential with an RSA key of 1024 bits. */
    public TestCredential weakKey(Role role) {
        return credential(
                role.label() + "-weak-key", () -> authority.issueToAnyKey(request(role), TestKeys.WEAK.keyPair()));
    }

    /** Returns the credential of a service named Fabrikam.com: good, but another service than the client expects. */
    public TestCredential otherName() {
        var names = List.of("Fabrikam.com");
        var request = new CertificateRequest(CertificateProfile.SERVICE, subject(names), names, around(HOUR, DAY));
        return credential("service-other-name", () -> authority.issue(request, SERVICE.keyPair()));
    }

    /**
     * Returns a credential with any subject and only these extensions. Without a key usage every use is permitted.
     *
     * @param name the name of the credential
     */
    public TestCredential withExtensions(String name, Role role, X500Principal subject, List<Extension> extensions) {
        return credential(name, () -> {
            var leaf = bare(authority, role, subject, extensions);
            return new IssuedCertificate(role.keyPair().getPrivate(), List.of(leaf, authority.certificate()));
        });
    }

    /** Returns the same from another authority of the same name, which no side should trust. */
    public TestCredential untrustedWithExtensions(
            String name, Role role, X500Principal subject, List<Extension> extensions) {
        return credential(name, () -> {
            var leaf = bare(untrustedAuthority, role, subject, extensions);
            return new IssuedCertificate(role.keyPair().getPrivate(), List.of(leaf));
        });
    }

    /** Returns a self-signed certificate of the client or the service, without extensions and so not of an authority. */
    public X509Certificate selfSigned(Role role) {
        var name = subject(role.dnsNames);
        var own = CertificateAuthority.createRoot(name, role.keyPair(), around(HOUR, DAY), random);
        return bare(own, role, name, List.of());
    }

    private X509Certificate bare(
            CertificateAuthority issuer, Role role, X500Principal subject, List<Extension> extensions) {
        var validity = around(HOUR, DAY);
        var builder = new JcaX509v3CertificateBuilder(
                issuer.certificate().getSubjectX500Principal(),
                new BigInteger(Long.SIZE, random).setBit(Long.SIZE),
                Date.from(validity.notBefore()),
                Date.from(validity.notAfter()),
                subject,
                role.keyPair().getPublic());
        try {
            for (var extension : extensions) {
                builder.addExtension(extension);
            }
            var signer = new JcaContentSignerBuilder("SHA256withRSA")
                    .build(issuer.credential().key());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("The certificate of '" + subject + "' could not be signed", e);
        }
    }

    /** Returns every bad credential of a role, as arguments of a parameterized test. */
    public List<TestCredential> badCredentials(Role role) {
        return List.of(
                untrustedTwin(role),
                expired(role),
                notYetValid(role),
                revoked(role),
                wrongPurpose(role),
                weakKey(role));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestPki.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return this;
    }

    private CertificateAuthority root(X500Principal name, TestKeys key) {
        return CertificateAuthority.createRoot(name, key.keyPair(), around(YEAR, YEAR), random);
    }

    private TestCredential valid(Role role, String name, Validity validity) {
        var request = new CertificateRequest(role.profile, subject(role.dnsNames), role.dnsNames, validity);
        return credential(name, () -> authority.issue(request, role.keyPair()));
    }

    private CertificateRequest request(Role role) {
        return new CertificateRequest(role.profile, subject(role.dnsNames), role.dnsNames, around(HOUR, DAY));
    }

    private TestCredential credential(String name, Supplier<IssuedCertificate> issue) {
        return credentials.computeIfAbsent(name, key -> {
            var issued = issue.get();
            return new TestCredential(key, issued.key(), issued.chain());
        });
    }

    private Validity around(Duration before, Duration after) {
        return new Validity(now.minus(before), now.plus(after));
    }

    private static X500Principal subject(List<String> dnsNames) {
        return DnsNames.asCommonName(dnsNames.get(0));
    }
}

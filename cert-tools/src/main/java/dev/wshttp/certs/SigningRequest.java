// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A request for a certificate (PKCS#10, RFC 2986), signed with the key that is to be certified. Immutable. */
public final class SigningRequest {

    private static final String LABEL = "CERTIFICATE REQUEST";

    private final byte[] encoded;
    private final X500Principal subject;
    private final List<String> dnsNames;
    private final PublicKey publicKey;

    private SigningRequest(byte[] encoded, X500Principal subject, List<String> dnsNames, PublicKey publicKey) {
        this.encoded = encoded;
        this.subject = subject;
        this.dnsNames = List.copyOf(dnsNames);
        this.publicKey = publicKey;
    }

    /** Makes a request for a key pair. */
    public static SigningRequest of(X500Principal subject, List<String> dnsNames, KeyPair keyPair) {
        RsaKeys.requireStrong(keyPair.getPublic());
        try {
            var builder = new JcaPKCS10CertificationRequestBuilder(subject, keyPair.getPublic());
            if (!dnsNames.isEmpty()) {
                var names = dnsNames.stream()
                        .map(name -> new GeneralName(GeneralName.dNSName, name))
                        .toArray(GeneralName[]::new);
                var extensions = new ExtensionsGenerator();
                extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
                builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
            }
            var request = builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keyPair.getPrivate()));
            return new SigningRequest(request.getEncoded(), subject, dnsNames, keyPair.getPublic());
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("The request of '" + subject + "' could not be signed", e);
        }
    }

    /**
     * Reads a request, PEM or DER.
     *
     * @param source the origin of the content, for error texts
     * @throws CredentialFileException if the content is no request
     * @throws CertificateTrustException if its signature is not that of the key in it
     */
    public static SigningRequest read(byte[] content, String source) {
        try {
            var encoded = Pem.block(content, LABEL)
                    .or(() -> Pem.block(content, "NEW " + LABEL))
                    .orElse(content);
            var request = new JcaPKCS10CertificationRequest(encoded);
            var key = request.getPublicKey();
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new CertificateTrustException(
                        "The request '" + source
                                + "' is not signed with the key in it (expected: a request by the owner of the key). Ask for it again.");
            }
            return new SigningRequest(
                    request.getEncoded(), new X500Principal(request.getSubject().getEncoded()), dnsNames(request), key);
        } catch (IOException
                | IllegalArgumentException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException e) {
            throw new CredentialFileException(
                    "The content of '" + source
                            + "' could not be read as a certificate request (expected: PKCS#10, PEM or DER). "
                            + "Check that this is the right file.",
                    e);
        }
    }

    private static List<String> dnsNames(JcaPKCS10CertificationRequest request) {
        var names = new ArrayList<String>();
        for (var attribute : request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)) {
            var wanted = GeneralNames.fromExtensions(
                    Extensions.getInstance(attribute.getAttrValues().getObjectAt(0)), Extension.subjectAlternativeName);
            if (wanted != null) {
                Arrays.stream(wanted.getNames())
                        .filter(name -> name.getTagNo() == GeneralName.dNSName)
                        .forEach(name -> names.add(String.valueOf(name.getName())));
            }
        }
        return names;
    }

    /** Returns whether content is PEM text with a request. */
    public static boolean isPem(byte[] content) {
        return Pem.block(content, LABEL).isPresent()
                || Pem.block(content, "NEW " + LABEL).isPresent();
    }

    /** Returns the name that is asked for. */
    public X500Principal subject() {
        return subject;
    }

    /** Returns the DNS names that are asked for. */
    public List<String> dnsNames() {
        return dnsNames;
    }

    /** Returns the key that is to be certified; its owner has signed the request with it. */
    public PublicKey publicKey() {
        return publicKey;
    }

    byte[] toPem() {
        return Pem.encode(LABEL, encoded);
    }

    /** Returns a description as one JSON object. */
    public JsonObject toJson() {
        return Json.createObjectBuilder()
                .add("kind", "certificate request")
                .add("subject", subject.toString())
                .add("dnsNames", Json.createArrayBuilder(dnsNames))
                .add("key", RsaKeys.describe(publicKey))
                .build();
    }

    /** Returns a description as lines of text. */
    public String toText() {
        return "Certificate request\n  Subject    " + subject + "\n  DNS names  "
                + (dnsNames.isEmpty() ? "none" : String.join(", ", dnsNames)) + "\n  Key        "
                + RsaKeys.describe(publicKey)
                + "\n  Next       cert-tools issue --csr FILE --ca ca.p12 --profile service|client\n";
    }
}

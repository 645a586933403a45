// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import static dev.wshttp.security.forgery.Forgery.in;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.KeyTransport;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.w3c.dom.Element;

/** Changes of the names of keys and certificates, and of lifetimes. */
final class Tokens {
    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    private static final int OCTET_STRINGS = 4;

    private Tokens() {}

    static void referOutside(Forgery message) {
        String identifier = message.first("Identifier").getTextContent();
        for (Element key : message.all("DerivedKeyToken")) {
            in(key, "Reference").setAttributeNS(null, "URI", identifier);
        }
    }

    static void serviceByKeyIdentifier(Forgery message, Forger forger) {
        byte[] extension = recipient(forger).getExtensionValue(SUBJECT_KEY_IDENTIFIER);
        Element identifier = message.first("KeyIdentifier");
        identifier.setAttributeNS(null, "ValueType", Namespaces.SUBJECT_KEY_IDENTIFIER);
        identifier.setTextContent(
                Base64.getEncoder().encodeToString(Arrays.copyOfRange(extension, OCTET_STRINGS, extension.length)));
    }

    static void serviceByIssuer(Forgery message, Forger forger) {
        X509Certificate certificate = recipient(forger);
        Element pair = message.create(Namespaces.SIGNATURE, "X509IssuerSerial");
        pair.appendChild(message.create(Namespaces.SIGNATURE, "X509IssuerName"))
                .setTextContent(certificate.getIssuerX500Principal().getName(X500Principal.RFC2253));
        pair.appendChild(message.create(Namespaces.SIGNATURE, "X509SerialNumber"))
                .setTextContent(certificate.getSerialNumber().toString());
        Element data = message.create(Namespaces.SIGNATURE, "X509Data");
        data.appendChild(pair);
        Element identifier = message.first("KeyIdentifier");
        identifier.getParentNode().replaceChild(data, identifier);
    }

    static void clientByThumbprint(Forgery message, Forger forger) {
        X509Certificate client = forger.own().orElseThrow().certificate();
        Element reference = in(in(message.endorsingSignature(), "KeyInfo"), "Reference");
        Element identifier = message.create(Namespaces.SECURITY, "o:KeyIdentifier");
        identifier.setAttributeNS(null, "ValueType", Namespaces.THUMBPRINT_SHA1);
        identifier.setTextContent(Thumbprint.of(client).base64());
        reference.getParentNode().replaceChild(identifier, reference);
    }

    static void wrapKeyRsa15(Forgery message, Forger forger) {
        var transport = new KeyTransport(AlgorithmSuite.BASIC256_RSA15, new SecureRandom());
        message.rekey(forger.secret(), transport.wrap(forger.secret(), recipient(forger)));
        Element key = message.first("EncryptedKey");
        Forgery.useAlgorithm(key, "EncryptionMethod", Namespaces.ENCRYPTION + "rsa-1_5");
        Changes.forgo(key, "DigestMethod");
    }

    static void truncateSignature(Forgery message, String bits) {
        Element length = message.create(Namespaces.SIGNATURE, "HMACOutputLength");
        length.setTextContent(bits);
        in(message.primarySignature(), "SignatureMethod").appendChild(length);
    }

    /** Puts the token of the context that the derived keys refer to before them. */
    static void includeContext(Forgery message) {
        Element token = message.create(Namespaces.CONVERSATION, "c:SecurityContextToken");
        token.setAttributeNS(Namespaces.UTILITY, "u:Id", "included");
        Element identifier = message.create(Namespaces.CONVERSATION, "c:Identifier");
        identifier.setTextContent(in(message.signatureKey(), "Reference").getAttribute("URI"));
        token.appendChild(identifier);
        message.security().insertBefore(token, message.signatureKey());
    }

    static void setType(Forgery message, String ending, String type) {
        message.all("Reference").stream()
                .filter(reference -> reference.getAttribute("ValueType").endsWith(ending))
                .forEach(reference -> reference.setAttributeNS(null, "ValueType", type));
    }

    static void wholeSeconds(Element times) {
        Elements.children(times)
                .forEach(time -> time.setTextContent(time.getTextContent().replaceAll("\\.\\d+Z", "Z")));
    }

    static void lifetime(Forgery message, long seconds) {
        List<Element> times = Elements.children(message.first("Lifetime"));
        Instant created = Instant.parse(times.get(0).getTextContent());
        times.get(1).setTextContent(created.plusSeconds(seconds).toString());
    }

    private static X509Certificate recipient(Forger forger) {
        return forger.recipient()
                .orElseThrow(() -> new IllegalStateException("This side knows no certificate of the other side"));
    }
}

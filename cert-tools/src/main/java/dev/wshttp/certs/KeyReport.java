// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;

/**
 * Describes a file with a private key, and never shows the key. Immutable.
 *
 * @param form the form of the key
 * @param algorithm the algorithm and the size, if they can be seen without a password
 * @param advice what service and client make of it
 */
public record KeyReport(String form, String algorithm, String advice) {

    private static final Pattern LABEL = Pattern.compile("-----BEGIN ((?:[A-Z0-9]+ )*PRIVATE KEY)-----");
    private static final Map<String, String> ALGORITHMS = Map.of(
            "1.2.840.113549.1.1.1", "RSA",
            "1.2.840.10045.2.1", "EC",
            "1.2.840.10040.4.1", "DSA",
            "1.3.101.112", "Ed25519");
    private static final String NOT_USED = "Service and client do not use it (expected: an RSA key).";
    private static final String READ = "Service and client read it as it is.";

    /** Returns the report on the first private key in PEM text; empty if there is none. */
    public static Optional<KeyReport> of(byte[] content) {
        var text = new String(content, StandardCharsets.ISO_8859_1);
        var label = LABEL.matcher(text);
        return label.find() ? Optional.of(of(label.group(1), text, content)) : Optional.empty();
    }

    private static KeyReport of(String label, String text, byte[] content) {
        return switch (label) {
            case "PRIVATE KEY" -> pkcs8(Pem.block(content, label).orElse(new byte[0]));
            case "ENCRYPTED PRIVATE KEY" ->
                new KeyReport(
                        "PKCS#8, encrypted",
                        "not seen without the password",
                        "Service and client read it with its password, in x.password beside x.key or in password-file, if Java has its cipher: PBES2 with AES and PBKDF2.");
            case "RSA PRIVATE KEY" ->
                text.contains("Proc-Type: 4,ENCRYPTED")
                        ? new KeyReport(
                                "PKCS#1, encrypted in OpenSSL's traditional form",
                                "RSA",
                                "Service and client do not read it. Write it again: openssl pkcs8 -topk8 -in KEY -out NEW.")
                        : pkcs1(Pem.block(content, label).orElse(new byte[0]));
            default -> new KeyReport("BEGIN " + label, label.replace(" PRIVATE KEY", ""), NOT_USED);
        };
    }

    private static KeyReport pkcs8(byte[] encoded) {
        try {
            var identifier =
                    PrivateKeyInfo.getInstance(encoded).getPrivateKeyAlgorithm().getAlgorithm();
            var algorithm = ALGORITHMS.get(identifier.getId());
            if (algorithm == null) {
                return new KeyReport("PKCS#8", identifier.getId(), NOT_USED);
            }
            var key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return new KeyReport("PKCS#8", RsaKeys.describe(key), key instanceof RSAKey ? READ : NOT_USED);
        } catch (IllegalArgumentException | GeneralSecurityException damaged) {
            return damaged("PKCS#8");
        }
    }

    private static KeyReport pkcs1(byte[] encoded) {
        try {
            var bits = RSAPrivateKey.getInstance(encoded).getModulus().bitLength();
            return new KeyReport("PKCS#1", "RSA " + bits + " bits", READ);
        } catch (IllegalArgumentException | IllegalStateException damaged) {
            return damaged("PKCS#1");
        }
    }

    private static KeyReport damaged(String form) {
        return new KeyReport(form, "damaged", "It cannot be read. Take it from where it was made.");
    }

    /** Returns the report as lines of text that end with a line feed. */
    public String toText() {
        return "Private key: keep it secret\n  Form       " + form + "\n  Key        " + algorithm + "\n  Use        "
                + advice + "\n";
    }

    /** Returns the report as one JSON object. */
    public JsonObject toJson() {
        return Json.createObjectBuilder()
                .add("kind", "private key")
                .add("form", form)
                .add("keyAlgorithm", algorithm)
                .add("use", advice)
                .build();
    }
}

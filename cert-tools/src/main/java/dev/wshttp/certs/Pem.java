// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1InputStream;

/** Writes certificates, keys and revocation lists as text (RFC 7468), and reads them as text or as DER. */
public final class Pem {

    private static final int LINE_LENGTH = 64; // RFC 7468, section 2

    private static final Pattern CERTIFICATES =
            Pattern.compile("-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE|PKCS7|CMS)-----([^-]*)-----END \\1-----");

    private Pem() {}

    /** Writes a certificate. */
    public static byte[] encode(X509Certificate certificate) {
        try {
            return encode("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A parsed certificate always has an encoding", e);
        }
    }

    /** Writes a revocation list. */
    public static byte[] encode(X509CRL list) {
        try {
            return encode("X509 CRL", list.getEncoded());
        } catch (CRLException e) {
            throw new IllegalStateException("A parsed revocation list always has an encoding", e);
        }
    }

    /** Writes a private key in PKCS#8 form without encryption. Only the owner may be able to read the file. */
    public static byte[] encodeUnencrypted(PrivateKey key) {
        return encode("PRIVATE KEY", key.getEncoded());
    }

    /**
     * Reads every certificate in the content.
     *
     * @param source the origin of the content, for error texts
     * @throws CredentialFileException if there is none, or one is malformed
     */
    public static List<X509Certificate> certificates(byte[] content, String source) {
        try {
            var found = new ArrayList<X509Certificate>();
            for (var part : blocks(content)) {
                factory()
                        .generateCertificates(new ByteArrayInputStream(part))
                        .forEach(one -> found.add((X509Certificate) one));
            }
            return requireSome(List.copyOf(found), "certificate", source);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw malformed("certificate", source, e);
        }
    }

    /**
     * Reads the revocation list in the content.
     *
     * @param source the origin of the content, for error texts
     * @throws CredentialFileException if there is none, or it is malformed
     */
    public static X509CRL revocationList(byte[] content, String source) {
        try {
            var encoded = block(content, "X509 CRL").orElse(content);
            var found = factory().generateCRLs(new ByteArrayInputStream(encoded)).stream()
                    .map(X509CRL.class::cast)
                    .toList();
            return requireSome(found, "revocation list", source).get(0);
        } catch (GeneralSecurityException e) {
            throw malformed("revocation list", source, e);
        }
    }

    /** Returns the octets of the first block with a label; empty if there is none, or it is damaged. */
    static Optional<byte[]> block(byte[] content, String label) {
        var text = new String(content, StandardCharsets.ISO_8859_1);
        var begin = "-----BEGIN " + label + "-----";
        var start = text.indexOf(begin);
        var end = start < 0 ? -1 : text.indexOf("-----END " + label + "-----", start);
        if (end < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getMimeDecoder().decode(text.substring(start + begin.length(), end)));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    /** Returns whether content is PEM text. */
    public static boolean isText(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
    }

    /** Returns whether content is PEM text with certificates. */
    public static boolean hasCertificates(byte[] content) {
        return CERTIFICATES
                .matcher(new String(content, StandardCharsets.ISO_8859_1))
                .find();
    }

    /** Returns whether the order of the certificates in content is that of its writer, as in PEM text. */
    public static boolean isOrdered(byte[] content) {
        return CERTIFICATES
                .matcher(new String(content, StandardCharsets.ISO_8859_1))
                .results()
                .anyMatch(block -> block.group(1).endsWith("CERTIFICATE"));
    }

    /** Returns the blocks with certificates, without the text around them; the content itself if it is no PEM text. */
    private static List<byte[]> blocks(byte[] content) {
        var text = new String(content, StandardCharsets.ISO_8859_1);
        if (!text.contains("-----BEGIN ")) {
            return List.of(content);
        }
        return CERTIFICATES
                .matcher(text)
                .results()
                .map(block -> firstValue(Base64.getMimeDecoder().decode(block.group(2))))
                .toList();
    }

    // OpenSSL's trusted certificates have another value behind the certificate.
    private static byte[] firstValue(byte[] der) {
        try (var values = new ASN1InputStream(der)) {
            var first = values.readObject();
            return first == null ? der : first.getEncoded();
        } catch (IOException damaged) {
            return der;
        }
    }

    static byte[] encode(String label, byte[] der) {
        var body = Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'}).encodeToString(der);
        return ("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static CertificateFactory factory() throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509");
    }

    private static <T> List<T> requireSome(List<T> found, String what, String source) {
        if (found.isEmpty()) {
            throw new CredentialFileException("No " + what + " was found in '" + source + "' (expected: a PEM or DER "
                    + what + "). Check that this is the right file.");
        }
        return found;
    }

    private static CredentialFileException malformed(String what, String source, Exception cause) {
        return new CredentialFileException(
                "The content of '" + source + "' could not be read as a " + what
                        + " (expected: PEM or DER). Check that this is the right file and that it is complete.",
                cause);
    }
}

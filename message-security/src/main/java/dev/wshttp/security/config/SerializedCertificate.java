// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.Thumbprint;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The certificate in {@code <certificate encodedValue="..."/>}: base64 of its DER form, or of the form in which Windows stores one, as
 * svcutil writes it (MS-GPNAP, section 2.2.1.4: properties of identifier, encoding type, length and value, in little endian).
 *
 * @param certificate the one certificate
 */
record SerializedCertificate(X509Certificate certificate) {
    private static final int DER_SEQUENCE = 0x30;
    private static final int SHA1_HASH = 3;
    private static final int CERTIFICATE = 0x20;
    private static final int X509_ASN = 1;
    private static final int HEADER_BYTES = 12;

    /** @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if it is neither form, or has anything more in it */
    static SerializedCertificate parse(String base64) {
        try {
            byte[] octets = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
            return octets.length > 0 && octets[0] == DER_SEQUENCE
                    ? new SerializedCertificate(certificate(octets))
                    : new SerializedCertificate(fromProperties(octets));
        } catch (IllegalArgumentException malformed) {
            throw refused("it is not base64");
        } catch (CertificateException malformed) {
            throw refused("what it has is no X.509 certificate");
        }
    }

    /** The DER form, in base64 without line breaks. */
    String toBase64() {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static X509Certificate fromProperties(byte[] octets) throws CertificateException {
        var properties = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        Optional<X509Certificate> found = Optional.empty();
        Optional<byte[]> hash = Optional.empty();
        while (properties.hasRemaining()) {
            if (properties.remaining() < HEADER_BYTES) {
                throw refused("it ends in the middle of a property");
            }
            int identifier = properties.getInt();
            int encoding = properties.getInt();
            byte[] value = value(properties, properties.getInt());
            if (encoding != X509_ASN) {
                throw refused("it has a property of encoding type " + encoding);
            }
            if (identifier == CERTIFICATE) {
                if (found.isPresent()) {
                    throw refused("it has several certificates");
                }
                found = Optional.of(certificate(value));
            } else if (identifier == SHA1_HASH) {
                hash = Optional.of(value);
            }
        }
        X509Certificate certificate = found.orElseThrow(() -> refused("it has no certificate"));
        hash.ifPresent(expected -> requireHash(certificate, expected));
        return certificate;
    }

    private static byte[] value(ByteBuffer properties, int length) {
        if (length < 0 || length > properties.remaining()) {
            throw refused("a property says to be " + Integer.toUnsignedString(length) + " bytes long, and "
                    + properties.remaining() + " are left");
        }
        byte[] value = new byte[length];
        properties.get(value);
        return value;
    }

    private static void requireHash(X509Certificate certificate, byte[] expected) {
        if (!Thumbprint.of(certificate).hex().equalsIgnoreCase(HexFormat.of().formatHex(expected))) {
            throw refused("its hash is that of another certificate");
        }
    }

    private static X509Certificate certificate(byte[] der) throws CertificateException {
        var certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        if (!Arrays.equals(certificate.getEncoded(), der)) {
            throw refused("something follows the certificate");
        }
        return certificate;
    }

    private static MessageSecurityException refused(String found) {
        return new MessageSecurityException(
                SecurityFault.CONFIGURATION_INVALID,
                found + " (expected base64 of one DER certificate, or what svcutil writes). Generate it again, or use"
                        + " <dns value=\"...\"/>");
    }
}

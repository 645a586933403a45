// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.io.ByteArrayInputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;

/**
 * A certificate as text.
 *
 * @param base64 the certificate in DER, or in the serialized form of Windows, which {@code svcutil} writes
 */
record EncodedCertificate(String base64) {
    private static final byte DER_SEQUENCE = 0x30;
    /** The number of the property that holds the certificate ({@code CERT_CERT_PROP_ID}). */
    private static final int CERTIFICATE_PROPERTY = 32;

    X509Certificate certificate() {
        try {
            byte[] octets = Base64.getMimeDecoder().decode(base64);
            byte[] der = octets.length > 0 && octets[0] == DER_SEQUENCE ? octets : certificateProperty(octets);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException | IllegalArgumentException | BufferUnderflowException malformed) {
            throw new MessageSecurityException(
                    SecurityFault.CREDENTIAL_UNREADABLE,
                    "The encoded certificate cannot be read: the text holds no certificate (expected the base64 of an X.509 certificate,"
                            + " as in a PEM file or in WCF's encodedValue). Copy the whole text again.",
                    malformed);
        }
    }

    // The serialized form is a sequence of properties: number, encoding, length, octets. The numbers have 32 bits,
    // lowest octet first.
    private static byte[] certificateProperty(byte[] serialized) {
        var properties = ByteBuffer.wrap(serialized).order(ByteOrder.LITTLE_ENDIAN);
        while (true) {
            int property = properties.getInt();
            properties.getInt();
            int length = properties.getInt();
            if (length < 0 || length > properties.remaining()) {
                throw new BufferUnderflowException();
            }
            byte[] value = new byte[length];
            properties.get(value);
            if (property == CERTIFICATE_PROPERTY) {
                return value;
            }
        }
    }
}

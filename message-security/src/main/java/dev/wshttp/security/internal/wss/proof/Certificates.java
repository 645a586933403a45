// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.internal.soap.Namespaces;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** Reads the certificate in a {@code wsse:BinarySecurityToken}. The JDK's factory parses equal certificates once. */
final class Certificates {
    private static final CertificateFactory FACTORY = factory();

    private Certificates() {}

    static X509Certificate read(ReceivedElement token) {
        String valueType = token.attribute("", "ValueType");
        String encodingType = token.attribute("", "EncodingType");
        if (!(valueType.isEmpty() || valueType.equals(Namespaces.X509_V3))
                || !(encodingType.isEmpty() || encodingType.equals(Namespaces.BASE64))) {
            throw Refusal.malformed("a BinarySecurityToken of type '" + valueType + "'", Namespaces.X509_V3);
        }
        byte[] encoded = Refusal.base64("a BinarySecurityToken", token);
        try {
            var certificate = (X509Certificate) FACTORY.generateCertificate(new ByteArrayInputStream(encoded));
            X509CertificateValidator.requireAcceptedKey(certificate);
            return certificate;
        } catch (CertificateException damaged) {
            throw Refusal.malformed("a BinarySecurityToken that is no certificate", "an X.509 certificate in DER");
        }
    }

    private static CertificateFactory factory() {
        try {
            return CertificateFactory.getInstance("X.509");
        } catch (CertificateException impossible) {
            throw new IllegalStateException("Every JDK reads X.509", impossible);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.credential.EndpointIdentity;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Makes the endpoint reference that WCF writes into a port: the address, and the identity to expect there (WS-AddressingIdentity). */
final class PortReference {
    private PortReference() {}

    static Assertion of(String address, EndpointIdentity identity) {
        return Assertion.element(
                "wsa10:EndpointReference",
                Assertion.element("wsa10:Address").saying(address),
                Assertion.element("id:Identity", claim(identity)));
    }

    private static Assertion claim(EndpointIdentity identity) {
        if (identity instanceof EndpointIdentity.Dns dns) {
            return Assertion.element("id:Dns").saying(dns.name());
        }
        X509Certificate certificate = ((EndpointIdentity.Certificate) identity).expected();
        return Assertion.element(
                "ds:KeyInfo",
                Assertion.element(
                        "ds:X509Data", Assertion.element("ds:X509Certificate").saying(base64(certificate))));
    }

    private static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("A parsed certificate can be encoded", impossible);
        }
    }
}

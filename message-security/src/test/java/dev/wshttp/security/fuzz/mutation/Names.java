// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.mutation;

import java.util.List;

/** Namespaces and names that the protocol uses, for an attacker who knows it. */
final class Names {
    static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";
    static final String SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/";
    static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    static final String SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    static final String SECURITY_11 = "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd";
    static final String UTILITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
    static final String ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#";
    static final String CONVERSATION = "http://schemas.xmlsoap.org/ws/2005/02/sc";
    static final String TRUST = "http://schemas.xmlsoap.org/ws/2005/02/trust";
    static final String XMLNS = "http://www.w3.org/2000/xmlns/";
    static final String XML = "http://www.w3.org/XML/1998/namespace";
    static final String UNKNOWN = "urn:any";

    static final List<String> NAMESPACES = List.of(
            SOAP,
            SOAP_11,
            ADDRESSING,
            "http://schemas.xmlsoap.org/ws/2004/08/addressing",
            SECURITY,
            SECURITY_11,
            UTILITY,
            SIGNATURE,
            ENCRYPTION,
            CONVERSATION,
            "http://docs.oasis-open.org/ws-sx/ws-secureconversation/200512",
            TRUST,
            "http://www.w3.org/2009/xmlenc11#",
            UNKNOWN);

    /** Elements that mean something somewhere: a prefix, a namespace and a local name each. */
    static final List<List<String>> ELEMENTS = List.of(
            List.of("x", UNKNOWN, "x"),
            List.of("s", SOAP, "Envelope"),
            List.of("s", SOAP, "Header"),
            List.of("s", SOAP, "Body"),
            List.of("s", SOAP, "Fault"),
            List.of("a", ADDRESSING, "ReferenceParameters"),
            List.of("a", ADDRESSING, "Metadata"),
            List.of("a", ADDRESSING, "ReplyTo"),
            List.of("a", ADDRESSING, "From"),
            List.of("o", SECURITY, "Security"),
            List.of("o", SECURITY, "SecurityTokenReference"),
            List.of("o", SECURITY, "Embedded"),
            List.of("o", SECURITY, "BinarySecurityToken"),
            List.of("k", SECURITY_11, "SignatureConfirmation"),
            List.of("k", SECURITY_11, "EncryptedHeader"),
            List.of("u", UTILITY, "Timestamp"),
            List.of("d", SIGNATURE, "Signature"),
            List.of("d", SIGNATURE, "Object"),
            List.of("d", SIGNATURE, "Manifest"),
            List.of("d", SIGNATURE, "KeyInfo"),
            List.of("e", ENCRYPTION, "EncryptedKey"),
            List.of("e", ENCRYPTION, "EncryptedData"),
            List.of("e", ENCRYPTION, "EncryptionProperties"),
            List.of("e", ENCRYPTION, "ReferenceList"),
            List.of("c", CONVERSATION, "SecurityContextToken"),
            List.of("c", CONVERSATION, "DerivedKeyToken"),
            List.of("c", CONVERSATION, "Properties"),
            List.of("t", TRUST, "RequestSecurityTokenResponseCollection"));

    static final List<String> ALGORITHMS = List.of(
            ENCRYPTION + "aes128-cbc",
            ENCRYPTION + "aes192-cbc",
            ENCRYPTION + "aes256-cbc",
            ENCRYPTION + "tripledes-cbc",
            "http://www.w3.org/2009/xmlenc11#aes256-gcm",
            ENCRYPTION + "rsa-1_5",
            ENCRYPTION + "rsa-oaep-mgf1p",
            "http://www.w3.org/2009/xmlenc11#rsa-oaep",
            ENCRYPTION + "kw-aes256",
            SIGNATURE + "hmac-sha1",
            SIGNATURE + "sha1",
            SIGNATURE + "rsa-sha1",
            SIGNATURE + "enveloped-signature",
            "http://www.w3.org/2001/04/xmldsig-more#hmac-md5",
            "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            ENCRYPTION + "sha256",
            "http://www.w3.org/2001/10/xml-exc-c14n#",
            "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            "http://www.w3.org/TR/1999/REC-xpath-19991116",
            "http://www.w3.org/TR/1999/REC-xslt-19991116",
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform",
            "");

    private Names() {}
}

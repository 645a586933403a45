// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import java.util.Map;

/** Namespaces of the specifications, with the short names under which this module writes of them. */
public final class Ns {
    /** SOAP 1.2. */
    public static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";
    /** WS-Addressing 1.0. */
    public static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    /** WS-Security 1.0, the header. */
    public static final String SECURITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    /** WS-Security 1.0, ids and times. */
    public static final String UTILITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    /** WS-Security 1.1. */
    public static final String SECURITY_11 = "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd";
    /** XML Signature. */
    public static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
    /** XML Encryption. */
    public static final String ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#";
    /** WS-SecureConversation, February 2005. */
    public static final String CONVERSATION = "http://schemas.xmlsoap.org/ws/2005/02/sc";
    /** WS-Trust, February 2005. */
    public static final String TRUST = "http://schemas.xmlsoap.org/ws/2005/02/trust";
    /** Exclusive canonicalization, and the namespace of its element. */
    public static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";

    private static final Map<String, String> SHORT = Map.of(
            SOAP,
            "s",
            ADDRESSING,
            "a",
            SECURITY,
            "o",
            UTILITY,
            "u",
            SECURITY_11,
            "k",
            SIGNATURE,
            "ds",
            ENCRYPTION,
            "e",
            CONVERSATION,
            "c",
            TRUST,
            "t",
            EXCLUSIVE,
            "ec");

    private Ns() {}

    /** Returns WCF's prefix for a namespace; empty text for a namespace of no specification here. */
    public static String shortName(String namespace) {
        return SHORT.getOrDefault(namespace, "");
    }
}

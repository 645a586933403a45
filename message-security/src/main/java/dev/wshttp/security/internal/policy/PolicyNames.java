// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

/** The namespaces of a WSDL that carries policies. */
final class PolicyNames {
    /** WSDL 1.1. */
    static final String WSDL = "http://schemas.xmlsoap.org/wsdl/";

    /** WSDL 1.1, binding for SOAP 1.2. */
    static final String WSDL_SOAP12 = "http://schemas.xmlsoap.org/wsdl/soap12/";

    /** WS-Policy of September 2004. */
    static final String POLICY = "http://schemas.xmlsoap.org/ws/2004/09/policy";

    /** WS-SecurityPolicy 1.1 of July 2005. */
    static final String SECURITY_POLICY = "http://schemas.xmlsoap.org/ws/2005/07/securitypolicy";

    /** Microsoft's assertions for negotiated tokens. */
    static final String MICROSOFT_SECURITY_POLICY = "http://schemas.microsoft.com/ws/2005/07/securitypolicy";

    /** The token is never sent, because the recipient has it. */
    static final String INCLUDE_NEVER = SECURITY_POLICY + "/IncludeToken/Never";

    /** The token is sent in each request. */
    static final String INCLUDE_ALWAYS_TO_RECIPIENT = SECURITY_POLICY + "/IncludeToken/AlwaysToRecipient";

    /** WS-Addressing 1.0. */
    static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";

    /** WS-Addressing 1.0, WSDL binding (the candidate that WCF uses). */
    static final String ADDRESSING_WSDL = "http://www.w3.org/2006/05/addressing/wsdl";

    /** WCF's identity inside an endpoint reference. */
    static final String ADDRESSING_IDENTITY = "http://schemas.xmlsoap.org/ws/2006/02/addressingidentity";

    /** WS-Security 1.0, ids. */
    static final String UTILITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

    /** MTOM (MTOM Serialization Policy Assertion 1.0). */
    static final String OPTIMIZED = POLICY + "/optimizedmimeserialization";

    /** XML Signature. */
    static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";

    private PolicyNames() {}
}

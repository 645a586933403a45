// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

/** Holds the names that this side reads and never writes: of other versions, and of features that are not supported. */
final class ForeignNames {
    /** WS-Policy 1.5; its operators are those of 2004. */
    static final String POLICY_15 = "http://www.w3.org/ns/ws-policy";

    /** WS-SecurityPolicy 1.2, of {@code ws2007HttpBinding}. */
    static final String SECURITY_POLICY_12 = "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702";

    /** WS-Addressing 1.0, Metadata. */
    static final String ADDRESSING_METADATA = "http://www.w3.org/2007/05/addressing/metadata";

    /** WSDL 1.1, binding for SOAP 1.1. */
    static final String WSDL_SOAP11 = "http://schemas.xmlsoap.org/wsdl/soap/";

    /** The transport of SOAP over HTTP in a WSDL. */
    static final String HTTP_TRANSPORT = "http://schemas.xmlsoap.org/soap/http";

    /** WS-ReliableMessaging of February 2005. */
    static final String RELIABLE_MESSAGING = "http://schemas.xmlsoap.org/ws/2005/02/rm/policy";

    /** WS-AtomicTransaction of October 2004. */
    static final String ATOMIC_TRANSACTION = "http://schemas.xmlsoap.org/ws/2004/10/wsat";

    /** Microsoft's transactions. */
    static final String OLE_TRANSACTIONS = "http://schemas.microsoft.com/ws/2006/02/tx/oletx";

    /** WCF's binary encoding. */
    static final String BINARY_ENCODING = "http://schemas.microsoft.com/ws/06/2004/mspolicy/netbinary1";

    /** WCF's authentication of HTTP. */
    static final String HTTP_AUTHENTICATION = "http://schemas.microsoft.com/ws/06/2004/policy/http";

    private ForeignNames() {}
}

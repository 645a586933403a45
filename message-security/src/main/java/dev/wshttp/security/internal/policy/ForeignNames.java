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

    private ForeignNames() {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.soap;

/** Namespaces, token types and value types of the specifications that WCF's bindings of February 2005 build on. */
public final class Namespaces {
    /** SOAP 1.2. */
    public static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";

    /** WS-Addressing 1.0. */
    public static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";

    /** The address of a sender that waits for the answer on the same connection. */
    public static final String ANONYMOUS = ADDRESSING + "/anonymous";

    /** The address of no one: what would be sent there is not sent (WS-Addressing 1.0, core, section 2.1). */
    public static final String NONE = ADDRESSING + "/none";

    /** The action of faults without an action of their own. */
    public static final String FAULT_ACTION = ADDRESSING + "/soap/fault";

    /** WS-Security 1.0, the header. */
    public static final String SECURITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

    /** WS-Security 1.0, ids and timestamps. */
    public static final String UTILITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

    /** WS-Security 1.1. */
    public static final String SECURITY_11 = "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd";

    /** XML Signature. */
    public static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";

    /** XML Encryption. */
    public static final String ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#";

    /** XML Encryption, type of an encrypted element. */
    public static final String ENCRYPTED_ELEMENT = ENCRYPTION + "Element";

    /** XML Encryption, type of encrypted content. */
    public static final String ENCRYPTED_CONTENT = ENCRYPTION + "Content";

    /** WS-SecureConversation, February 2005. */
    public static final String CONVERSATION = "http://schemas.xmlsoap.org/ws/2005/02/sc";

    /** Token type and value type of a security context token. */
    public static final String CONTEXT_TYPE = CONVERSATION + "/sct";

    /** The action of faults about the session itself. */
    public static final String SESSION_FAULT_ACTION =
            "http://schemas.microsoft.com/ws/2006/05/security/SecureConversationFault";

    /** WS-Trust, February 2005. */
    public static final String TRUST = "http://schemas.xmlsoap.org/ws/2005/02/trust";

    /** Value type of a reference to a derived key token. */
    public static final String DERIVED_KEY_TYPE = CONVERSATION + "/dk";

    /** The only key derivation. */
    public static final String P_SHA1 = CONVERSATION + "/dk/p_sha1";

    /** Encoding type of base64 text. */
    public static final String BASE64 =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";

    /** Value type of a certificate in a binary security token. */
    public static final String X509_V3 =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";

    /** Value type of a subject key identifier. */
    public static final String SUBJECT_KEY_IDENTIFIER =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509SubjectKeyIdentifier";

    /** Value type of a certificate's thumbprint. */
    public static final String THUMBPRINT_SHA1 =
            "http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#ThumbprintSHA1";

    /** Token type and value type of an encrypted key. */
    public static final String ENCRYPTED_KEY_TYPE =
            "http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#EncryptedKey";

    /** Value type of the hash that names an encrypted key of another message. */
    public static final String ENCRYPTED_KEY_SHA1 =
            "http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#EncryptedKeySHA1";

    /** WCF's namespace for faults of its dispatcher. */
    public static final String DISPATCHER =
            "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher";

    /** The action of faults of WCF's dispatcher. */
    public static final String DISPATCHER_FAULT_ACTION = DISPATCHER + "/fault";

    /** WCF's namespace for faults of its message security, and for the state of a context in its token. */
    public static final String WCF_SECURITY = "http://schemas.microsoft.com/ws/2006/05/security";

    /** XML namespace declarations. */
    public static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    private Namespaces() {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static java.util.Map.entry;

import dev.wshttp.security.internal.xml.XmlElement;
import java.util.Map;

/**
 * The meaning of an assertion that is not supported, and what to change on the service, both in the words of WCF's configuration.
 *
 * @param meaning without a full stop
 * @param remedy a sentence
 */
record UnsupportedAssertion(String meaning, String remedy) {
    private static final String CERTIFICATES = "Set <message clientCredentialType=\"Certificate\"/>.";
    private static final String MESSAGE_MODE = "Add an endpoint with wsHttpBinding, <security mode=\"Message\"> and "
            + "clientCredentialType=\"Certificate\".";
    private static final UnsupportedAssertion SECURITY_POLICY_12 = new UnsupportedAssertion(
            "WS-SecurityPolicy 1.2, the vocabulary of ws2007HttpBinding",
            "Use wsHttpBinding instead of ws2007HttpBinding.");
    private static final UnsupportedAssertion RELIABLE = new UnsupportedAssertion(
            "WS-ReliableMessaging (<reliableSession enabled=\"true\"/>)", "Set <reliableSession enabled=\"false\"/>.");
    private static final UnsupportedAssertion TRANSACTIONS = new UnsupportedAssertion(
            "a transaction has to flow along (TransactionFlowOption.Mandatory)",
            "Use TransactionFlowOption.Allowed or NotAllowed.");
    private static final UnsupportedAssertion SUPPORTING = new UnsupportedAssertion(
            "another token than the client's certificate goes along, as with clientCredentialType=\"UserName\"",
            CERTIFICATES);
    private static final UnsupportedAssertion LAYOUT = new UnsupportedAssertion(
            "another order of the security header than Strict",
            "Set securityHeaderLayout=\"Strict\", as wsHttpBinding has.");
    private static final UnsupportedAssertion HTTP_AUTHENTICATION = new UnsupportedAssertion(
            "authentication of HTTP (<transport clientCredentialType=\"...\"/>)",
            "Set <security mode=\"Message\"> with " + "<transport clientCredentialType=\"None\"/>.");
    private static final UnsupportedAssertion ELEMENTS = new UnsupportedAssertion(
            "protection of single elements or headers beside WCF's own",
            "Protect whole messages: Body and the headers of WS-Addressing, as wsHttpBinding does.");
    private static final UnsupportedAssertion DUPLEX = new UnsupportedAssertion(
            "calls in both directions or without answer, as in wsDualHttpBinding", MESSAGE_MODE);

    private static final Map<String, UnsupportedAssertion> KNOWN = Map.ofEntries(
            entry(
                    "TransportBinding",
                    new UnsupportedAssertion(
                            "security by HTTPS (<security mode=\"Transport\"> or \"TransportWithMessageCredential\")",
                            MESSAGE_MODE)),
            entry(
                    "AsymmetricBinding",
                    new UnsupportedAssertion(
                            "each side signs with its own certificate, as in a customBinding with mutualCertificateDuplex or"
                                    + " wsDualHttpBinding",
                            MESSAGE_MODE)),
            entry(
                    "SpnegoContextToken",
                    new UnsupportedAssertion("clientCredentialType=\"Windows\", negotiated", CERTIFICATES)),
            entry(
                    "KerberosToken",
                    new UnsupportedAssertion("clientCredentialType=\"Windows\", Kerberos", CERTIFICATES)),
            entry(
                    "IssuedToken",
                    new UnsupportedAssertion(
                            "clientCredentialType=\"IssuedToken\", tokens of a security token service as in"
                                    + " wsFederationHttpBinding",
                            "Use wsHttpBinding and set <message clientCredentialType=\"Certificate\"/>.")),
            entry("UsernameToken", new UnsupportedAssertion("clientCredentialType=\"UserName\"", CERTIFICATES)),
            entry("SamlToken", new UnsupportedAssertion("a SAML assertion is the client's credential", CERTIFICATES)),
            entry("SupportingTokens", SUPPORTING),
            entry("SignedSupportingTokens", SUPPORTING),
            entry("SignedEndorsingSupportingTokens", SUPPORTING),
            entry("Lax", LAYOUT),
            entry("LaxTsFirst", LAYOUT),
            entry("LaxTsLast", LAYOUT),
            entry(
                    "EncryptBeforeSigning",
                    new UnsupportedAssertion(
                            "parts are encrypted before they are signed (messageProtectionOrder=\"EncryptBeforeSign\")",
                            "Set messageProtectionOrder=\"SignBeforeEncryptAndEncryptSignature\", as wsHttpBinding has.")),
            entry(
                    "ProtectTokens",
                    new UnsupportedAssertion(
                            "the token is signed too (protectTokens=\"true\")",
                            "Set protectTokens=\"false\", as wsHttpBinding has.")),
            entry(
                    "MustNotSendCancel",
                    new UnsupportedAssertion(
                            "security contexts without a state on the service (requireSecurityContextCancellation=\"false\")",
                            "Set requireSecurityContextCancellation=\"true\", as wsHttpBinding has.")),
            entry("RMAssertion", RELIABLE),
            entry("ATAssertion", TRANSACTIONS),
            entry("OleTxAssertion", TRANSACTIONS),
            entry(
                    "OptimizedMimeSerialization",
                    new UnsupportedAssertion(
                            "MTOM in a place or version that WCF does not have",
                            "Set messageEncoding=\"Mtom\" in wsHttpBinding, which publishes it at the endpoint, or \"Text\".")),
            entry(
                    "BinaryEncoding",
                    new UnsupportedAssertion(
                            "WCF's binary encoding (binaryMessageEncoding)",
                            "Use wsHttpBinding, or textMessageEncoding in a customBinding.")),
            entry(
                    "UsingAddressing",
                    new UnsupportedAssertion(
                            "another version of WS-Addressing than 1.0",
                            "Set messageVersion=\"Soap12WSAddressing10\".")),
            entry(
                    "NonAnonymousResponses",
                    new UnsupportedAssertion(
                            "answers go to another place than the HTTP response, as in wsDualHttpBinding",
                            MESSAGE_MODE)),
            entry("CompositeDuplex", DUPLEX),
            entry("OneWay", DUPLEX),
            entry("BasicAuthentication", HTTP_AUTHENTICATION),
            entry("DigestAuthentication", HTTP_AUTHENTICATION),
            entry("NtlmAuthentication", HTTP_AUTHENTICATION),
            entry("NegotiateAuthentication", HTTP_AUTHENTICATION),
            entry("SignedElements", ELEMENTS),
            entry("EncryptedElements", ELEMENTS),
            entry("RequiredElements", ELEMENTS),
            entry("Header", ELEMENTS));

    static UnsupportedAssertion of(XmlElement assertion) {
        if (ForeignNames.SECURITY_POLICY_12.equals(assertion.namespace())) {
            return SECURITY_POLICY_12;
        }
        return KNOWN.getOrDefault(
                assertion.localName(),
                new UnsupportedAssertion(
                        "the client does not know '" + assertion.localName() + "' of '"
                                + MetadataXml.printable(String.valueOf(assertion.namespace())) + "' here",
                        "Remove it from the service's binding; wsHttpBinding has no such assertion there."));
    }

    PolicyProblem at(PolicyPath path, XmlElement assertion) {
        return new PolicyProblem(assertion.qualifiedName(), path.then(assertion).text(), meaning, remedy);
    }
}

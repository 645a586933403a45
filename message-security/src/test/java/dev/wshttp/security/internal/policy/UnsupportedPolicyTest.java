// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static dev.wshttp.security.Refusals.refusal;
import static dev.wshttp.security.internal.policy.RecordedWsdl.DIRECT;
import static dev.wshttp.security.internal.policy.RecordedWsdl.NEGOTIATED;
import static dev.wshttp.security.internal.policy.RecordedWsdl.NEGOTIATED_SESSION;
import static dev.wshttp.security.internal.policy.RecordedWsdl.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.policy.ServiceEndpoint;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One small change to what WCF publishes, and the client says what it does not do. */
class UnsupportedPolicyTest {
    private static final String SP = " xmlns:sp=\"http://schemas.xmlsoap.org/ws/2005/07/securitypolicy\"";
    private static final String ADDRESSING = "<wsaw:UsingAddressing/>";
    private static final String BINDING = "binding WSHttpBinding_ICalculator";
    private static final String TOKEN_PATH = BINDING + " > SymmetricBinding > ProtectionToken > ";
    private static final String SSL_START = "<mssp:SslContextToken sp:Incl";
    private static final String BINDING_REFERENCE = "<wsp:PolicyReference URI=\"#WSHttpBinding_ICalculator_policy\"/>";

    @TempDir
    Path folder;

    static Stream<Arguments> refused() {
        return Stream.of(
                        security(),
                        tokens(),
                        symmetricBinding(),
                        sessions(),
                        messages(),
                        definitions(),
                        extensions(),
                        otherBindings())
                .flatMap(each -> each);
    }

    private static Stream<Arguments> security() {
        return Stream.of(
                change(
                        DIRECT,
                        BINDING_REFERENCE,
                        "",
                        "sp:SymmetricBinding (missing)",
                        "mode=\"None\"",
                        "never calls unsecured"),
                change(
                        DIRECT,
                        "sp:SymmetricBinding",
                        "sp:TransportBinding",
                        "sp:TransportBinding",
                        BINDING + " > TransportBinding",
                        "mode=\"Transport\"",
                        "TransportWithMessageCredential"),
                change(
                        DIRECT,
                        "sp:SymmetricBinding",
                        "sp:AsymmetricBinding",
                        "AsymmetricBinding",
                        "mutualCertificateDuplex"),
                change(
                        NEGOTIATED,
                        "http://schemas.xmlsoap.org/ws/2005/07/securitypolicy\"",
                        "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702\"",
                        "sp:SymmetricBinding",
                        "WS-SecurityPolicy 1.2",
                        "wsHttpBinding instead of ws2007HttpBinding"),
                change(
                        DIRECT,
                        "<sp:RequireSignatureConfirmation/>",
                        "",
                        "sp:RequireSignatureConfirmation (missing)",
                        BINDING + " > Wss11",
                        "requireSignatureConfirmation=\"true\""),
                change(
                        SESSION,
                        "<sp:RequireSignatureConfirmation/>",
                        "",
                        "sp:RequireSignatureConfirmation (missing)",
                        "BootstrapPolicy > Wss11"),
                change(
                        NEGOTIATED,
                        "<sp:Wss11" + SP + "><wsp:Policy/>",
                        "<sp:Wss11" + SP + "><wsp:Policy><sp:RequireSignatureConfirmation/></wsp:Policy>",
                        "absence of sp:RequireSignatureConfirmation",
                        "requireSignatureConfirmation=\"false\""),
                change(
                        NEGOTIATED,
                        "<sp:Wss11" + SP + "><wsp:Policy/></sp:Wss11>",
                        "",
                        "sp:Wss11 (missing)",
                        "WSSecurity11"),
                change(
                        NEGOTIATED,
                        "<wsp:Policy/></sp:Wss11>",
                        "<wsp:Policy><sp:MustSupportRefMagic/></wsp:Policy></sp:Wss11>",
                        "sp:MustSupportRefMagic",
                        BINDING + " > Wss11 > MustSupportRefMagic"),
                change(
                        NEGOTIATED,
                        "<sp:RequireServerEntropy/>",
                        "",
                        "sp:RequireServerEntropy (missing)",
                        "CombinedEntropy"),
                change(
                        NEGOTIATED,
                        "<sp:RequireClientEntropy/>",
                        "",
                        "sp:RequireClientEntropy (missing)",
                        "CombinedEntropy"),
                change(
                        NEGOTIATED,
                        "<sp:MustSupportIssuedTokens/>",
                        "<sp:MustSupportServerChallenge/>",
                        "sp:MustSupportServerChallenge"));
    }

    private static Stream<Arguments> tokens() {
        return Stream.of(
                change(
                        NEGOTIATED,
                        "mssp:SslContextToken",
                        "mssp:SpnegoContextToken",
                        "mssp:SpnegoContextToken",
                        TOKEN_PATH + "SpnegoContextToken",
                        "clientCredentialType=\"Windows\"",
                        "clientCredentialType=\"Certificate\""),
                change(NEGOTIATED, "mssp:SslContextToken", "sp:KerberosToken", "sp:KerberosToken", "Kerberos"),
                change(
                        NEGOTIATED,
                        "mssp:SslContextToken",
                        "sp:IssuedToken",
                        "sp:IssuedToken",
                        "wsFederationHttpBinding"),
                change(
                        NEGOTIATED,
                        "mssp:SslContextToken",
                        "sp:UsernameToken",
                        "sp:UsernameToken",
                        "clientCredentialType=\"UserName\""),
                change(NEGOTIATED, "mssp:SslContextToken", "sp:SamlToken", "sp:SamlToken", "SAML"),
                change(
                        NEGOTIATED,
                        "<mssp:RequireClientCertificate/>",
                        "",
                        "mssp:RequireClientCertificate (missing)",
                        TOKEN_PATH + "SslContextToken",
                        "clientCredentialType=\"None\""),
                change(
                        NEGOTIATED,
                        "<mssp:RequireClientCertificate/>",
                        "<mssp:RequireClientCertificate/><mssp:MustNotSendCancel/>",
                        "mssp:MustNotSendCancel",
                        "requireSecurityContextCancellation"),
                change(NEGOTIATED, SSL_START, "<sp:HttpsToken/>" + SSL_START, "sp:HttpsToken"),
                change(
                        NEGOTIATED,
                        "<sp:RequireDerivedKeys/>",
                        "",
                        "sp:RequireDerivedKeys (missing)",
                        TOKEN_PATH + "SslContextToken",
                        "requireDerivedKeys=\"true\""),
                change(
                        DIRECT,
                        "<sp:RequireDerivedKeys/>",
                        "",
                        "sp:RequireDerivedKeys (missing)",
                        TOKEN_PATH + "X509Token"),
                change(
                        SESSION,
                        "<sp:RequireDerivedKeys/><sp:BootstrapPolicy>",
                        "<sp:BootstrapPolicy>",
                        "sp:RequireDerivedKeys (missing)",
                        TOKEN_PATH + "SecureConversationToken"),
                change(
                        DIRECT,
                        "IncludeToken/Never",
                        "IncludeToken/AlwaysToRecipient",
                        "sp:IncludeToken is",
                        TOKEN_PATH + "X509Token",
                        "inclusionMode"),
                change(
                        NEGOTIATED,
                        "IncludeToken/AlwaysToRecipient",
                        "IncludeToken/Never",
                        "sp:IncludeToken is",
                        TOKEN_PATH + "SslContextToken"),
                change(
                        DIRECT,
                        "IncludeToken/AlwaysToRecipient",
                        "IncludeToken/Once",
                        "sp:IncludeToken is",
                        "EndorsingSupportingTokens > X509Token"),
                change(DIRECT, "<sp:WssX509V3Token10/>", "<sp:WssX509Pkcs7Token10/>", "sp:WssX509Pkcs7Token10"),
                change(
                        DIRECT,
                        "AlwaysToRecipient\"><wsp:Policy>",
                        "AlwaysToRecipient\"><wsp:Policy><sp:RequireDerivedKeys/>",
                        "sp:RequireDerivedKeys",
                        "EndorsingSupportingTokens > X509Token > RequireDerivedKeys"),
                change(
                        DIRECT,
                        "AlwaysToRecipient\"><wsp:Policy>",
                        "AlwaysToRecipient\"><sp:Issuer/><wsp:Policy>",
                        "sp:Issuer"),
                change(
                        DIRECT,
                        "EndorsingSupportingTokens",
                        "SignedSupportingTokens",
                        "sp:SignedSupportingTokens",
                        "sp:EndorsingSupportingTokens (missing)"),
                change(
                        DIRECT,
                        "EndorsingSupportingTokens",
                        "SignedEndorsingSupportingTokens",
                        "sp:SignedEndorsingSupportingTokens"),
                change(NEGOTIATED, ADDRESSING, ADDRESSING + "<sp:SupportingTokens" + SP + "/>", "sp:SupportingTokens"),
                change(
                        NEGOTIATED,
                        ADDRESSING,
                        ADDRESSING + "<sp:EndorsingSupportingTokens" + SP + "/>",
                        "sp:EndorsingSupportingTokens",
                        "already have a security context"),
                change(
                        DIRECT,
                        "<sp:EndorsingSupportingTokens" + SP + "><wsp:Policy>",
                        "<sp:EndorsingSupportingTokens" + SP + "><wsp:Policy><sp:UsernameToken/>",
                        "sp:UsernameToken",
                        "EndorsingSupportingTokens > UsernameToken"));
    }

    private static Stream<Arguments> symmetricBinding() {
        return Stream.of(
                change(
                        NEGOTIATED,
                        "sp:ProtectionToken",
                        "sp:EncryptionToken",
                        "sp:ProtectionToken (missing)",
                        "sp:EncryptionToken"),
                change(
                        NEGOTIATED,
                        "<sp:Strict/>",
                        "<sp:Lax/>",
                        "sp:Lax",
                        BINDING + " > SymmetricBinding > Layout > Lax",
                        "securityHeaderLayout=\"Strict\""),
                change(NEGOTIATED, "<sp:Strict/>", "<sp:LaxTsFirst/>", "sp:LaxTsFirst"),
                change(NEGOTIATED, "<sp:Strict/>", "<sp:LaxTsLast/>", "sp:LaxTsLast"),
                change(
                        NEGOTIATED,
                        "<sp:Layout><wsp:Policy><sp:Strict/></wsp:Policy></sp:Layout>",
                        "",
                        "sp:Strict (missing)"),
                change(
                        NEGOTIATED,
                        "<sp:IncludeTimestamp/>",
                        "",
                        "sp:IncludeTimestamp (missing)",
                        "includeTimestamp=\"true\""),
                change(
                        NEGOTIATED,
                        "<sp:EncryptSignature/>",
                        "",
                        "sp:EncryptSignature (missing)",
                        "SignBeforeEncryptAndEncryptSignature"),
                change(
                        NEGOTIATED,
                        "<sp:OnlySignEntireHeadersAndBody/>",
                        "",
                        "sp:OnlySignEntireHeadersAndBody (missing)"),
                change(
                        NEGOTIATED,
                        "<sp:EncryptSignature/>",
                        "<sp:EncryptSignature/><sp:EncryptBeforeSigning/>",
                        "sp:EncryptBeforeSigning",
                        "messageProtectionOrder"),
                change(
                        NEGOTIATED,
                        "<sp:EncryptSignature/>",
                        "<sp:EncryptSignature/><sp:ProtectTokens/>",
                        "sp:ProtectTokens",
                        "protectTokens=\"false\""),
                change(
                        NEGOTIATED,
                        "<sp:Basic256/>",
                        "<sp:TripleDesSha512/>",
                        "sp:TripleDesSha512",
                        "AlgorithmSuite > TripleDesSha512",
                        "Basic256Sha256"),
                change(NEGOTIATED, "<sp:Basic256/>", "<sp:Basic64/>", "sp:Basic64"),
                change(NEGOTIATED, "<sp:Basic256/>", "<sp:basic-256/>", "sp:basic-256"),
                change(NEGOTIATED, "<sp:Basic256/>", "<sp:Basic256/><sp:Basic128/>", "several suites"),
                change(NEGOTIATED, "<sp:Basic256/>", "<sp:Basic256/><sp:InclusiveC14N/>", "sp:InclusiveC14N"),
                change(
                        NEGOTIATED,
                        "<sp:AlgorithmSuite><wsp:Policy><sp:Basic256/></wsp:Policy></sp:AlgorithmSuite>",
                        "",
                        "sp:AlgorithmSuite (missing)"),
                change(
                        NEGOTIATED,
                        "<sp:IncludeTimestamp/>",
                        "<sp:IncludeTimestamp><x:Unknown xmlns:x=\"urn:x\"/></sp:IncludeTimestamp>",
                        "x:Unknown",
                        "IncludeTimestamp > Unknown"));
    }

    private static Stream<Arguments> sessions() {
        return Stream.of(
                first(
                        SESSION,
                        "<sp:Basic256/>",
                        "<sp:Basic128/>",
                        "the session has the suite",
                        "'basic256'",
                        "'basic128'"),
                change(SESSION, "sp:BootstrapPolicy", "sp:Bootstrap", "sp:BootstrapPolicy (missing)", "sp:Bootstrap"),
                change(
                        NEGOTIATED_SESSION,
                        "<sp:RequireDerivedKeys/><sp:BootstrapPolicy>",
                        "<sp:RequireDerivedKeys/><sp:MustNotSendCancel/><sp:BootstrapPolicy>",
                        "sp:MustNotSendCancel"),
                change(
                        NEGOTIATED_SESSION,
                        "mssp:SslContextToken",
                        "mssp:SpnegoContextToken",
                        "BootstrapPolicy > SymmetricBinding > ProtectionToken > SpnegoContextToken"),
                change(
                        NEGOTIATED_SESSION,
                        "mssp:SslContextToken",
                        "sp:SecureConversationToken",
                        "BootstrapPolicy > SymmetricBinding > ProtectionToken > SecureConversationToken"),
                first(
                        NEGOTIATED_SESSION,
                        "<sp:EncryptedParts><sp:Body/></sp:EncryptedParts>",
                        "",
                        "sp:EncryptedParts (missing)",
                        "BootstrapPolicy"),
                first(
                        NEGOTIATED_SESSION,
                        "<sp:SignedParts><sp:Body/>",
                        "<sp:SignedParts>",
                        "sp:SignedParts (missing)",
                        "[Body]",
                        "BootstrapPolicy"));
    }

    private static Stream<Arguments> messages() {
        String input = BINDING + " > operation Add > input";
        String to = "<sp:Header Name=\"To\" Namespace=\"http://www.w3.org/2005/08/addressing\"/>";
        return Stream.of(
                first(
                        DIRECT,
                        "<sp:SignedParts" + SP + "><sp:Body/>",
                        "<sp:SignedParts" + SP + ">",
                        "sp:SignedParts (missing)",
                        input,
                        "[Body]",
                        "EncryptAndSign"),
                first(DIRECT, to, "", "sp:SignedParts (missing)", input, "[To]"),
                first(DIRECT, to.replace("To", "Action"), "", "[Action]"),
                first(DIRECT, to.replace("To", "MessageID"), "", "[MessageID]"),
                first(DIRECT, to.replace("To", "RelatesTo"), "", "[RelatesTo]"),
                first(DIRECT, to.replace("To", "ReplyTo"), "", "[ReplyTo]"),
                first(
                        DIRECT,
                        "<wsp:PolicyReference URI=\"#WSHttpBinding_ICalculator_Add_output_policy\"/>",
                        "",
                        "sp:SignedParts (missing)",
                        "operation Add > output"),
                first(
                        DIRECT,
                        to,
                        to + "<sp:Header Namespace=\"urn:tenants\"/>",
                        "sp:Header",
                        input + " > SignedParts > Header"),
                first(
                        DIRECT,
                        "<sp:EncryptedParts" + SP + "><sp:Body/>",
                        "<sp:EncryptedParts" + SP + "><sp:Body/>" + to,
                        "sp:Header",
                        input + " > EncryptedParts > Header"),
                first(
                        DIRECT,
                        "<sp:EncryptedParts" + SP + "><sp:Body/></sp:EncryptedParts>",
                        "<sp:EncryptedParts" + SP + "/><sp:SignedElements" + SP + "/>",
                        "sp:SignedElements",
                        input + " > SignedElements"),
                first(
                        DIRECT,
                        "<sp:EncryptedParts" + SP + "><sp:Body/></sp:EncryptedParts>",
                        "<sp:EncryptedParts" + SP + "/><sp:SignedParts" + SP + "/>",
                        "every header"),
                first(
                        DIRECT,
                        "<soap12:operation ",
                        "<wsp:Policy><wsat:ATAssertion xmlns:wsat=\"http://schemas.xmlsoap.org/ws/2004/10/wsat\"/></wsp:Policy><soap12:operation ",
                        "wsat:ATAssertion",
                        "operation Add > ATAssertion",
                        "TransactionFlowOption"),
                first(
                        DIRECT,
                        "<wsdl:input wsaw:Action",
                        "<wsdl:input wsp:PolicyURIs=\"#odd\" wsaw:Action",
                        "x:Unknown",
                        input + " > Unknown"),
                first(
                        DIRECT,
                        "<soap12:body use=\"literal\"/></wsdl:output>",
                        "</wsdl:output><wsdl:fault name=\"F\"><wsp:Policy><sp:EncryptedParts" + SP
                                + "/></wsp:Policy></wsdl:fault>",
                        "sp:SignedParts (missing)",
                        "operation Add > fault"));
    }

    private static Stream<Arguments> definitions() {
        String message = "<wsdl:message name=\"ICalculator_Add_InputMessage\"";
        String place = "operation Add > input > Unknown";
        return Stream.of(
                first(DIRECT, message, message + " wsp:PolicyURIs=\"#odd\"", "x:Unknown", place),
                first(DIRECT, message + ">", message + "><wsp:PolicyReference URI=\"#odd\"/>", "x:Unknown", place),
                first(
                        DIRECT,
                        message + ">",
                        message + "><wsp:Policy><x:Unknown xmlns:x=\"urn:x\"/></wsp:Policy>",
                        "x:Unknown",
                        place),
                first(
                        DIRECT,
                        "<wsdl:message name=\"ICalculator_Add_OutputMessage\"",
                        "<wsdl:message name=\"ICalculator_Add_OutputMessage\" wsp:PolicyURIs=\"#odd\"",
                        "x:Unknown",
                        "operation Add > output > Unknown"),
                first(DIRECT, message, "<wsdl:message name=\"Other\"", "wsdl:message (missing)", "_Add_InputMessage"),
                first(
                        DIRECT,
                        "<wsdl:types>",
                        "<wsp:PolicyAttachment><wsp:AppliesTo/></wsp:PolicyAttachment><wsdl:types>",
                        "wsp:PolicyAttachment",
                        "definitions CalculatorService",
                        "wsp:AppliesTo",
                        "with wsp:PolicyReference"));
    }

    private static Stream<Arguments> extensions() {
        String service = "<wsdl:service name=\"CalculatorService\">";
        return Stream.of(
                required("<wsdl:types>", "", "<wsdl:types>", "definitions CalculatorService > Must"),
                required(service, service, "", "service CalculatorService > Must"),
                required("<soap12:address", "", "<soap12:address", "port WSHttpBinding_ICalculator > Must"),
                required(
                        "<wsdl:portType name=\"ICalculator\">",
                        "<wsdl:portType name=\"ICalculator\">",
                        "",
                        "portType ICalculator > Must"),
                required(
                        "<wsdl:operation name=\"Add\">",
                        "<wsdl:operation name=\"Add\">",
                        "",
                        BINDING + " > operation Add > Must"),
                required("<soap12:operation ", "", "<soap12:operation ", BINDING + " > operation Add > Must"),
                required("<soap12:body ", "", "<soap12:body ", BINDING + " > operation Add > input > Must"),
                required("</wsdl:message>", "", "</wsdl:message>", BINDING + " > operation Add > input > Must"));
    }

    private static Stream<Arguments> otherBindings() {
        return Stream.of(
                change(
                        NEGOTIATED,
                        "soap12:binding",
                        "soap:binding",
                        "soap:binding",
                        "SOAP 1.1, as in basicHttpBinding",
                        "Use wsHttpBinding"),
                change(
                        NEGOTIATED,
                        "<soap12:binding transport=\"http://schemas.xmlsoap.org/soap/http\"/>",
                        "",
                        "soap12:binding (missing)"),
                change(
                        NEGOTIATED,
                        "transport=\"http://schemas.xmlsoap.org/soap/http\"",
                        "transport=\"http://schemas.microsoft.com/soap/tcp\"",
                        "netTcpBinding"),
                change(NEGOTIATED, ADDRESSING, "", "wsaw:UsingAddressing (missing)", "Soap12WSAddressing10"),
                change(
                        NEGOTIATED,
                        ADDRESSING,
                        "<wsap:UsingAddressing/>",
                        "wsap:UsingAddressing",
                        "another version of WS-Addressing"),
                change(
                        NEGOTIATED,
                        ADDRESSING,
                        "<wsam:Addressing><wsp:Policy><wsam:NonAnonymousResponses/></wsp:Policy></wsam:Addressing>",
                        "wsam:NonAnonymousResponses"),
                assertion(
                        "wsrm:RMAssertion",
                        "http://schemas.xmlsoap.org/ws/2005/02/rm/policy",
                        "reliableSession enabled=\"false\""),
                assertion(
                        "wsoma:OptimizedMimeSerialization",
                        "http://www.w3.org/2007/08/soap12-mtom-policy",
                        "messageEncoding=\"Mtom\""),
                assertion(
                        "msb:BinaryEncoding", "http://schemas.microsoft.com/ws/06/2004/mspolicy/netbinary1", "binary"),
                assertion(
                        "http:BasicAuthentication",
                        "http://schemas.microsoft.com/ws/06/2004/policy/http",
                        "clientCredentialType=\"None\""),
                assertion(
                        "cdp:CompositeDuplex", "http://schemas.microsoft.com/net/2006/06/duplex", "wsDualHttpBinding"),
                assertion("x:Unknown", "urn:x", "does not know 'Unknown' of 'urn:x'"),
                change(
                        NEGOTIATED,
                        BINDING_REFERENCE,
                        BINDING_REFERENCE + "<x:Unknown xmlns:x=\"urn:x\" wsdl:required=\"true\"/>",
                        "x:Unknown"),
                change(
                        NEGOTIATED,
                        "<wsdl:service name=\"CalculatorService\">",
                        "<wsdl:service name=\"CalculatorService\" wsp:PolicyURIs=\"#odd\">",
                        "x:Unknown"),
                change(NEGOTIATED, "<wsdl:portType ", "<wsdl:portType wsp:PolicyURIs=\"#odd\" ", "x:Unknown"),
                change(
                        NEGOTIATED,
                        "http://localhost:18100/",
                        "net.tcp://localhost:18100/",
                        "soap12:address",
                        "http://"),
                change(
                        NEGOTIATED,
                        "<Identity ",
                        "<wsa10:ReferenceParameters/><Identity ",
                        "wsa10:ReferenceParameters",
                        "<headers>"),
                change(NEGOTIATED, "X509Data>", "Other>", "Identity", "a certificate or a DNS name"),
                change(NEGOTIATED, "<X509Certificate>MII", "<X509Certificate>AAAA", "a certificate or a DNS name"),
                change(
                        NEGOTIATED,
                        " binding=\"tns:WSHttpBinding_ICalculator\"",
                        " binding=\"tns:Absent\"",
                        "wsdl:binding (missing)",
                        "Absent"),
                change(NEGOTIATED, " type=\"tns:ICalculator\"", " type=\"tns:Absent\"", "wsdl:portType (missing)"),
                change(
                        NEGOTIATED,
                        "<wsp:ExactlyOne><wsp:All><sp:SymmetricBinding",
                        "<wsp:ExactlyOne/><wsp:ExactlyOne><wsp:All><sp:SymmetricBinding",
                        "no alternative"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void saysWhatItDoesNotDoAndWhatToChange(RecordedWsdl wsdl, String... told) {
        // A policy that some of the changes refer to.
        var complete = wsdl.with(
                "<wsp:Policy wsu:Id=\"odd\"><x:Unknown xmlns:x=\"urn:x\"/></wsp:Policy><wsdl:types>", "<wsdl:types>");

        MessageSecurityException refused = refusal(() -> ServiceEndpoint.fromWsdl(complete.in(folder)));

        assertThat(refused.fault()).isEqualTo(SecurityFault.POLICY_NOT_SUPPORTED);
        assertThat(refused).hasMessageContainingAll(told);
    }

    @Test
    void tellsEveryProblemAtOnceAndTheSameOneOnce() {
        var wsdl = RecordedWsdl.of(NEGOTIATED)
                .with("<sp:Lax/>", "<sp:Strict/>")
                .without("<sp:IncludeTimestamp/>")
                .without("<sp:Body/>");

        String told = refusal(() -> ServiceEndpoint.fromWsdl(wsdl.in(folder))).getMessage();

        assertThat(told)
                .contains("sp:Lax", "sp:IncludeTimestamp (missing)")
                .containsOnlyOnce("[Body]")
                .contains("operation Add > input and in '9' more places");
    }

    private static Arguments assertion(String name, String namespace, String told) {
        String prefix = name.substring(0, name.indexOf(':'));
        String assertion = "<" + name + " xmlns:" + prefix + "=\"" + namespace + "\"/>";
        return change(NEGOTIATED, ADDRESSING, ADDRESSING + assertion, name, told);
    }

    /** An extension that is required, where the text is first. */
    private static Arguments required(String text, String before, String after, String where) {
        String extension = "<x:Must xmlns:x=\"urn:x\" wsdl:required=\"true\"/>";
        return first(NEGOTIATED, text, before + extension + after, "'x:Must' at " + where);
    }

    /** A change wherever the text is. */
    private static Arguments change(String mode, String text, String replacement, String... told) {
        return Arguments.of(RecordedWsdl.of(mode).with(replacement, text), told);
    }

    /** A change where the text is first. */
    private static Arguments first(String mode, String text, String replacement, String... told) {
        return Arguments.of(RecordedWsdl.of(mode).withFirst(replacement, text), told);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.policy.ServiceEndpoint;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Policies that say the same as WCF's in other words. */
class PolicyToleranceTest {
    private static final String SP = " xmlns:sp=\"http://schemas.xmlsoap.org/ws/2005/07/securitypolicy\"";
    private static final String WSS11 = "<sp:Wss11" + SP + "><wsp:Policy/></sp:Wss11>";
    private static final String ADDRESSING = "<wsaw:UsingAddressing/>";
    private static final String BINDING_REFERENCE = "<wsp:PolicyReference URI=\"#WSHttpBinding_ICalculator_policy\"/>";
    private static final String UNKNOWN = "<x:Unknown xmlns:x=\"urn:x\"/>";
    private static final String TO = "<sp:Header Name=\"To\" Namespace=\"http://www.w3.org/2005/08/addressing\"/>";

    @TempDir
    Path folder;

    static Stream<Arguments> sameInOtherWords() {
        return Stream.of(
                other(
                        "the four references that older versions of WCF list",
                        WSS11,
                        WSS11.replace(
                                "<wsp:Policy/>",
                                "<wsp:Policy><sp:MustSupportRefKeyIdentifier/><sp:MustSupportRefIssuerSerial/>"
                                        + "<sp:MustSupportRefThumbprint/><sp:MustSupportRefEncryptedKey/></wsp:Policy>")),
                other(
                        "WS-Security 1.0 beside 1.1",
                        WSS11,
                        "<sp:Wss10" + SP + "><wsp:Policy><sp:MustSupportRefKeyIdentifier/></wsp:Policy></sp:Wss10>"
                                + WSS11),
                other("no Trust10 at the endpoint", trust(), ""),
                other(
                        "another order of assertions",
                        ADDRESSING + "</wsp:All>",
                        "</wsp:All>",
                        WSS11,
                        ADDRESSING + WSS11),
                other(
                        "the later assertion of addressing",
                        ADDRESSING,
                        "<wsam:Addressing><wsp:Policy><wsam:AnonymousResponses/></wsp:Policy></wsam:Addressing>"),
                other("the later assertion of addressing, without a policy", ADDRESSING, "<wsam:Addressing/>"),
                other(
                        "addressing by an element of the WSDL",
                        ADDRESSING,
                        "",
                        BINDING_REFERENCE,
                        ADDRESSING + BINDING_REFERENCE),
                other(
                        "addressing by an element that is required",
                        ADDRESSING,
                        "",
                        BINDING_REFERENCE,
                        "<wsaw:UsingAddressing wsdl:required=\"true\"/>" + BINDING_REFERENCE),
                other("a compact policy", "<wsp:ExactlyOne><wsp:All>", "", "</wsp:All></wsp:ExactlyOne>", ""),
                other(
                        "WS-Policy 1.5",
                        "http://schemas.xmlsoap.org/ws/2004/09/policy",
                        "http://www.w3.org/ns/ws-policy"),
                other(
                        "an assertion that is optional",
                        ADDRESSING,
                        ADDRESSING + "<x:Unknown xmlns:x=\"urn:x\" wsp:Optional=\"true\"/>"),
                other(
                        "a first alternative that is not supported",
                        "<wsp:ExactlyOne><wsp:All>",
                        "<wsp:ExactlyOne><wsp:All>" + UNKNOWN + "</wsp:All><wsp:All>"),
                other(
                        "a second alternative",
                        "</wsp:All></wsp:ExactlyOne>",
                        "</wsp:All><wsp:All>" + UNKNOWN + "</wsp:All></wsp:ExactlyOne>"),
                other(
                        "a choice between suites",
                        "<sp:Basic256/>",
                        "<wsp:ExactlyOne><sp:Basic64/><sp:Basic256/></wsp:ExactlyOne>"),
                other(
                        "the endpoint's policy at the port",
                        BINDING_REFERENCE,
                        "",
                        "<soap12:address",
                        BINDING_REFERENCE + "<soap12:address"),
                other(
                        "a policy by attribute",
                        BINDING_REFERENCE,
                        "",
                        "<wsdl:binding ",
                        "<wsdl:binding wsp:PolicyURIs=\"#WSHttpBinding_ICalculator_policy\" "),
                other(
                        "a policy inline that refers to another",
                        BINDING_REFERENCE,
                        "<wsp:Policy><wsp:All>" + BINDING_REFERENCE + "</wsp:All></wsp:Policy>"),
                other(
                        "headers by their namespace",
                        TO,
                        "<sp:Header Namespace=\"http://www.w3.org/2005/08/addressing\"/>"),
                other("no signature over headers that are never sent", TO.replace("To", "FaultTo"), ""),
                other(
                        "encryption of the body by an element without children",
                        "<sp:EncryptedParts><sp:Body/></sp:EncryptedParts>",
                        "<sp:EncryptedParts/>"),
                other("a layout beside comments", "<sp:Strict/>", "<!-- WCF's --> <sp:Strict> </sp:Strict>"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sameInOtherWords")
    void readsWhatIsSaidInOtherWords(String what, String... changes) {
        var wsdl = RecordedWsdl.of(RecordedWsdl.NEGOTIATED_SESSION);
        for (int index = 0; index < changes.length; index += 2) {
            wsdl = wsdl.with(changes[index + 1], changes[index]);
        }

        assertThat(ServiceEndpoint.fromWsdl(wsdl.in(folder)).binding())
                .isEqualTo(WsHttpBinding.builder().build());
    }

    @Test
    void takesEachFormOfReferenceToACertificate() {
        var wsdl = RecordedWsdl.of(RecordedWsdl.DIRECT)
                .with("<sp:RequireIssuerSerialReference/>", "<sp:RequireThumbprintReference/>")
                .with("<sp:WssX509V3Token11/>", "<sp:WssX509V3Token10/>");

        assertThat(ServiceEndpoint.fromWsdl(wsdl.in(folder)).binding().negotiateServiceCredential())
                .isFalse();
    }

    @Test
    void leavesFaultsWithoutPolicyToTheCheckOfMessages() {
        var wsdl = RecordedWsdl.of(RecordedWsdl.DIRECT)
                .withFirst(
                        "</wsdl:output><wsdl:fault name=\"F\"><soap12:fault name=\"F\" use=\"literal\"/></wsdl:fault>",
                        "<soap12:body use=\"literal\"/></wsdl:output>");

        assertThat(ServiceEndpoint.fromWsdl(wsdl.in(folder)).binding().establishSecurityContext())
                .isFalse();
    }

    private static String trust() {
        return "<sp:Trust10" + SP + "><wsp:Policy><sp:MustSupportIssuedTokens/><sp:RequireClientEntropy/>"
                + "<sp:RequireServerEntropy/></wsp:Policy></sp:Trust10>";
    }

    /** @param changes texts and what stands in their place */
    private static Arguments other(String what, String... changes) {
        return Arguments.of(what, changes);
    }
}

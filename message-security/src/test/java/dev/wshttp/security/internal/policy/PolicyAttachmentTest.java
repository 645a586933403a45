// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.internal.xml.XmlElement;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is attached, beside what WCF attached: the whole documents are compared, not only the policies. */
class PolicyAttachmentTest {
    private static final URI ADDRESS = URI.create("http://localhost:18100/ServiceModelSamples/service");
    private static final EndpointIdentity CERTIFICATE = EndpointIdentity.certificate(
            Recorded.serviceCredentials().serviceCertificate().certificate());

    static Stream<Arguments> modesAndSuites() {
        return Stream.of(WcfWsdl.values())
                .flatMap(mode -> Stream.of(AlgorithmSuite.values()).map(suite -> Arguments.of(mode, suite)));
    }

    @ParameterizedTest
    @EnumSource
    void attachesWhatWcfAttachesInEachModeToAnyDocument(WcfWsdl mode) {
        for (String file : List.of("wsdl.xml", "singleWsdl.xml")) {
            XmlElement document = WcfWsdl.elementWithoutPolicies(mode.text(file));

            assertThat(WcfWsdl.meaning(document)).doesNotContain("olicy", "EndpointReference");

            XmlElement attached =
                    attachment(mode, AlgorithmSuite.BASIC256, document).attachedTo(document);

            assertThat(WcfWsdl.meaning(attached)).isEqualTo(WcfWsdl.meaning(WcfWsdl.element(mode.text(file))));
        }
    }

    @ParameterizedTest
    @MethodSource("modesAndSuites")
    void namesTheSuiteWhereWcfDoes(WcfWsdl mode, AlgorithmSuite suite) {
        XmlElement document = WcfWsdl.elementWithoutPolicies(mode.text("wsdl.xml"));

        XmlElement attached = attachment(mode, suite, document).attachedTo(document);

        String expected = mode.text("wsdl.xml").replace("<sp:Basic256/>", "<sp:" + suite.policyName() + "/>");
        assertThat(WcfWsdl.meaning(attached)).isEqualTo(WcfWsdl.meaning(WcfWsdl.element(expected)));
    }

    /** Recorded in {@code live-mtom--mode1/wsdl} and of the same place in a session. */
    @ParameterizedTest
    @EnumSource
    void namesMtomWhereWcfDoes(WcfWsdl mode) {
        XmlElement document = WcfWsdl.elementWithoutPolicies(mode.text("wsdl.xml"));
        WsHttpBinding text = mode.binding(AlgorithmSuite.BASIC256);
        WsHttpBinding mtom = WsHttpBinding.builder()
                .negotiateServiceCredential(text.negotiateServiceCredential())
                .establishSecurityContext(text.establishSecurityContext())
                .messageEncoding(WsMessageEncoding.MTOM)
                .build();

        XmlElement attached = attachment(mtom, document).attachedTo(document);

        String expected = mode.text("wsdl.xml")
                .replace(
                        "<wsaw:UsingAddressing",
                        "<wsoma:OptimizedMimeSerialization xmlns:wsoma="
                                + "\"http://schemas.xmlsoap.org/ws/2004/09/policy/optimizedmimeserialization\"/><wsaw:UsingAddressing");
        assertThat(WcfWsdl.meaning(attached)).isEqualTo(WcfWsdl.meaning(WcfWsdl.element(expected)));
    }

    @ParameterizedTest
    @EnumSource
    void replacesThePoliciesOfAnotherBinding(WcfWsdl mode) {
        XmlElement document = WcfWsdl.element(WcfWsdl.NEGOTIATED_SESSION.text("wsdl.xml"));

        XmlElement attached =
                attachment(mode, AlgorithmSuite.BASIC256, document).attachedTo(document);

        assertThat(WcfWsdl.meaning(attached)).isEqualTo(WcfWsdl.meaning(WcfWsdl.element(mode.text("wsdl.xml"))));
    }

    @Test
    void addsNothingToADocumentOfThePortType() {
        XmlElement document = WcfWsdl.element("""
                <wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:other">
                  <wsdl:portType name="ICalculator"/>
                </wsdl:definitions>""");
        String before = WcfWsdl.meaning(document);

        XmlElement attached =
                attachment(WcfWsdl.DIRECT, AlgorithmSuite.BASIC256, document).attachedTo(document);

        assertThat(WcfWsdl.meaning(attached)).isEqualTo(before);
    }

    @Test
    void leavesSchemasAlone() {
        XmlElement document = WcfWsdl.element(
                "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='http://tempuri.org/'/>");
        String before = WcfWsdl.meaning(document);

        XmlElement attached =
                attachment(WcfWsdl.DIRECT, AlgorithmSuite.BASIC256, document).attachedTo(document);

        assertThat(WcfWsdl.meaning(attached)).isEqualTo(before);
    }

    @Test
    void servesAWsdlOfTwoDocuments() {
        XmlElement bindings = small("<wsdl:binding name='B'><soap12:binding/></wsdl:binding>");
        XmlElement services = small(
                "<wsdl:service name='S'><wsdl:port name='P' binding='tns:B'><soap12:address location='http://a/'/>"
                        + "</wsdl:port></wsdl:service>");

        bindings = small(Optional.empty()).attachedTo(bindings);
        services = small(Optional.empty()).attachedTo(services);

        assertThat(count(bindings, PolicyNames.POLICY, "PolicyReference")).isOne();
        assertThat(count(bindings, PolicyNames.ADDRESSING, "EndpointReference")).isZero();
        assertThat(count(services, PolicyNames.POLICY, "Policy")).isZero();
        assertThat(count(services, PolicyNames.ADDRESSING, "EndpointReference")).isOne();
    }

    @Test
    void leavesOtherBindingsAndPortsAlone() {
        XmlElement document = small("""
                <wsdl:binding name='Other'><soap12:binding/></wsdl:binding>
                <wsdl:service name='S'><wsdl:port name='Other'><soap12:address location='http://a/'/></wsdl:port></wsdl:service>
                <wsdl:service name='Other'><wsdl:port name='P'><soap12:address location='http://a/'/></wsdl:port></wsdl:service>
                """);
        String before = WcfWsdl.meaning(document);

        XmlElement attached = small(Optional.of(ADDRESS)).attachedTo(document);

        assertThat(WcfWsdl.meaning(attached)).isEqualTo(before);
    }

    @Test
    void leavesDefinitionsOfTheSameNameInOtherNamespacesAlone() {
        XmlElement document = small("<wsdl:binding name='B'><soap12:binding/></wsdl:binding>")
                .withAttribute(new QName("targetNamespace"), "urn:other");
        String before = WcfWsdl.meaning(document);

        XmlElement attached = small(Optional.of(ADDRESS)).attachedTo(document);

        assertThat(WcfWsdl.meaning(attached)).isEqualTo(before);
    }

    @Test
    void leavesABindingOfSoap11Alone() {
        XmlElement document =
                small("<wsdl:binding name='B'><soap:binding xmlns:soap='http://schemas.xmlsoap.org/wsdl/soap/'/>"
                        + "</wsdl:binding>");
        String before = WcfWsdl.meaning(document);

        XmlElement attached = small(Optional.of(ADDRESS)).attachedTo(document);

        assertThat(WcfWsdl.meaning(attached)).isEqualTo(before);
    }

    @Test
    void protectsFaultsUnderWcfsName() {
        XmlElement document =
                small("<wsdl:binding name='B'><soap12:binding/><wsdl:operation name='Divide'><wsdl:input/>"
                        + "<wsdl:output/><wsdl:fault name='ByZero'/></wsdl:operation></wsdl:binding>");

        XmlElement attached = small(Optional.empty()).attachedTo(document);

        assertThat(ids(attached))
                .containsExactly(
                        "B_policy", "B_Divide_Input_policy", "B_Divide_output_policy", "B_Divide_ByZero_Fault");
        assertThat(reference(attached, "fault")).isEqualTo("#B_Divide_ByZero_Fault");
    }

    @Test
    void publishesTheIdentityThatTheServiceSets() {
        XmlElement document =
                small("<wsdl:service name='S'><wsdl:port name='P'><soap12:address location='http://a/'/></wsdl:port>"
                        + "</wsdl:service>");

        XmlElement attached = small(Optional.empty()).attachedTo(document);

        XmlElement identity = only(attached, PolicyNames.ADDRESSING_IDENTITY, "Identity");
        assertThat(WcfWsdl.meaning(identity))
                .isEqualTo(WcfWsdl.meaning(WcfWsdl.element("<Identity xmlns='" + PolicyNames.ADDRESSING_IDENTITY
                        + "'><Dns>Contoso.com</Dns></Identity>")));
    }

    @Test
    void publishesTheLogicalAddressWhereThereIsOne() {
        String port =
                "<wsdl:service name='S'><wsdl:port name='P'><soap12:address location='http://a/'/></wsdl:port></wsdl:service>";
        XmlElement own = small(port);
        XmlElement given = small(port);

        own = small(Optional.empty()).attachedTo(own);
        given = small(Optional.of(ADDRESS)).attachedTo(given);

        assertThat(addresses(own)).containsExactly("http://a/", "http://a/");
        assertThat(addresses(given)).containsExactly(ADDRESS.toString(), ADDRESS.toString());
    }

    @Test
    void keepsTheDocumentationFirst() {
        XmlElement document = small("<wsdl:documentation>Words.</wsdl:documentation><wsdl:binding name='B'>"
                + "<wsdl:documentation>Words.</wsdl:documentation><soap12:binding/></wsdl:binding>");

        XmlElement attached = small(Optional.empty()).attachedTo(document);

        assertThat(attached.elements())
                .extracting(XmlElement::localName)
                .containsExactly("documentation", "Policy", "binding");
        assertThat(Wsdl.children(attached, "binding").get(0).elements())
                .extracting(XmlElement::localName)
                .containsExactly("documentation", "PolicyReference", "binding");
    }

    @Test
    void saysOfAddressingOnceOnly() {
        XmlElement document = small("<wsp15:Policy wsu:Id='own'/><wsp15:Policy wsu:Id='shared'/><wsdl:binding name='B'>"
                + "<wsaw:UsingAddressing/><wsp15:PolicyReference URI='#own'/><wsp15:PolicyReference URI='#shared'/><soap12:binding/>"
                + "</wsdl:binding><wsdl:binding name='Other'><wsp15:PolicyReference URI='#shared'/></wsdl:binding>");

        XmlElement attached = small(Optional.empty()).attachedTo(document);

        assertThat(count(attached, PolicyNames.ADDRESSING_WSDL, "UsingAddressing"))
                .isOne();
        assertThat(ids(attached)).containsExactly("B_policy", "shared");
        assertThat(count(attached, "http://www.w3.org/ns/ws-policy", "PolicyReference"))
                .isOne();
    }

    private static PolicyAttachment attachment(WcfWsdl mode, AlgorithmSuite suite, XmlElement document) {
        return attachment(mode.binding(suite), document);
    }

    private static PolicyAttachment attachment(WsHttpBinding binding, XmlElement document) {
        String namespace = document.attribute("targetNamespace");
        return new PolicyAttachment(
                binding,
                CERTIFICATE,
                Optional.of(ADDRESS),
                new QName(namespace, "CalculatorService"),
                "WSHttpBinding_ICalculator",
                new QName(namespace, "WSHttpBinding_ICalculator"),
                MessageLevels.DEFAULT);
    }

    private static PolicyAttachment small(Optional<URI> address) {
        return new PolicyAttachment(
                WcfWsdl.DIRECT.binding(AlgorithmSuite.BASIC256),
                EndpointIdentity.dns("Contoso.com"),
                address,
                new QName("urn:small", "S"),
                "P",
                new QName("urn:small", "B"),
                MessageLevels.DEFAULT);
    }

    private static XmlElement small(String content) {
        return WcfWsdl.element("""
                <wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:small"
                    xmlns:tns="urn:small" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/"
                    xmlns:wsaw="http://www.w3.org/2006/05/addressing/wsdl" xmlns:wsp15="http://www.w3.org/ns/ws-policy"
                    xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd">
                """ + content + "</wsdl:definitions>");
    }

    private static List<String> ids(XmlElement document) {
        return document.elements().stream()
                .filter(child -> "Policy".equals(child.localName()))
                .map(child -> child.attribute(PolicyNames.UTILITY, "Id"))
                .toList();
    }

    private static String reference(XmlElement document, String message) {
        return only(document, PolicyNames.WSDL, message)
                .element(PolicyNames.POLICY, "PolicyReference")
                .orElseThrow()
                .attribute("URI");
    }

    private static List<String> addresses(XmlElement document) {
        return List.of(
                only(document, PolicyNames.WSDL_SOAP12, "address").attribute("location"),
                only(document, PolicyNames.ADDRESSING, "Address").textContent());
    }

    private static XmlElement only(XmlElement document, String namespace, String localName) {
        assertThat(count(document, namespace, localName)).isOne();
        return all(document, namespace, localName).findFirst().orElseThrow();
    }

    private static long count(XmlElement document, String namespace, String localName) {
        return all(document, namespace, localName).count();
    }

    private static Stream<XmlElement> all(XmlElement within, String namespace, String localName) {
        return Stream.concat(
                within.is(namespace, localName) ? Stream.of(within) : Stream.empty(),
                within.elements().stream().flatMap(child -> all(child, namespace, localName)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.captures.Recorded;
import dev.wshttp.security.credential.EndpointIdentity;
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
import org.w3c.dom.Document;
import org.w3c.dom.Element;

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
            Document document = WcfWsdl.withoutPolicies(mode.text(file));

            assertThat(WcfWsdl.meaning(document)).doesNotContain("olicy", "EndpointReference");

            attachment(mode, AlgorithmSuite.BASIC256, document).attachTo(document);

            assertThat(WcfWsdl.meaning(document)).isEqualTo(WcfWsdl.meaning(WcfWsdl.parse(mode.text(file))));
        }
    }

    @ParameterizedTest
    @MethodSource("modesAndSuites")
    void namesTheSuiteWhereWcfDoes(WcfWsdl mode, AlgorithmSuite suite) {
        Document document = WcfWsdl.withoutPolicies(mode.text("wsdl.xml"));

        attachment(mode, suite, document).attachTo(document);

        String expected = mode.text("wsdl.xml").replace("<sp:Basic256/>", "<sp:" + suite.policyName() + "/>");
        assertThat(WcfWsdl.meaning(document)).isEqualTo(WcfWsdl.meaning(WcfWsdl.parse(expected)));
    }

    @ParameterizedTest
    @EnumSource
    void replacesThePoliciesOfAnotherBinding(WcfWsdl mode) {
        Document document = WcfWsdl.parse(WcfWsdl.NEGOTIATED_SESSION.text("wsdl.xml"));

        attachment(mode, AlgorithmSuite.BASIC256, document).attachTo(document);

        assertThat(WcfWsdl.meaning(document)).isEqualTo(WcfWsdl.meaning(WcfWsdl.parse(mode.text("wsdl.xml"))));
    }

    @Test
    void addsNothingToADocumentOfThePortType() {
        Document document = WcfWsdl.parse("""
                <wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:other">
                  <wsdl:portType name="ICalculator"/>
                </wsdl:definitions>""");
        String before = WcfWsdl.meaning(document);

        attachment(WcfWsdl.DIRECT, AlgorithmSuite.BASIC256, document).attachTo(document);

        assertThat(WcfWsdl.meaning(document)).isEqualTo(before);
    }

    @Test
    void leavesSchemasAlone() {
        Document document = WcfWsdl.parse(
                "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='http://tempuri.org/'/>");
        String before = WcfWsdl.meaning(document);

        attachment(WcfWsdl.DIRECT, AlgorithmSuite.BASIC256, document).attachTo(document);

        assertThat(WcfWsdl.meaning(document)).isEqualTo(before);
    }

    @Test
    void servesAWsdlOfTwoDocuments() {
        Document bindings = small("<wsdl:binding name='B'><soap12:binding/></wsdl:binding>");
        Document services = small(
                "<wsdl:service name='S'><wsdl:port name='P' binding='tns:B'><soap12:address location='http://a/'/>"
                        + "</wsdl:port></wsdl:service>");

        small(Optional.empty()).attachTo(bindings);
        small(Optional.empty()).attachTo(services);

        assertThat(count(bindings, PolicyNames.POLICY, "PolicyReference")).isOne();
        assertThat(count(bindings, PolicyNames.ADDRESSING, "EndpointReference")).isZero();
        assertThat(count(services, PolicyNames.POLICY, "Policy")).isZero();
        assertThat(count(services, PolicyNames.ADDRESSING, "EndpointReference")).isOne();
    }

    @Test
    void leavesOtherBindingsAndPortsAlone() {
        Document document = small("""
                <wsdl:binding name='Other'><soap12:binding/></wsdl:binding>
                <wsdl:service name='S'><wsdl:port name='Other'><soap12:address location='http://a/'/></wsdl:port></wsdl:service>
                <wsdl:service name='Other'><wsdl:port name='P'><soap12:address location='http://a/'/></wsdl:port></wsdl:service>
                """);
        String before = WcfWsdl.meaning(document);

        small(Optional.of(ADDRESS)).attachTo(document);

        assertThat(WcfWsdl.meaning(document)).isEqualTo(before);
    }

    @Test
    void leavesDefinitionsOfTheSameNameInOtherNamespacesAlone() {
        Document document = small("<wsdl:binding name='B'><soap12:binding/></wsdl:binding>");
        document.getDocumentElement().setAttribute("targetNamespace", "urn:other");
        String before = WcfWsdl.meaning(document);

        small(Optional.of(ADDRESS)).attachTo(document);

        assertThat(WcfWsdl.meaning(document)).isEqualTo(before);
    }

    @Test
    void leavesABindingOfSoap11Alone() {
        Document document =
                small("<wsdl:binding name='B'><soap:binding xmlns:soap='http://schemas.xmlsoap.org/wsdl/soap/'/>"
                        + "</wsdl:binding>");
        String before = WcfWsdl.meaning(document);

        small(Optional.of(ADDRESS)).attachTo(document);

        assertThat(WcfWsdl.meaning(document)).isEqualTo(before);
    }

    @Test
    void protectsFaultsUnderWcfsName() {
        Document document = small("<wsdl:binding name='B'><soap12:binding/><wsdl:operation name='Divide'><wsdl:input/>"
                + "<wsdl:output/><wsdl:fault name='ByZero'/></wsdl:operation></wsdl:binding>");

        small(Optional.empty()).attachTo(document);

        assertThat(ids(document))
                .containsExactly(
                        "B_policy", "B_Divide_Input_policy", "B_Divide_output_policy", "B_Divide_ByZero_Fault");
        assertThat(reference(document, "fault")).isEqualTo("#B_Divide_ByZero_Fault");
    }

    @Test
    void publishesTheIdentityThatTheServiceSets() {
        Document document =
                small("<wsdl:service name='S'><wsdl:port name='P'><soap12:address location='http://a/'/></wsdl:port>"
                        + "</wsdl:service>");

        small(Optional.empty()).attachTo(document);

        Element identity = only(document, PolicyNames.ADDRESSING_IDENTITY, "Identity");
        assertThat(WcfWsdl.meaning(identity))
                .isEqualTo(WcfWsdl.meaning(WcfWsdl.parse("<Identity xmlns='" + PolicyNames.ADDRESSING_IDENTITY
                        + "'><Dns>Contoso.com</Dns></Identity>")));
    }

    @Test
    void publishesTheLogicalAddressWhereThereIsOne() {
        String port =
                "<wsdl:service name='S'><wsdl:port name='P'><soap12:address location='http://a/'/></wsdl:port></wsdl:service>";
        Document own = small(port);
        Document given = small(port);

        small(Optional.empty()).attachTo(own);
        small(Optional.of(ADDRESS)).attachTo(given);

        assertThat(addresses(own)).containsExactly("http://a/", "http://a/");
        assertThat(addresses(given)).containsExactly(ADDRESS.toString(), ADDRESS.toString());
    }

    @Test
    void keepsTheDocumentationFirst() {
        Document document = small("<wsdl:documentation>Words.</wsdl:documentation><wsdl:binding name='B'>"
                + "<wsdl:documentation>Words.</wsdl:documentation><soap12:binding/></wsdl:binding>");

        small(Optional.empty()).attachTo(document);

        Element definitions = document.getDocumentElement();
        assertThat(MetadataXml.children(definitions))
                .extracting(Element::getLocalName)
                .containsExactly("documentation", "Policy", "binding");
        assertThat(MetadataXml.children(Wsdl.children(definitions, "binding").get(0)))
                .extracting(Element::getLocalName)
                .containsExactly("documentation", "PolicyReference", "binding");
    }

    @Test
    void saysOfAddressingOnceOnly() {
        Document document = small("<wsp15:Policy wsu:Id='own'/><wsp15:Policy wsu:Id='shared'/><wsdl:binding name='B'>"
                + "<wsaw:UsingAddressing/><wsp15:PolicyReference URI='#own'/><wsp15:PolicyReference URI='#shared'/><soap12:binding/>"
                + "</wsdl:binding><wsdl:binding name='Other'><wsp15:PolicyReference URI='#shared'/></wsdl:binding>");

        small(Optional.empty()).attachTo(document);

        assertThat(count(document, PolicyNames.ADDRESSING_WSDL, "UsingAddressing"))
                .isOne();
        assertThat(ids(document)).containsExactly("B_policy", "shared");
        assertThat(count(document, "http://www.w3.org/ns/ws-policy", "PolicyReference"))
                .isOne();
    }

    private static PolicyAttachment attachment(WcfWsdl mode, AlgorithmSuite suite, Document document) {
        String namespace = document.getDocumentElement().getAttribute("targetNamespace");
        return new PolicyAttachment(
                mode.binding(suite),
                CERTIFICATE,
                Optional.of(ADDRESS),
                new QName(namespace, "CalculatorService"),
                "WSHttpBinding_ICalculator",
                new QName(namespace, "WSHttpBinding_ICalculator"));
    }

    private static PolicyAttachment small(Optional<URI> address) {
        return new PolicyAttachment(
                WcfWsdl.DIRECT.binding(AlgorithmSuite.BASIC256),
                EndpointIdentity.dns("Contoso.com"),
                address,
                new QName("urn:small", "S"),
                "P",
                new QName("urn:small", "B"));
    }

    private static Document small(String content) {
        return WcfWsdl.parse("""
                <wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:small"
                    xmlns:tns="urn:small" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/"
                    xmlns:wsaw="http://www.w3.org/2006/05/addressing/wsdl" xmlns:wsp15="http://www.w3.org/ns/ws-policy"
                    xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd">
                """ + content + "</wsdl:definitions>");
    }

    private static List<String> ids(Document document) {
        return MetadataXml.children(document.getDocumentElement()).stream()
                .filter(child -> "Policy".equals(child.getLocalName()))
                .map(child -> child.getAttributeNS(PolicyNames.UTILITY, "Id"))
                .toList();
    }

    private static String reference(Document document, String message) {
        Element subject = only(document, PolicyNames.WSDL, message);
        return MetadataXml.child(subject, PolicyNames.POLICY, "PolicyReference")
                .orElseThrow()
                .getAttribute("URI");
    }

    private static List<String> addresses(Document document) {
        return List.of(
                only(document, PolicyNames.WSDL_SOAP12, "address").getAttribute("location"),
                only(document, PolicyNames.ADDRESSING, "Address").getTextContent());
    }

    private static Element only(Document document, String namespace, String localName) {
        assertThat(count(document, namespace, localName)).isOne();
        return (Element) document.getElementsByTagNameNS(namespace, localName).item(0);
    }

    private static int count(Document document, String namespace, String localName) {
        return document.getElementsByTagNameNS(namespace, localName).getLength();
    }
}

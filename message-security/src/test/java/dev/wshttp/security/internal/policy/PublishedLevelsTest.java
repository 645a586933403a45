// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.policy.ServiceEndpoint;
import dev.wshttp.security.protection.MessageParts;
import dev.wshttp.security.protection.OperationProtection;
import dev.wshttp.security.protection.ProtectionLevel;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The levels that WCF publishes are read, and published in the same way; a document of the network cannot lower them. */
class PublishedLevelsTest {
    private static final String HEADERS = "live-encrypted-headers--mode1";
    private static final String LEVELS = "live-protection-levels--mode1";
    private static final String IHEADS = "http://example.org/live/IHeads/";
    private static final String IPROT = "http://example.org/live/IProt/";
    private static final String ADDRESSING_OPEN = "<sp:Header Name=\"To\"";

    @TempDir
    private Path folder;

    private static RecordedWsdl recorded(String recording) {
        try (var resource =
                PublishedLevelsTest.class.getResourceAsStream("/captures/" + recording + "/wsdl/singleWsdl.xml")) {
            return new RecordedWsdl(
                    new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    private ProtectionRequirements read(RecordedWsdl wsdl) {
        return ServiceEndpoint.fromWsdl(wsdl.in(folder)).protection();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HEADERS,
                "live-encrypted-headers-namespaces--mode1",
                LEVELS,
                "live-protection-levels--mode2",
                "live-protection-levels-all-none--mode1",
                "live-protection-levels-all-none--mode2",
                "live-protection-levels-all-sign--mode1",
                "live-protection-levels-all-sign--mode2"
            })
    void publishesTheLevelsAsWcfDoes(String recording) {
        RecordedWsdl wsdl = recorded(recording);
        ServiceEndpoint endpoint = ServiceEndpoint.fromWsdl(wsdl.in(folder));
        XmlElement document = WcfWsdl.elementWithoutPolicies(wsdl.text());

        XmlElement attached = attachment(endpoint, document).attachedTo(document);

        assertThat(WcfWsdl.meaning(attached)).isEqualTo(WcfWsdl.meaning(WcfWsdl.element(wsdl.text())));
    }

    private static PolicyAttachment attachment(ServiceEndpoint endpoint, XmlElement document) {
        String namespace = document.attribute("targetNamespace");
        XmlElement type = Wsdl.children(document, "portType").get(0);
        var levels = new MessageLevels.Builder();
        for (XmlElement operation : Wsdl.children(type, "operation")) {
            String name = operation.attribute("name");
            OperationProtection known =
                    endpoint.protection().operation(action(operation, "input")).orElseThrow();
            levels.input(name, known.request());
            levels.output(name, known.reply());
            for (XmlElement fault : Wsdl.children(operation, "fault")) {
                levels.fault(
                        name,
                        fault.attribute("name"),
                        Objects.requireNonNull(known.faults().get(action(fault))));
            }
        }
        return new PolicyAttachment(
                endpoint.binding(),
                endpoint.identity().orElseThrow(),
                Optional.of(endpoint.address()),
                new QName(namespace, "LiveService"),
                endpoint.name(),
                new QName(namespace, endpoint.name()),
                levels.build());
    }

    private static String action(XmlElement operation, String kind) {
        return action(Wsdl.children(operation, kind).get(0));
    }

    private static String action(XmlElement message) {
        return message.attribute(PolicyNames.ADDRESSING_WSDL, "Action");
    }

    @Test
    void readsTheLevelsOfEachDirectionAndFault() {
        ProtectionRequirements levels = read(recorded(LEVELS));

        assertThat(levels.request(IPROT + "SignToEncrypt").body()).isEqualTo(ProtectionLevel.SIGN);
        assertThat(levels.answer(IPROT + "SignToEncrypt", IPROT + "SignToEncryptResponse"))
                .isEqualTo(MessageParts.DEFAULT);
        assertThat(levels.request(IPROT + "NoneOp").body()).isEqualTo(ProtectionLevel.NONE);
        assertThat(levels.answer(IPROT + "SignOp", IPROT + "SignOpLiveFaultFault")
                        .body())
                .isEqualTo(ProtectionLevel.SIGN);
    }

    @Test
    void anUndeclaredFaultAndTheReplyOfAnotherOperationAreEncrypted() {
        ProtectionRequirements levels = read(recorded(LEVELS));

        assertThat(levels.answer(IPROT + "SignOp", "http://www.w3.org/2005/08/addressing/soap/fault"))
                .isEqualTo(MessageParts.DEFAULT);
        assertThat(levels.answer(IPROT + "EncryptOp", IPROT + "NoneOpResponse")).isEqualTo(MessageParts.DEFAULT);
        assertThat(levels.answer(IPROT + "SignOp", IPROT + "NoneOpLiveFaultFault"))
                .isEqualTo(MessageParts.DEFAULT);
        assertThat(levels.request("urn:unknown")).isEqualTo(MessageParts.DEFAULT);
    }

    @Test
    void readsTheLevelOfEachHeaderAndFindsTheFreeOnesInTheBinding() {
        MessageParts heads = read(recorded(HEADERS)).request(IHEADS + "Heads");
        String namespace = "http://example.org/live/headers";

        assertThat(heads.header(namespace, "Default")).contains(ProtectionLevel.ENCRYPT_AND_SIGN);
        assertThat(heads.header(namespace, "Encrypted")).contains(ProtectionLevel.ENCRYPT_AND_SIGN);
        assertThat(heads.header(namespace, "Signed")).contains(ProtectionLevel.SIGN);
        assertThat(heads.header(namespace, "Open")).contains(ProtectionLevel.NONE);
        assertThat(heads.header(namespace, "Secret")).isEmpty();
    }

    @Test
    void aWsdlWithoutLevelsIsThatOfAContractThatSaysNothing() {
        assertThat(read(RecordedWsdl.of(RecordedWsdl.DIRECT)).isDefault()).isTrue();
    }

    @Test
    void refusesAHeaderThatIsEncryptedAndNotSigned() {
        var wsdl = recorded(HEADERS)
                .withFirst("", "<sp:Header Name=\"Default\" Namespace=\"http://example.org/live/headers\"/>");

        assertThat(refusal(() -> ServiceEndpoint.fromWsdl(wsdl.in(folder))))
                .hasMessageContaining("is encrypted and not signed")
                .extracting("fault")
                .isEqualTo(SecurityFault.POLICY_NOT_SUPPORTED);
    }

    @Test
    void refusesMessagesWithoutSignedAddressingHeadersAtEachLevel() {
        var wsdl = recorded("live-protection-levels-all-none--mode1")
                .withFirst("", ADDRESSING_OPEN + " Namespace=\"http://www.w3.org/2005/08/addressing\"/>");

        assertThat(refusal(() -> ServiceEndpoint.fromWsdl(wsdl.in(folder)))).hasMessageContaining("[To]");
    }

    @Test
    void refusesReadableSignaturesWhereSomethingIsEncrypted() {
        var wsdl = recorded(LEVELS).without("<sp:EncryptSignature/>");

        assertThat(refusal(() -> ServiceEndpoint.fromWsdl(wsdl.in(folder))))
                .hasMessageContaining("sp:EncryptSignature (missing)");
    }

    @Test
    void aDocumentOfTheNetworkTakesNoEncryptionOffRequests() {
        try (var server = new MetadataServer()) {
            server.with(
                    "wsdl",
                    recorded(HEADERS)
                            .with(
                                    "URI=\"#WSHttpBinding_IHeads_HeadEncBodySign_output_policy\"",
                                    "URI=\"#WSHttpBinding_IHeads_HeadEncBodyNone_output_policy\""));

            ProtectionRequirements levels =
                    ServiceEndpoint.fromWsdl(server.at("wsdl")).protection();

            MessageParts heads = levels.request(IHEADS + "Heads");
            assertThat(heads.body()).isEqualTo(ProtectionLevel.ENCRYPT_AND_SIGN);
            assertThat(heads.headers().values()).containsOnly(ProtectionLevel.ENCRYPT_AND_SIGN);
            MessageParts reply = levels.answer(IHEADS + "Heads", IHEADS + "HeadsResponse");
            assertThat(reply.header("http://example.org/live/headers", "OpenAnswer"))
                    .isEmpty();
            assertThat(reply.header("http://example.org/live/headers", "SignedAnswer"))
                    .contains(ProtectionLevel.SIGN);
        }
    }

    @Test
    void aDocumentOfTheNetworkThatSaysNothingLeavesNoHeaderOfARequestInClear() {
        ProtectionRequirements levels = NetworkLevels.of(ProtectionRequirements.DEFAULT);

        assertThat(levels.encryptsRequests()).isTrue();
        assertThat(levels.isDefault()).isFalse();
        assertThat(levels.request("urn:any").undeclared()).isEqualTo(ProtectionLevel.ENCRYPT_AND_SIGN);
        assertThat(levels.request(null).undeclared()).isEqualTo(ProtectionLevel.ENCRYPT_AND_SIGN);
        assertThat(levels.answer("urn:any", "urn:anyResponse")).isEqualTo(MessageParts.DEFAULT);
    }

    @Test
    void aDocumentOfTheNetworkChoosesNoWeakSuite() {
        try (var server = new MetadataServer()) {
            RecordedWsdl weak = recorded(HEADERS)
                    .with(
                            "URI=\"#WSHttpBinding_IHeads_HeadEncBodySign_output_policy\"",
                            "URI=\"#WSHttpBinding_IHeads_HeadEncBodyNone_output_policy\"")
                    .with("<sp:TripleDesRsa15/>", "<sp:Basic256/>");
            server.with("wsdl", weak);

            assertThat(refusal(() -> ServiceEndpoint.fromWsdl(server.at("wsdl"))))
                    .hasMessageContaining("sp:TripleDesRsa15")
                    .hasMessageContaining("read the WSDL from a file of your own")
                    .extracting("fault")
                    .isEqualTo(SecurityFault.POLICY_NOT_SUPPORTED);
        }
    }

    @Test
    void aDocumentOfTheNetworkMakesNoFreeHeaderOfAFaultVisible() {
        var header = new QName("urn:h", "Free");
        MessageParts fault = MessageParts.DEFAULT.withHeader(header, ProtectionLevel.NONE);
        ProtectionRequirements published = ProtectionRequirements.of(
                List.of(OperationProtection.of("urn:a", ProtectionLevel.SIGN).withFault("urn:f", fault)));

        assertThat(NetworkLevels.of(published).answer("urn:a", "urn:f").headers())
                .isEmpty();
    }

    @Test
    void aDocumentOfTheNetworkThatWantsUnsignedAnswersIsRefusedWithARemedy() {
        try (var server = new MetadataServer()) {
            server.with("wsdl", recorded(LEVELS));

            assertThat(refusal(() -> ServiceEndpoint.fromWsdl(server.at("wsdl"))))
                    .hasMessageContaining("NoneOp")
                    .hasMessageContaining("read the WSDL from a file of your own")
                    .extracting("fault")
                    .isEqualTo(SecurityFault.POLICY_NOT_SUPPORTED);
        }
    }

    @Test
    void publishesNothingElseForAContractThatSaysNothing() {
        assertThat(BindingPolicy.ofMessage("m", MessageParts.DEFAULT))
                .isEqualTo(BindingPolicy.ofMessage("m", MessageParts.ofBody(ProtectionLevel.ENCRYPT_AND_SIGN)));
        assertThat(BindingPolicy.ofEndpoint("e", WsHttpBinding.builder().build(), MessageLevels.DEFAULT)
                        .toString())
                .contains("sp:EncryptSignature");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.levels;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.xml.ws.api.SOAPVersion;
import com.sun.xml.ws.api.message.Headers;
import com.sun.xml.ws.developer.WSBindingProvider;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.attacks.Mode;
import dev.wshttp.security.policy.ServiceEndpoint;
import dev.wshttp.security.protection.MessageParts;
import dev.wshttp.security.protection.OperationProtection;
import dev.wshttp.security.protection.ProtectionLevel;
import dev.wshttp.security.protection.ProtectionRequirements;
import jakarta.xml.ws.Holder;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.StringReader;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our client and our service with a contract that has levels, over HTTP, in all four modes. */
@Timeout(120)
class ContractLevelsTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @ParameterizedTest
    @EnumSource
    void eachHeaderTravelsAtItsLevel(Mode mode) {
        try (var site = new VaultSite(mode, PKI)) {
            var receipt = new Holder<String>();

            String stored = site.client().store("gold", "s3cret", "acme", "trace-1", receipt);

            assertThat(stored).isEqualTo("store gold,s3cret,acme,trace-1");
            assertThat(receipt.value).isEqualTo("receipt for s3cret");
            assertThat(site.request.get())
                    .containsOnlyOnce("EncryptedHeader s:mustUnderstand=\"1\"")
                    .doesNotContain("s3cret", "gold")
                    .contains(">acme<", ">trace-1<")
                    .containsPattern("Trace[^>]*>trace-1")
                    .doesNotContainPattern("Trace[^>]*Id=[^>]*>trace-1")
                    .containsPattern("Tenant[^>]*Id=[^>]*>acme");
            assertThat(site.reply.get()).contains("EncryptedHeader").doesNotContain("s3cret");
        }
    }

    /** WCF: the action first, then the headers by namespace and name, then the others of addressing. */
    @ParameterizedTest
    @EnumSource(names = "DIRECT")
    void headersStandWhereWcfPutsThem(Mode mode) {
        try (var site = new VaultSite(mode, PKI)) {
            site.client().store("gold", "s3cret", "acme", "trace-1", new Holder<>());

            assertThat(site.request.get())
                    .containsPattern(
                            "(?s)<a:Action .*<k:EncryptedHeader .*Tenant .*Trace .*<a:MessageID .*<a:ReplyTo .*<a:To .*<o:Security ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSignedBodyIsReadableAndNothingIsEncrypted(Mode mode) throws Exception {
        try (var site = new VaultSite(mode, PKI)) {
            assertThat(site.client().look("gold")).isEqualTo("look gold");

            assertThat(site.request.get()).contains("gold").containsPattern("<s:Body u:Id=");
            assertThat(site.reply.get()).contains("look gold").containsPattern("<s:Body u:Id=");
            assertThat(site.request.get() + site.reply.get()).doesNotContain("EncryptedData", "ReferenceList");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFreeBodyIsNotSignedAndTheMessageIsSecuredAllTheSame(Mode mode) {
        try (var site = new VaultSite(mode, PKI)) {
            assertThat(site.client().ping("gold")).isEqualTo("ping gold");

            assertThat(site.request.get())
                    .contains("<s:Body>", "gold", "<SignatureValue>", "<u:Timestamp ")
                    .doesNotContain("EncryptedData");
            assertThat(site.reply.get()).contains("<s:Body>", "ping gold", "<SignatureValue>");
        }
    }

    @ParameterizedTest
    @EnumSource
    void requestAndReplyAreIndependent(Mode mode) {
        try (var site = new VaultSite(mode, PKI)) {
            Vault client = site.client();

            assertThat(client.ask("gold")).isEqualTo("ask gold");
            assertThat(site.request.get()).contains("gold").doesNotContain("EncryptedData");
            assertThat(site.reply.get()).contains("EncryptedData").doesNotContain("gold");
            assertThat(text(site.reply).contains("k:SignatureConfirmation")).isEqualTo(mode == Mode.DIRECT);

            assertThat(client.tell("gold")).isEqualTo("tell gold");
            assertThat(site.request.get()).contains("EncryptedData").doesNotContain("gold");
            assertThat(site.reply.get()).contains("tell gold").doesNotContain("k:SignatureConfirmation");
            // The confirmations of encrypted signatures are encrypted, and there are none in sessions.
            assertThat(text(site.reply).contains("EncryptedData")).isEqualTo(mode == Mode.DIRECT);

            assertThat(client.keep("gold")).isEqualTo("keep gold");
            assertThat(site.request.get() + site.reply.get()).doesNotContain("gold");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeclaredFaultHasTheLevelOfItsOperationAndAnUndeclaredOneIsEncrypted(Mode mode) {
        try (var site = new VaultSite(mode, PKI)) {
            Vault client = site.client();

            assertThatThrownBy(() -> client.look("closed"))
                    .isInstanceOfSatisfying(
                            VaultClosedException.class,
                            closed -> assertThat(closed.getFaultInfo()).isEqualTo("until noon"));
            assertThat(site.reply.get()).contains("until noon").doesNotContain("EncryptedData");

            assertThatThrownBy(() -> client.look("broken")).isInstanceOf(SOAPFaultException.class);
            assertThat(site.reply.get()).contains("EncryptedData").doesNotContain("internal error");
        }
    }

    /** WCF: the level of a declared fault may be None, too; it comes under an action of its own, which is signed. */
    @ParameterizedTest
    @EnumSource
    void aDeclaredFaultMayBeFree(Mode mode) {
        ProtectionRequirements free = signed(ProtectionLevel.NONE);
        try (var site = new VaultSite(mode, PKI, feature -> feature.withProtection(free))) {
            Vault client = site.client(feature -> feature.withProtection(free));

            assertThatThrownBy(() -> client.look("closed")).isInstanceOf(VaultClosedException.class);

            assertThat(site.reply.get()).contains("<s:Body>", "until noon");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientTakesTheLevelsFromTheWsdlOfTheService(Mode mode) throws Exception {
        try (var site = new VaultSite(mode, PKI, feature -> feature.withProtection(signed(ProtectionLevel.SIGN)))) {
            ProtectionRequirements published =
                    ServiceEndpoint.fromWsdl(site.wsdl()).protection();

            assertThat(site.client(feature -> feature.withProtection(published)).look("gold"))
                    .isEqualTo("look gold");

            // A document of the network takes no encryption off a request, and the service decides about its replies.
            assertThat(site.request.get()).contains("EncryptedData").doesNotContain("gold");
            assertThat(site.reply.get()).contains("look gold");
        }
    }

    private static ProtectionRequirements signed(ProtectionLevel level) {
        return ProtectionRequirements.of(List.of(OperationProtection.of(Vault.NAMESPACE + ":look", level)
                .withReplyAction(Vault.NAMESPACE + ":looked")
                .withFault(Vault.NAMESPACE + ":closed", MessageParts.ofBody(level))));
    }

    @ParameterizedTest
    @EnumSource
    void aServiceRefusesABodyThatTheClientDowngradedToSignedOnly(Mode mode) {
        try (var site = new VaultSite(mode, PKI, feature -> feature.withProtection(ProtectionRequirements.DEFAULT))) {
            Vault client = site.client(feature -> feature.withProtection(signed(ProtectionLevel.SIGN)));

            assertThatThrownBy(() -> client.look("gold")).isInstanceOf(MessageSecurityException.class);

            assertThat(site.vault.seen).isEmpty();
            assertThat(site.lastRefusal()).isEqualTo("PART_NOT_ENCRYPTED");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServiceRefusesABodyThatTheClientDowngradedToNone(Mode mode) {
        try (var site = new VaultSite(mode, PKI, feature -> feature.withProtection(signed(ProtectionLevel.SIGN)))) {
            Vault client = site.client(feature -> feature.withProtection(signed(ProtectionLevel.NONE)));

            assertThatThrownBy(() -> client.look("gold")).isInstanceOf(MessageSecurityException.class);

            assertThat(site.vault.seen).isEmpty();
            assertThat(site.lastRefusal()).isEqualTo("PART_NOT_SIGNED");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientRefusesABodyThatTheServiceDowngraded(Mode mode) {
        ProtectionRequirements lower = replying(ProtectionLevel.SIGN);
        ProtectionRequirements lowest = replying(ProtectionLevel.NONE);
        try (var site = new VaultSite(mode, PKI, feature -> feature.withProtection(lower))) {
            assertThat(faultOf(site, ProtectionRequirements.DEFAULT)).isEqualTo(SecurityFault.PART_NOT_ENCRYPTED);
        }
        try (var site = new VaultSite(mode, PKI, feature -> feature.withProtection(lowest))) {
            assertThat(faultOf(site, lower)).isEqualTo(SecurityFault.PART_NOT_SIGNED);
        }
    }

    private static ProtectionRequirements replying(ProtectionLevel level) {
        return ProtectionRequirements.of(
                List.of(OperationProtection.of(Vault.NAMESPACE + ":look", ProtectionLevel.ENCRYPT_AND_SIGN)
                        .withReplyAction(Vault.NAMESPACE + ":looked")
                        .withReply(MessageParts.ofBody(level))));
    }

    private static SecurityFault faultOf(VaultSite site, ProtectionRequirements ofClient) {
        Throwable refused = catchThrowable(
                () -> site.client(feature -> feature.withProtection(ofClient)).look("gold"));
        assertThat(refused).isInstanceOf(MessageSecurityException.class);
        return ((MessageSecurityException) refused).fault();
    }

    @ParameterizedTest
    @EnumSource
    void aServiceRefusesAHeaderThatTheClientDowngraded(Mode mode) {
        for (ProtectionLevel lower : List.of(ProtectionLevel.SIGN, ProtectionLevel.NONE)) {
            try (var site = new VaultSite(mode, PKI)) {
                var levels = ProtectionRequirements.of(List.of(OperationProtection.of(
                                Vault.NAMESPACE + ":store", ProtectionLevel.ENCRYPT_AND_SIGN)
                        .withRequest(MessageParts.DEFAULT.withHeader(new QName(Vault.HEADERS, "Secret"), lower))));
                Vault client = site.client(feature -> feature.withProtection(levels));

                assertThatThrownBy(() -> client.store("gold", "s3cret", "acme", "t", new Holder<>()))
                        .isInstanceOf(MessageSecurityException.class);

                assertThat(site.vault.seen).isEmpty();
                assertThat(site.lastRefusal()).isEqualTo("PART_NOT_ENCRYPTED");
            }
        }
    }

    /** WCF: the fault says which header was not understood, and the session goes on. */
    @ParameterizedTest
    @EnumSource
    void anEncryptedHeaderThatMustBeUnderstoodAndIsNotIsAFaultOfSoap(Mode mode) throws Exception {
        try (var site = new VaultSite(mode, PKI)) {
            var levels = ProtectionRequirements.of(List.of(
                    OperationProtection.of(Vault.NAMESPACE + ":keep", ProtectionLevel.ENCRYPT_AND_SIGN)
                            .withReplyAction(Vault.NAMESPACE + ":kept")
                            .withRequest(MessageParts.DEFAULT.withHeader(
                                    new QName(Vault.HEADERS, "Unknown"), ProtectionLevel.ENCRYPT_AND_SIGN))));
            Vault client = site.client(feature -> feature.withProtection(levels));
            var reader = XMLInputFactory.newDefaultFactory()
                    .createXMLStreamReader(
                            new StringReader(
                                    "<h:Unknown xmlns:h='" + Vault.HEADERS
                                            + "' xmlns:s='http://www.w3.org/2003/05/soap-envelope' s:mustUnderstand='1'>x</h:Unknown>"));
            reader.nextTag();
            ((WSBindingProvider) client).setOutboundHeaders(Headers.create(SOAPVersion.SOAP_12, reader));

            assertThatThrownBy(() -> client.keep("gold"))
                    .isInstanceOfSatisfying(
                            SOAPFaultException.class,
                            fault -> assertThat(fault.getFault()
                                            .getFaultCodeAsQName()
                                            .getLocalPart())
                                    .isEqualTo("MustUnderstand"));
            assertThat(site.request.get()).contains("EncryptedHeader").doesNotContain("Unknown");
            assertThat(site.vault.seen).isEmpty();

            ((WSBindingProvider) client).setOutboundHeaders();
            assertThat(client.keep("gold")).isEqualTo("keep gold");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "DIRECT")
    void theReferenceEngineRefusesLevelsOfHeadersByNameAndHasThoseOfBodies(Mode mode) throws Exception {
        try (var site = new VaultSite(mode, PKI)) {
            assertThatThrownBy(() -> site.client(feature -> feature.withEngine(MessageEngine.WSS4J)))
                    .hasMessageContaining("withEngine(MessageEngine.OCTETS)");
            for (ProtectionLevel level : ProtectionLevel.values()) {
                try (var levels = new VaultSite(mode, PKI, feature -> feature.withProtection(signed(level)))) {
                    Vault client = levels.client(
                            feature -> feature.withEngine(MessageEngine.WSS4J).withProtection(signed(level)));
                    assertThat(client.look("gold")).isEqualTo("look gold");
                    assertThat(text(levels.request).contains("gold")).isEqualTo(!level.isEncrypted());
                }
            }
        }
    }

    private static String text(AtomicReference<String> message) {
        return requireNonNull(message.get());
    }
}

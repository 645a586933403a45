// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.levels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.attacks.Mode;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.protection.OperationProtection;
import dev.wshttp.security.protection.ProtectionLevel;
import dev.wshttp.security.protection.ProtectionRequirements;
import jakarta.xml.ws.Holder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** Attacks on the octets of messages whose contract has levels: on headers, encrypted, signed and free, and on bodies that are readable. */
@Timeout(120)
class LevelsAttackTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    /** Changes to a request with an encrypted, a signed and a free header. */
    private static Map<String, Consumer<Forgery>> attacks() {
        var attacks = new LinkedHashMap<String, Consumer<Forgery>>();
        attacks.put("the encrypted header is taken out", m -> Forgery.remove(hidden(m)));
        attacks.put("the encrypted header and its DataReference are taken out", m -> {
            unlist(m, hidden(m));
            Forgery.remove(hidden(m));
        });
        attacks.put(
                "the encrypted header is doubled",
                m -> m.header().appendChild(hidden(m).cloneNode(true)));
        attacks.put("the encrypted header is doubled under another id, listed", m -> {
            Element copy = (Element) hidden(m).cloneNode(true);
            copy.setAttributeNS(Namespaces.UTILITY, "u:Id", "_copy");
            m.header().appendChild(copy);
            list(m, "_copy");
        });
        attacks.put("the header comes a second time, in clear", m -> add(m, m.header(), "Secret", "forged"));
        attacks.put("the header comes in clear instead", m -> {
            unlist(m, hidden(m));
            Forgery.remove(hidden(m));
            add(m, m.header(), "Secret", "forged");
        });
        attacks.put("the encrypted header is not listed", m -> unlist(m, hidden(m)));
        attacks.put("the encrypted header is listed twice, by both of its ids", m -> {
            Forgery.in(hidden(m), "EncryptedData").setAttributeNS(null, "Id", "_inner");
            list(m, "_inner");
        });
        attacks.put("a third party encrypted a header of its own, and listed it", m -> {
            Element copy = (Element) hidden(m).cloneNode(true);
            copy.setAttributeNS(Namespaces.UTILITY, "u:Id", "_third");
            Forgery.in(copy, "CipherValue").setTextContent("A".repeat(128));
            m.header().appendChild(copy);
            list(m, "_third");
        });
        attacks.put("the ciphertext is changed", m -> {
            Element value = Forgery.in(hidden(m), "CipherValue");
            String text = value.getTextContent();
            value.setTextContent((text.startsWith("A") ? "B" : "A") + text.substring(1));
        });
        attacks.put("the ciphertext is cut", m -> {
            Element value = Forgery.in(hidden(m), "CipherValue");
            value.setTextContent(value.getTextContent().substring(0, 64));
        });
        attacks.put(
                "the ciphertext is that of the body",
                m -> Forgery.in(hidden(m), "CipherValue")
                        .setTextContent(Forgery.in(m.body(), "CipherValue").getTextContent()));
        attacks.put("the ciphertexts of header and body are exchanged", m -> {
            Element header = Forgery.in(hidden(m), "CipherValue");
            Element body = Forgery.in(m.body(), "CipherValue");
            String text = header.getTextContent();
            header.setTextContent(body.getTextContent());
            body.setTextContent(text);
        });
        attacks.put("the encrypted header has a second child", m -> hidden(m).appendChild(m.create("urn:x", "x:x")));
        attacks.put(
                "the encrypted header has text",
                m -> hidden(m).appendChild(hidden(m).getOwnerDocument().createTextNode("text")));
        attacks.put("the encrypted header has no child", m -> hidden(m).setTextContent(""));
        attacks.put("the encrypted header has another child", m -> {
            hidden(m).setTextContent("");
            hidden(m).appendChild(m.create("urn:x", "x:x"));
        });
        attacks.put(
                "the encrypted header has no mustUnderstand",
                m -> hidden(m).removeAttributeNS(Namespaces.SOAP, "mustUnderstand"));
        attacks.put(
                "the encrypted header is for the next node",
                m -> hidden(m).setAttributeNS(Namespaces.SOAP, "s:role", Namespaces.SOAP + "/role/next"));
        attacks.put(
                "the encrypted header is for the ultimate receiver by name",
                m -> hidden(m).setAttributeNS(Namespaces.SOAP, "s:role", Namespaces.SOAP + "/role/ultimateReceiver"));
        attacks.put("the encrypted header is relayed", m -> hidden(m).setAttributeNS(Namespaces.SOAP, "s:relay", "1"));
        attacks.put("the encrypted header has an attribute that its schema does not have", m -> {
            hidden(m).setAttributeNS(Namespaces.XMLNS, "xmlns:x", "urn:x");
            hidden(m).setAttributeNS("urn:x", "x:any", "1");
        });
        attacks.put("the encrypted header has no KeyInfo", m -> Forgery.remove(Forgery.in(hidden(m), "KeyInfo")));
        attacks.put(
                "the encrypted header has the type of something else",
                m -> Forgery.in(hidden(m), "EncryptedData").setAttributeNS(null, "Type", "urn:x"));
        attacks.put("the encrypted header is one of WS-Security 1.0", m -> {
            Element old = hidden(m);
            Element other = m.create(Namespaces.SECURITY, "o:EncryptedHeader");
            other.setAttributeNS(Namespaces.SOAP, "s:mustUnderstand", "1");
            other.setAttributeNS(Namespaces.UTILITY, "u:Id", Elements.id(old));
            other.appendChild(Elements.children(old).get(0));
            old.getParentNode().replaceChild(other, old);
        });
        attacks.put("the encrypted data stands in the header itself", m -> {
            Element old = hidden(m);
            Element data = Elements.children(old).get(0);
            data.setAttributeNS(null, "Id", Elements.id(old));
            old.getParentNode().replaceChild(data, old);
        });
        attacks.put(
                "the encrypted header stands in the security header",
                m -> m.security().appendChild(hidden(m)));
        attacks.put(
                "the encrypted header stands first in the security header",
                m -> m.security().insertBefore(hidden(m), m.security().getFirstChild()));
        attacks.put("the encrypted header stands in the body", m -> m.body().appendChild(hidden(m)));
        attacks.put("the encrypted header stands in another one", m -> {
            Element wrapper = m.create("urn:x", "x:wrapper");
            hidden(m).getParentNode().replaceChild(wrapper, hidden(m));
            wrapper.appendChild(Objects.requireNonNull((Element) m.header().cloneNode(false)));
        });
        attacks.put("the signed header is changed", m -> m.first("Tenant").setTextContent("evil"));
        attacks.put("the signed header is taken out", m -> Forgery.remove(m.first("Tenant")));
        attacks.put("the signed header comes a second time, unsigned", m -> add(m, m.header(), "Tenant", "evil"));
        attacks.put("the signed header has no id any more, and another has it", m -> {
            Element wrapper = m.create("urn:x", "x:wrapper");
            Element genuine = m.first("Tenant");
            genuine.getParentNode().replaceChild(wrapper, genuine);
            wrapper.appendChild(genuine);
            add(m, m.header(), "Tenant", "evil");
        });
        attacks.put(
                "an unknown header must be understood",
                m -> add(m, m.header(), "Unknown", "x").setAttributeNS(Namespaces.SOAP, "s:mustUnderstand", "1"));
        attacks.put(
                "the free header has the id of the signed one",
                m -> m.first("Trace").setAttributeNS(Namespaces.UTILITY, "u:Id", Elements.id(m.first("Tenant"))));
        return attacks;
    }

    static Stream<Arguments> onHeaders() {
        return Mode.tested().flatMap(mode -> attacks().keySet().stream().map(name -> Arguments.of(mode, name)));
    }

    @ParameterizedTest
    @MethodSource("onHeaders")
    void refusesTheRequestAfter(Mode mode, String attack) {
        try (var site = new VaultSite(mode, PKI)) {
            Vault client = site.client();
            site.changeRequest(Objects.requireNonNull(attacks().get(attack)));

            Throwable refused = catchThrowable(() -> store(client));

            assertThat(refused).isInstanceOf(MessageSecurityException.class);
            assertThat(site.vault.seen).isEmpty();
            assertThat(site.lastRefusal())
                    .isIn(
                            "PART_NOT_ENCRYPTED",
                            "PART_NOT_SIGNED",
                            "SIGNATURE_INVALID",
                            "SECURITY_HEADER_MALFORMED",
                            "DECRYPTION_FAILED",
                            "DUPLICATE_ID");
            assertThat(site.reply.get()).contains("InvalidSecurity").doesNotContain("s3cret");

            site.pass();
            assertThat(store(client)).contains("s3cret,acme,trace");
        }
    }

    /** Each change has the same kind of answer, and what a header decrypted to makes no difference. */
    @ParameterizedTest
    @EnumSource(names = "DIRECT")
    void refusesEveryChangeOfCiphertextForTheSameReason(Mode mode) {
        try (var site = new VaultSite(mode, PKI)) {
            for (int i = 0; i < 6; i++) {
                int position = i;
                site.changeRequest(m -> {
                    Element value = Forgery.in(hidden(m), "CipherValue");
                    var text = new StringBuilder(value.getTextContent());
                    int at = position * text.length() / 7;
                    text.setCharAt(at, text.charAt(at) == 'A' ? 'B' : 'A');
                    value.setTextContent(text.toString());
                });
                assertThatThrownBy(() -> store(site.client())).isInstanceOf(MessageSecurityException.class);
                assertThat(site.lastRefusal()).isIn("DECRYPTION_FAILED", "SIGNATURE_INVALID", "PART_NOT_SIGNED");
                assertThat(site.reply.get()).contains("InvalidSecurity");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.security.attacks.Mode#tested")
    void aFreeHeaderCanBeAnyonesAndNothingElseComesWithIt(Mode mode) {
        try (var site = new VaultSite(mode, PKI)) {
            Vault client = site.client();
            site.changeRequest(m -> {
                m.first("Trace").setTextContent("forged");
                add(m, m.header(), "Other", "x");
            });

            assertThat(store(client)).isEqualTo("store gold,s3cret,acme,forged");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.security.attacks.Mode#tested")
    void anEncryptedHeaderMayStandAnywhereInTheHeader(Mode mode) {
        try (var site = new VaultSite(mode, PKI)) {
            site.changeRequest(m -> Forgery.moveToEnd(hidden(m)));

            assertThat(store(site.client())).isEqualTo("store gold,s3cret,acme,trace");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.security.attacks.Mode#tested")
    void refusesAReplyWhoseEncryptedHeaderWasExchangedForOneInClear(Mode mode) {
        try (var site = new VaultSite(mode, PKI)) {
            site.changeReply(m -> {
                unlist(m, hidden(m));
                Forgery.remove(hidden(m));
                add(m, m.header(), "Receipt", "forged");
            });

            Throwable refused = catchThrowable(() -> store(site.client()));

            assertThat(((MessageSecurityException) refused).fault()).isEqualTo(SecurityFault.PART_NOT_ENCRYPTED);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.security.attacks.Mode#tested")
    void aReadableBodyThatWasChangedIsRefusedWhereItIsSigned(Mode mode) {
        try (var site = new VaultSite(mode, PKI)) {
            Vault client = site.client();
            site.changeRequest(m -> Forgery.in(m.body(), "item").setTextContent("lead"));
            assertThatThrownBy(() -> client.look("gold")).isInstanceOf(MessageSecurityException.class);
            assertThat(site.vault.seen).isEmpty();
            assertThat(site.lastRefusal()).isEqualTo("SIGNATURE_INVALID");

            site.pass();
            site.changeReply(m -> Forgery.in(m.body(), "return").setTextContent("lead"));
            Throwable refused = catchThrowable(() -> client.look("gold"));
            assertThat(((MessageSecurityException) refused).fault()).isEqualTo(SecurityFault.SIGNATURE_INVALID);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.security.attacks.Mode#tested")
    void theSignatureOverABodyCannotBeTakenOff(Mode mode) {
        try (var site = new VaultSite(mode, PKI)) {
            site.changeRequest(m -> {
                m.unsign(m.body());
                m.body().removeAttributeNS(Namespaces.UTILITY, "Id");
            });

            assertThatThrownBy(() -> site.client().look("gold")).isInstanceOf(MessageSecurityException.class);

            assertThat(site.vault.seen).isEmpty();
            assertThat(site.lastRefusal()).isIn("SIGNATURE_INVALID", "PART_NOT_SIGNED");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.security.attacks.Mode#tested")
    void aFreeBodyRunsNoOtherOperationThanThatOfTheSignedAction(Mode mode) {
        try (var site = new VaultSite(mode, PKI)) {
            Vault client = site.client();
            site.changeRequest(m -> {
                Element payload = Elements.children(m.body()).get(0);
                Element other = m.create(Vault.NAMESPACE, "v:keep");
                while (payload.hasChildNodes()) {
                    other.appendChild(payload.getFirstChild());
                }
                m.body().replaceChild(other, payload);
            });

            Throwable told = catchThrowable(() -> client.ping("gold"));

            assertThat(site.vault.seen).as("answered with %s", told).noneMatch(call -> call.startsWith("keep"));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.wshttp.security.attacks.Mode#tested")
    void anActionOfALowerLevelCannotBeGivenToAMessage(Mode mode) {
        try (var site = new VaultSite(mode, PKI)) {
            site.changeRequest(m -> m.first("Action").setTextContent(Vault.NAMESPACE + ":ping"));

            assertThatThrownBy(() -> site.client().keep("gold")).isInstanceOf(MessageSecurityException.class);

            assertThat(site.vault.seen).isEmpty();
            assertThat(site.lastRefusal()).isEqualTo("SIGNATURE_INVALID");
        }
    }

    /** A header that another operation protects is unknown here, so it is left out like every header that is not signed. */
    @ParameterizedTest
    @MethodSource("dev.wshttp.security.attacks.Mode#tested")
    void aHeaderOfAnotherOperationIsLeftOut(Mode mode) throws Exception {
        try (var site = new VaultSite(mode, PKI)) {
            site.changeRequest(m -> add(m, m.header(), "Secret", "forged"));

            assertThat(site.client().look("gold")).isEqualTo("look gold");
        }
    }

    /** If an id of a free part were compared with those that were encrypted, each call would tell the attacker whether a guess is right. */
    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "DIRECT_SESSION"})
    void anIdInAFreeHeaderTellsNothingOfIdsThatWereEncrypted(Mode mode) {
        try (var site = new VaultSite(mode, PKI)) {
            Vault client = site.client();
            for (int i = 0; i < 20; i++) {
                String guess = "_" + i;
                site.changeRequest(m -> {
                    boolean isInClear = m.all("*").stream()
                            .anyMatch(element -> Elements.id(element).equals(guess));
                    if (!isInClear) {
                        m.first("Trace").setAttributeNS(XMLConstants.XML_NS_URI, "xml:id", guess);
                    }
                });

                assertThat(store(client)).as(guess).isEqualTo("store gold,s3cret,acme,trace");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "DIRECT_SESSION"})
    void anIdInAFreeBodyTellsNothingOfIdsThatWereEncrypted(Mode mode) {
        try (var site = new VaultSite(mode, PKI)) {
            Vault client = site.client();
            site.changeRequest(
                    m -> Forgery.in(m.body(), "item").setAttributeNS(XMLConstants.XML_NS_URI, "xml:id", "_"));

            assertThat(client.ping("gold")).isEqualTo("ping gold");
        }
    }

    /** Each of them is decrypted before its sender is known to the operation, and lets the signature be larger. */
    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "DIRECT_SESSION"})
    void refusesMoreEncryptedHeadersThanASignatureCovers(Mode mode) {
        try (var site = new VaultSite(mode, PKI)) {
            Vault client = site.client();
            site.changeRequest(m -> {
                for (int i = 0; i < 30; i++) {
                    Element copy = (Element) hidden(m).cloneNode(true);
                    copy.setAttributeNS(Namespaces.UTILITY, "u:Id", "more" + i);
                    m.header().insertBefore(copy, hidden(m));
                    list(m, "more" + i);
                }
            });

            assertThatThrownBy(() -> store(client)).isInstanceOf(MessageSecurityException.class);

            assertThat(site.lastRefusal()).isEqualTo("SECURITY_HEADER_MALFORMED");
            assertThat(site.vault.seen).isEmpty();
        }
    }

    /** Levels from a WSDL of the network: an attacker may have removed what the contract declares, and changed its actions. */
    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "DIRECT_SESSION"})
    void aDocumentOfTheNetworkWithoutLevelsTakesNoEncryptionOffHeaders(Mode mode) {
        for (ProtectionRequirements changed : List.of(
                ProtectionRequirements.DEFAULT,
                ProtectionRequirements.of(List.of(OperationProtection.of("urn:other", ProtectionLevel.SIGN))),
                ProtectionRequirements.of(
                        List.of(OperationProtection.of(Vault.NAMESPACE + ":store", ProtectionLevel.NONE)
                                .withReplyAction(Vault.NAMESPACE + ":stored"))))) {
            try (var site = new VaultSite(mode, PKI)) {
                Vault client = site.client(feature -> feature.withProtection(changed.withEncryptedRequests()));

                var unused = catchThrowable(() -> store(client));

                assertThat(site.request.get()).doesNotContain("s3cret", "acme", "trace", "gold");
                assertThat(site.vault.seen).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "DIRECT_SESSION"})
    void aFaultInPlaceOfAFreeReplyIsRefused(Mode mode) {
        try (var site = new VaultSite(mode, PKI)) {
            Vault client = site.client();
            site.changeReply(m -> {
                m.body().setTextContent("");
                Element fault = m.create(Namespaces.SOAP, "s:Fault");
                Element code = m.create(Namespaces.SOAP, "s:Code");
                Element value = m.create(Namespaces.SOAP, "s:Value");
                value.setTextContent("s:Sender");
                Element reason = m.create(Namespaces.SOAP, "s:Reason");
                Element text = m.create(Namespaces.SOAP, "s:Text");
                text.setAttributeNS(XMLConstants.XML_NS_URI, "xml:lang", "en");
                text.setTextContent("forged");
                code.appendChild(value);
                reason.appendChild(text);
                fault.appendChild(code);
                fault.appendChild(reason);
                m.body().appendChild(fault);
            });

            Throwable refused = catchThrowable(() -> client.tell("gold"));

            assertThat(((MessageSecurityException) refused).fault()).isEqualTo(SecurityFault.PART_NOT_SIGNED);
        }
    }

    /** An encrypted body that is not signed would be an oracle: an attacker who changes it would learn from the answer what it decrypts to. */
    @ParameterizedTest
    @MethodSource("dev.wshttp.security.attacks.Mode#tested")
    void aFreeBodyThatAnAttackerEncryptedIsRefusedBeforeItIsDecrypted(Mode mode) {
        try (var site = new VaultSite(mode, PKI)) {
            site.changeRequest(m -> {
                m.body().setTextContent("");
                Element data = m.create(Namespaces.ENCRYPTION, "e:EncryptedData");
                data.setAttributeNS(null, "Id", "_own");
                data.setAttributeNS(null, "Type", Namespaces.ENCRYPTED_CONTENT);
                m.body().appendChild(data);
            });

            assertThatThrownBy(() -> site.client().ping("gold")).isInstanceOf(MessageSecurityException.class);

            assertThat(site.vault.seen).isEmpty();
            assertThat(site.lastRefusal()).isEqualTo("PART_NOT_ENCRYPTED");
        }
    }

    private static String store(Vault client) {
        return client.store("gold", "s3cret", "acme", "trace", new Holder<>());
    }

    private static Element hidden(Forgery message) {
        return message.first("EncryptedHeader");
    }

    private static Element add(Forgery message, Element to, String name, String text) {
        Element header = message.create(Vault.HEADERS, "h:" + name);
        header.setTextContent(text);
        to.appendChild(header);
        return header;
    }

    private static void list(Forgery message, String id) {
        Element reference = message.create(Namespaces.ENCRYPTION, "e:DataReference");
        reference.setAttributeNS(null, "URI", "#" + id);
        message.first("ReferenceList").appendChild(reference);
    }

    private static void unlist(Forgery message, Element block) {
        message.all("DataReference").stream()
                .filter(reference -> reference.getAttribute("URI").equals("#" + Elements.id(block)))
                .forEach(Forgery::remove);
    }
}

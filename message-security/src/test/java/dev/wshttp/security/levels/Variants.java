// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.levels;

import static dev.wshttp.security.protection.ProtectionLevel.ENCRYPT_AND_SIGN;
import static dev.wshttp.security.protection.ProtectionLevel.NONE;
import static dev.wshttp.security.protection.ProtectionLevel.SIGN;

import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.wss.Protection.Confidentiality;
import dev.wshttp.security.protection.MessageParts;
import dev.wshttp.security.protection.ProtectionLevel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.w3c.dom.Element;

/** Every message of {@code live-tolerance-headers.txt}, and how to make it. */
final class Variants {
    static final String HEADERS = "http://example.org/live/headers";
    private static final String IHEADS = "http://example.org/live/IHeads/";
    private static final String IPROT = "http://example.org/live/IProt/";
    private static final String FAULT = "http://www.w3.org/2005/08/addressing/soap/fault";
    private static final Confidentiality CLEAR = Confidentiality.IN_CLEAR;
    /** A header that is declared and not sent: body in clear, signatures encrypted. */
    private static final QName ABSENT = new QName("urn:absent", "Absent");

    static final Map<String, Variant> ALL = new LinkedHashMap<>();

    private Variants() {}

    /** @throws IllegalArgumentException if no line has this section and name */
    static Variant of(String key) {
        Variant known = ALL.get(key);
        if (known == null) {
            throw new IllegalArgumentException("No line is called '" + key + "'");
        }
        return known;
    }

    static {
        requestsWithHeaders();
        requestsAtLevels();
        repliesWithHeaders();
        repliesAtLevels();
    }

    private static void requestsWithHeaders() {
        Variant heads = Variant.of(IHEADS + "Heads");
        a("baseline, as WCF: two encrypted, one open, one signed header", heads);
        a("headers in another order, encrypted ones last", heads.sealed(m -> {
            List<Element> hidden = m.all("EncryptedHeader");
            Forgery.moveBefore(m.first("Open"), hidden.get(0));
            Forgery.moveBefore(m.first("Signed"), hidden.get(0));
            Forgery.moveBefore(hidden.get(1), hidden.get(0));
        }));
        a("encrypted header sent signed but not encrypted", heads.sent(level("Default", SIGN)));
        a("encrypted header sent neither signed nor encrypted", heads.sent(level("Default", NONE)));
        a("encrypted header without signature over its plaintext", heads.opened(m -> m.unsign(m.first("Default"))));
        a("signed header not signed", heads.sent(level("Signed", NONE)));
        a("signed header encrypted as well", heads.sent(level("Signed", ENCRYPT_AND_SIGN)));
        a("header of ProtectionLevel.None signed", heads.sent(level("Open", SIGN)));
        a("header of ProtectionLevel.None signed and encrypted", heads.sent(level("Open", ENCRYPT_AND_SIGN)));
        a(
                "header of ProtectionLevel.None encrypted, not signed",
                heads.sent(level("Open", ENCRYPT_AND_SIGN)).opened(m -> m.unsign(m.first("Open"))));
        a("header encrypted under a foreign key, KeyInfo names the right token", heads.sealed(Variants::foreignKey));
        a("EncryptedHeader not listed in the ReferenceList", heads.sealed(m -> unlist(m, hidden(m))));
        a(
                "Id on the EncryptedData instead of the EncryptedHeader (as WSS 1.1 text), with Type Element",
                heads.sealed(m -> {
                    type(m, Namespaces.ENCRYPTED_ELEMENT);
                    moveId(m);
                }));
        a("Id on the EncryptedData instead of the EncryptedHeader, no Type", heads.sealed(Variants::moveId));
        a(
                "Id on both, ReferenceList names the EncryptedHeader",
                heads.sealed(m -> data(m).setAttributeNS(null, "Id", "_second")));
        a("Id on both, ReferenceList names the EncryptedData", heads.sealed(m -> {
            moveId(m);
            hidden(m).setAttributeNS(Namespaces.UTILITY, "u:Id", "_second");
        }));
        a(
                "EncryptedData with Type Element inside the EncryptedHeader (Id on the EncryptedHeader)",
                heads.sealed(m -> type(m, Namespaces.ENCRYPTED_ELEMENT)));
        a(
                "EncryptedData with Type Content inside the EncryptedHeader",
                heads.sealed(m -> type(m, Namespaces.ENCRYPTED_CONTENT)));
        a("bare EncryptedData in the Header (no EncryptedHeader), Type Element", heads.sealed(m -> {
            type(m, Namespaces.ENCRYPTED_ELEMENT);
            Element block = hidden(m);
            Element data = data(m);
            data.setAttributeNS(null, "Id", Elements.id(block));
            block.getParentNode().replaceChild(data, block);
        }));
        a("EncryptedHeader without KeyInfo", heads.sealed(m -> Forgery.remove(Forgery.in(hidden(m), "KeyInfo"))));
        a("EncryptedHeader without mustUnderstand", heads.sealed(Variants::withoutMustUnderstand));
        a("EncryptedHeader with role next (Security has none)", heads.sealed(m -> soap(m, "role", role("next"))));
        a("EncryptedHeader with role ultimateReceiver", heads.sealed(m -> soap(m, "role", role("ultimateReceiver"))));
        a("EncryptedHeader with relay=1", heads.sealed(m -> soap(m, "relay", "1")));
        a("EncryptedHeader with an unknown attribute", heads.sealed(m -> {
            hidden(m).setAttributeNS(Namespaces.XMLNS, "xmlns:x", "urn:x");
            hidden(m).setAttributeNS("urn:x", "x:any", "1");
        }));
        a(
                "EncryptedHeader with a second child element",
                heads.sealed(m -> hidden(m).appendChild(m.create("urn:x", "x:x"))));
        a("EncryptedHeader in another namespace (WSS 1.0 secext)", heads.sealed(m -> {
            Element old = hidden(m);
            Element other = m.create(Namespaces.SECURITY, "o:EncryptedHeader");
            other.setAttributeNS(Namespaces.SOAP, "s:mustUnderstand", "1");
            other.setAttributeNS(Namespaces.UTILITY, "u:Id", Elements.id(old));
            other.appendChild(data(m));
            old.getParentNode().replaceChild(other, old);
        }));
        a(
                "encrypted headers after the Security header",
                heads.sealed(m -> m.all("EncryptedHeader").forEach(Forgery::moveToEnd)));
        a("signed header after the Security header", heads.sealed(m -> Forgery.moveToEnd(m.first("Signed"))));
        a(
                "EncryptedHeader inside the Security header",
                heads.sealed(m -> m.security().appendChild(hidden(m))));
        a("EncryptedHeader inside the Body", heads.sealed(m -> {
            m.body().setTextContent("");
            m.body().appendChild(hidden(m));
        }));
        a(
                "extra encrypted header, unknown to the contract, signed",
                heads.headers(with("Extra")).sent(level("Extra", ENCRYPT_AND_SIGN)));
        a(
                "extra encrypted header, unknown to the contract, not signed",
                heads.headers(with("Extra"))
                        .sent(level("Extra", ENCRYPT_AND_SIGN))
                        .opened(m -> m.unsign(m.first("Extra"))));
        a(
                "extra encrypted header whose plaintext has mustUnderstand=1",
                heads.headers(with("Extra"))
                        .sent(level("Extra", ENCRYPT_AND_SIGN))
                        .opened(m -> mustUnderstand(m, "Extra")));
        a("extra signed header, unknown to the contract", heads.headers(with("Extra")));
        a(
                "extra plain header, unknown to the contract",
                heads.headers(with("Extra")).sent(level("Extra", NONE)));
        a(
                "extra plain header with mustUnderstand=1",
                heads.headers(with("Extra")).sent(level("Extra", NONE)).opened(m -> mustUnderstand(m, "Extra")));
        Variant echo = Variant.of(IHEADS + "EchoString");
        a(
                "extra encrypted and signed header on an operation without headers",
                echo.headers(with("Extra")).sent(level("Extra", ENCRYPT_AND_SIGN)));
        a(
                "header Default sent in plain to an operation that does not declare it",
                echo.headers(with("Default")).sent(level("Default", NONE)));
        a("same header twice, both encrypted and signed", heads.headers(with("Default")));
        a(
                "same header once encrypted and once in plain (unsigned)",
                heads.sealed(m -> m.header().appendChild(m.create(HEADERS, "h:Default"))));
        a(
                "same EncryptedHeader element copied twice (same Id)",
                heads.sealed(m -> m.header().appendChild(hidden(m).cloneNode(true))));
        a("declared headers all missing", heads.headers(all -> List.of()));
        a("encrypted header missing, others there", heads.headers(without("Default")));
        a("signed header removed after signing", heads.sealed(m -> Forgery.remove(m.first("Signed"))));
        a(
                "encrypted header removed after signing (still in ReferenceList and signature)",
                heads.sealed(m -> Forgery.remove(hidden(m))));
        a(
                "header name right, namespace wrong, encrypted and signed",
                heads.headers(all -> {
                            var other = new ArrayList<>(without("Default").apply(all));
                            other.add("<w:Default xmlns:w=\"urn:wrong\">x</w:Default>");
                            return other;
                        })
                        .sent(parts -> parts.withHeader(new QName("urn:wrong", "Default"), ENCRYPT_AND_SIGN)));
        a(
                "plaintext of the EncryptedHeader are two elements",
                heads.opened(m -> m.plaintext(
                        m.first("Default"),
                        "<h:Default u:Id=\"" + Elements.id(m.first("Default")) + "\" xmlns:h=\"" + HEADERS
                                + "\" xmlns:u=\""
                                + Namespaces.UTILITY + "\">d</h:Default><h:Default xmlns:h=\"" + HEADERS
                                + "\">d</h:Default>")));
        a("plaintext of the EncryptedHeader is text", heads.opened(m -> m.plaintext(m.first("Default"), "just text")));
        a("plaintext header without u:Id (therefore not signed)", heads.opened(m -> {
            m.unsign(m.first("Default"));
            m.first("Default").removeAttributeNS(Namespaces.UTILITY, "Id");
        }));
        a("plaintext header with role next and relay, EncryptedHeader without (as WCF)", heads.opened(m -> {
            m.first("Default").setAttributeNS(Namespaces.SOAP, "s:role", role("next"));
            m.first("Default").setAttributeNS(Namespaces.SOAP, "s:relay", "1");
        }));
        Variant mu = Variant.of(IHEADS + "HeadsMu");
        a(
                "HeadsMu: encrypted, signed and open header with mustUnderstand=1",
                mu.opened(m -> List.of("Secret", "Signed", "Open").forEach(name -> mustUnderstand(m, name))));
        a("HeadsMu: declared MustUnderstand headers sent without the attribute", mu);
        a("body only signed where body and header encryption is demanded", heads.sent(body(SIGN)));
        Variant signBody = Variant.of(IHEADS + "HeadEncBodySign");
        a("HeadEncBodySign: as WCF (header encrypted, body signed)", signBody);
        a("HeadEncBodySign: body encrypted as well", signBody.sent(body(ENCRYPT_AND_SIGN)));
        a(
                "HeadEncBodySign: header signed only, nothing encrypted but the signatures",
                signBody.sent(parts -> level("Secret", SIGN).apply(parts).withHeader(ABSENT, ENCRYPT_AND_SIGN)));
        a("HeadEncBodySign: as WCF but signatures not encrypted", signBody.opened(Variants::signaturesInClear));
    }

    private static void requestsAtLevels() {
        Variant encrypt = Variant.of(IPROT + "EncryptOp");
        Variant sign = Variant.of(IPROT + "SignOp");
        Variant none = Variant.of(IPROT + "NoneOp");
        b("EncryptOp: baseline", encrypt);
        b("EncryptOp: body only signed, signatures encrypted", encrypt.sent(hiddenSignatures(SIGN)));
        b("EncryptOp: body only signed, signatures plain", encrypt.sent(body(SIGN)));
        b("EncryptOp: body encrypted, not signed", encrypt.opened(m -> m.unsign(m.body())));
        b("EncryptOp: body neither encrypted nor signed", encrypt.sent(hiddenSignatures(NONE)));
        b("SignOp: body signed, no encryption at all, one DKT (as WCF)", sign);
        b("SignOp: body signed, no encryption, two DKTs (second unused)", sign.sealed(m -> {
            Element key = m.signatureKey();
            Element other = (Element) key.cloneNode(true);
            other.setAttributeNS(Namespaces.UTILITY, "u:Id", "_unused");
            key.getParentNode().insertBefore(other, key.getNextSibling());
        }));
        b("SignOp: body signed, signatures encrypted", sign.sent(hiddenSignatures(SIGN)));
        b("SignOp: body signed and encrypted, signatures encrypted", sign.sent(body(ENCRYPT_AND_SIGN)));
        b(
                "SignOp: body signed and encrypted, signatures plain",
                sign.sent(body(ENCRYPT_AND_SIGN)).opened(Variants::signaturesInClear));
        b("SignOp: body not signed, headers signed", sign.sent(body(NONE)));
        b("SignOp: no endorsing signature", sign.opened(m -> Forgery.remove(m.endorsingSignature())));
        b("SignOp: To not signed", sign.opened(m -> m.unsign(m.first("To"))));
        b("NoneOp: body not signed, addressing headers signed", none);
        b("NoneOp: body not signed, addressing headers not signed, Timestamp signed", none.opened(Variants::unsigned));
        b(
                "NoneOp: nothing signed but the Timestamp, signature encrypted",
                none.sent(hiddenSignatures(NONE)).opened(Variants::unsigned));
        b("NoneOp: body and headers signed, not encrypted", none.sent(body(SIGN)));
        b("NoneOp: body signed and encrypted (as for EncryptOp)", none.sent(body(ENCRYPT_AND_SIGN)));
        b(
                "NoneOp: body encrypted, not signed",
                none.sent(body(ENCRYPT_AND_SIGN)).opened(m -> m.unsign(m.body())));
        b("NoneOp: no Security header at all", none.sealed(m -> m.remove("Security")));
        b("SignOp: no Security header at all", sign.sealed(m -> m.remove("Security")));
        b("NoneOp: no endorsing signature, no BST", none.opened(m -> {
            Forgery.remove(m.endorsingSignature());
            m.remove("BinarySecurityToken");
        }));
        b("NoneOp: no Timestamp", none.opened(Variants::withoutTimestamp));
        b("NoneOp: Timestamp not signed, headers signed", none.opened(m -> m.unsign(m.first("Timestamp"))));
        b("SignOp message with Action of EncryptOp (body element of SignOp)", encrypt.sent(body(SIGN)));
    }

    private static void repliesWithHeaders() {
        Variant heads = Variant.of(IHEADS + "HeadsResponse");
        c("baseline, as WCF", heads);
        c("encrypted header signed only", heads.sent(level("DefaultAnswer", SIGN)));
        c("encrypted header neither signed nor encrypted", heads.sent(level("DefaultAnswer", NONE)));
        c("encrypted header not signed", heads.opened(m -> m.unsign(m.first("DefaultAnswer"))));
        c("signed header not signed", heads.sent(level("SignedAnswer", NONE)));
        c("signed header encrypted as well", heads.sent(level("SignedAnswer", ENCRYPT_AND_SIGN)));
        c("header of level None encrypted and signed", heads.sent(level("OpenAnswer", ENCRYPT_AND_SIGN)));
        c("Id on the EncryptedData instead of the EncryptedHeader, Type Element", heads.sealed(m -> {
            type(m, Namespaces.ENCRYPTED_ELEMENT);
            moveId(m);
        }));
        c("EncryptedHeader without mustUnderstand", heads.sealed(Variants::withoutMustUnderstand));
        c("EncryptedHeader not in the ReferenceList", heads.sealed(m -> unlist(m, hidden(m))));
        c("header encrypted under a foreign key", heads.sealed(Variants::foreignKey));
        c(
                "encrypted headers after the Security header",
                heads.sealed(m -> m.all("EncryptedHeader").forEach(Forgery::moveToEnd)));
        c("extra encrypted signed header", heads.headers(with("Extra")).sent(level("Extra", ENCRYPT_AND_SIGN)));
        c("extra plain header", heads.headers(with("Extra")).sent(level("Extra", NONE)));
        c(
                "extra plain header with mustUnderstand=1",
                heads.headers(with("Extra")).sent(level("Extra", NONE)).opened(m -> mustUnderstand(m, "Extra")));
        c(
                "extra signed header with mustUnderstand=1",
                heads.headers(with("Extra")).opened(m -> mustUnderstand(m, "Extra")));
        c("all custom headers missing", heads.headers(all -> List.of()));
        c("same encrypted header twice (different Ids)", heads.headers(with("DefaultAnswer")));
        c("body signed only", heads.sent(body(SIGN)));
    }

    private static void repliesAtLevels() {
        Variant encrypt = Variant.of(IPROT + "EncryptOpResponse");
        Variant sign = Variant.of(IPROT + "SignOpResponse");
        Variant none = Variant.of(IPROT + "NoneOpResponse");
        Variant declared = Variant.of(IPROT + "SignOpLiveFaultFault");
        Variant ofSign = Variant.of(FAULT + "/SignOp");
        Variant ofNone = Variant.of(FAULT + "/NoneOp");
        d("EncryptOp: baseline", encrypt);
        d("EncryptOp: body only signed, signature encrypted", encrypt.sent(body(SIGN)));
        d(
                "EncryptOp: body only signed, signature and confirmations plain",
                encrypt.sent(body(SIGN)).confirming(CLEAR));
        d("EncryptOp: body encrypted, not signed", encrypt.opened(m -> m.unsign(m.body())));
        d("EncryptOp: SignatureConfirmations plain, signature and body encrypted", encrypt.confirming(CLEAR));
        d("SignOp: body signed, nothing encrypted (as WCF)", sign.confirming(CLEAR));
        d("SignOp: body signed, signature encrypted", sign);
        d(
                "SignOp: body signed, signature encrypted, confirmations plain",
                sign.sent(hiddenSignatures(SIGN)).confirming(CLEAR));
        d("SignOp: body signed and encrypted", sign.sent(body(ENCRYPT_AND_SIGN)));
        d(
                "SignOp: body encrypted, signature plain",
                sign.sent(body(ENCRYPT_AND_SIGN)).confirming(CLEAR).opened(m -> m.inClear(m.primarySignature())));
        d("SignOp: body not signed", sign.sent(body(NONE)).confirming(CLEAR));
        d("NoneOp: body not signed, headers signed (as WCF)", none.confirming(CLEAR));
        d("NoneOp: body signed", none.sent(body(SIGN)).confirming(CLEAR));
        d("NoneOp: body signed and encrypted", none.sent(body(ENCRYPT_AND_SIGN)));
        d("NoneOp: headers not signed", none.confirming(CLEAR).opened(m -> {
            m.unsign(m.first("Action"));
            m.unsign(m.first("RelatesTo"));
        }));
        d("NoneOp: no Timestamp", none.confirming(CLEAR).opened(Variants::withoutTimestamp));
        d("NoneOp: reply without a Security header", none.confirming(CLEAR).sealed(m -> m.remove("Security")));
        d("SignOp: typed fault with the declared action, signed only", declared.confirming(CLEAR));
        d("SignOp: typed fault with the declared action, encrypted", declared.sent(body(ENCRYPT_AND_SIGN)));
        d(
                "SignOp: typed fault with the action of plain faults (wsa soap/fault), encrypted",
                ofSign.sent(body(ENCRYPT_AND_SIGN)));
        d(
                "SignOp: plain fault (wsa soap/fault), signed only",
                ofSign.sent(body(SIGN)).confirming(CLEAR));
        d("SignOp: plain fault (wsa soap/fault), encrypted", ofSign.sent(body(ENCRYPT_AND_SIGN)));
        d(
                "NoneOp: plain fault (wsa soap/fault), body not signed",
                ofNone.sent(body(NONE)).confirming(CLEAR));
        d(
                "SignOp: body signed and encrypted, signature encrypted, confirmations plain",
                sign.sent(body(ENCRYPT_AND_SIGN)).confirming(CLEAR));
        d(
                "NoneOp: body signed and encrypted, confirmations plain",
                none.sent(body(ENCRYPT_AND_SIGN)).confirming(CLEAR));
        d(
                "SignOp: typed fault with the declared action, body and signature encrypted, confirmations plain",
                declared.sent(body(ENCRYPT_AND_SIGN)).confirming(CLEAR));
        d(
                "SignOp: plain fault (wsa soap/fault), body and signature encrypted, confirmations plain (as WCF)",
                ofSign.confirming(CLEAR));
        d(
                "NoneOp: plain fault (wsa soap/fault), body and signature encrypted, confirmations plain (as WCF)",
                ofNone.confirming(CLEAR));
    }

    private static void a(String name, Variant variant) {
        ALL.put("A " + name, variant);
    }

    private static void b(String name, Variant variant) {
        ALL.put("B " + name, variant);
    }

    private static void c(String name, Variant variant) {
        ALL.put("C " + name, variant);
    }

    private static void d(String name, Variant variant) {
        ALL.put("D " + name, variant);
    }

    // What the sender does

    private static UnaryOperator<MessageParts> level(String header, ProtectionLevel level) {
        return parts -> parts.withHeader(new QName(HEADERS, header), level);
    }

    private static UnaryOperator<MessageParts> body(ProtectionLevel level) {
        return parts -> new MessageParts(level, parts.headers());
    }

    private static UnaryOperator<MessageParts> hiddenSignatures(ProtectionLevel body) {
        return parts -> new MessageParts(body, parts.headers()).withHeader(ABSENT, ENCRYPT_AND_SIGN);
    }

    static String block(String name) {
        return "<h:" + name + " xmlns:h=\"" + HEADERS + "\">" + name + "</h:" + name + ">";
    }

    private static java.util.function.Function<List<String>, List<String>> with(String name) {
        return all -> Stream.concat(all.stream(), Stream.of(block(name))).toList();
    }

    private static java.util.function.Function<List<String>, List<String>> without(String name) {
        return all -> all.stream().filter(block -> !block.equals(block(name))).toList();
    }

    // What is changed

    private static Element hidden(Forgery message) {
        return message.first("EncryptedHeader");
    }

    private static Element data(Forgery message) {
        return Forgery.in(hidden(message), "EncryptedData");
    }

    private static void foreignKey(Forgery message) {
        Forgery.in(hidden(message), "CipherValue").setTextContent("A".repeat(128));
    }

    private static void type(Forgery message, String type) {
        data(message).setAttributeNS(null, "Type", type);
    }

    private static void moveId(Forgery message) {
        data(message).setAttributeNS(null, "Id", Elements.id(hidden(message)));
        hidden(message).removeAttributeNS(Namespaces.UTILITY, "Id");
    }

    private static void unlist(Forgery message, Element block) {
        message.all("DataReference").stream()
                .filter(reference -> reference.getAttribute("URI").equals("#" + Elements.id(block)))
                .forEach(Forgery::remove);
    }

    private static void withoutMustUnderstand(Forgery message) {
        hidden(message).removeAttributeNS(Namespaces.SOAP, "mustUnderstand");
    }

    private static void soap(Forgery message, String attribute, String value) {
        hidden(message).setAttributeNS(Namespaces.SOAP, "s:" + attribute, value);
    }

    private static String role(String name) {
        return Namespaces.SOAP + "/role/" + name;
    }

    private static void mustUnderstand(Forgery message, String header) {
        message.first(header).setAttributeNS(Namespaces.SOAP, "s:mustUnderstand", "1");
    }

    private static void signaturesInClear(Forgery message) {
        message.inClear(message.primarySignature());
        message.inClear(message.endorsingSignature());
    }

    private static void unsigned(Forgery message) {
        List.of("Action", "MessageID", "ReplyTo", "To").forEach(name -> message.unsign(message.first(name)));
    }

    private static void withoutTimestamp(Forgery message) {
        message.unsign(message.first("Timestamp"));
        message.remove("Timestamp");
    }
}

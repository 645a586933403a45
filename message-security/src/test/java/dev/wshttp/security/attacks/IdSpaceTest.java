// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.attacks;

import static dev.wshttp.security.internal.soap.Namespaces.UTILITY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.forgery.Forgery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;

/** Two elements of one id: a signature or a key reference would name both, and two readers could find different ones. */
@Timeout(180)
@ParameterizedClass
@EnumSource(
        value = Mode.class,
        names = {"DIRECT", "NEGOTIATED"})
class IdSpaceTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String XML = "http://www.w3.org/XML/1998/namespace";
    private static final String VALUE = "the-same";

    /** Every way to write an id that any reader of XML could know. */
    private static final Map<String, BiConsumer<Element, String>> SPELLINGS = Map.of(
            "wsu:Id", (element, id) -> element.setAttributeNS(UTILITY, "u:Id", id),
            "Id", (element, id) -> element.setAttributeNS(null, "Id", id),
            "ID", (element, id) -> element.setAttributeNS(null, "ID", id),
            "id", (element, id) -> element.setAttributeNS(null, "id", id),
            "xml:id", (element, id) -> element.setAttributeNS(XML, "xml:id", id));

    private final Wire wire;

    IdSpaceTest(Mode mode) {
        this.wire = new Wire(mode, PKI);
    }

    @AfterEach
    void close() {
        wire.close();
    }

    /** The kinds of elements that an attacker finds in a message. */
    private static Map<String, Function<Forgery, Element>> kinds(byte[] genuine) {
        var kinds = new LinkedHashMap<String, Function<Forgery, Element>>();
        for (String name : List.of(
                "EncryptedKey",
                "SecurityContextToken",
                "DerivedKeyToken",
                "SecurityTokenReference",
                "Reference",
                "BinarySecurityToken",
                "Timestamp",
                "ReferenceList",
                "DataReference",
                "Security",
                "Action",
                "DryRun",
                "Header")) {
            kinds.put(name, message -> message.first(name));
        }
        kinds.put("second DerivedKeyToken", Forgery::encryptionKey);
        kinds.put("encrypted signature", message -> Forgery.in(message.security(), "EncryptedData"));
        kinds.put("encrypted body", message -> Forgery.in(message.body(), "EncryptedData"));
        kinds.put("KeyInfo of the body", message -> Forgery.in(message.body(), "KeyInfo"));
        kinds.put("CipherValue", message -> Forgery.in(message.body(), "CipherValue"));
        kinds.put("Body", Forgery::body);
        kinds.put("Envelope", message -> (Element) message.header().getParentNode());
        kinds.values().removeIf(kind -> !exists(kind, genuine));
        return kinds;
    }

    private static boolean exists(Function<Forgery, Element> kind, byte[] genuine) {
        try {
            return kind.apply(Forgery.intercepted(genuine)).getLocalName() != null;
        } catch (RuntimeException absent) {
            return false;
        }
    }

    private static void setId(Element element) {
        element.setAttributeNS(UTILITY, "u:Id", VALUE);
    }

    @Test
    void refusesAllPairsOfElementsWithOneIdInAllSpellings() {
        byte[] genuine = wire.intercepted();
        Map<String, Function<Forgery, Element>> kinds = kinds(genuine);
        var messages = new ArrayList<byte[]>();
        kinds.forEach((one, first) -> kinds.forEach((other, second) -> SPELLINGS.forEach((spelling, name) -> {
            if (!one.equals(other) && !one.equals("DryRun") && !other.equals("DryRun")) {
                messages.add(Wire.changed(genuine, message -> {
                    setId(first.apply(message));
                    name.accept(second.apply(message), VALUE);
                }));
            }
        })));
        assertThat(messages).hasSizeGreaterThan(1_000);

        assertThat(wire.postAll(messages)).allMatch(Answer::isRefusal);
        assertThat(wire.refusals()).hasSize(messages.size()).containsOnly("DUPLICATE_ID");
        assertThat(wire.desk.seen).isEmpty();
        // No key was used for it, so the genuine message is as good as before.
        assertThat(wire.post(genuine).status()).isEqualTo(200);
    }

    /** An element of the application may have the id of no element of the protocol, whatever it calls it. */
    @Test
    void refusesElementsOfTheApplicationWithAnIdOfTheProtocol() {
        byte[] genuine = wire.intercepted();
        var messages = new ArrayList<byte[]>();
        kinds(genuine)
                .forEach((one, kind) -> SPELLINGS.forEach((spelling, name) -> {
                    for (boolean nested : new boolean[] {true, false}) {
                        messages.add(Wire.changed(genuine, message -> {
                            setId(kind.apply(message));
                            Element added = message.create("urn:any", "x");
                            Element holder =
                                    nested ? (Element) added.appendChild(message.create("urn:any", "y")) : added;
                            name.accept(holder, VALUE);
                            message.header()
                                    .insertBefore(added, message.header().getFirstChild());
                        }));
                    }
                }));

        assertThat(wire.postAll(messages)).allMatch(Answer::isRefusal);
        assertThat(wire.refusals()).hasSize(messages.size()).containsOnly("DUPLICATE_ID");
    }

    /** The application's own attributes of that name are its own business, in the body as in headers (WCF accepts them). */
    @Test
    void acceptsTwoElementsOfTheApplicationWithOneId() {
        String payload =
                "<d:order xmlns:d='" + Desk.NAMESPACE + "'><item Id='a'>x</item><more Id='a' ID='a' id='a'/></d:order>";

        assertThat(Wire.call(wire.port(), payload)).contains("CN=Cohowinery.com");
    }

    /** What is encrypted is in the same space of ids. Only the owner of the key can make this mistake. */
    @Test
    void refusesAnIdOfTheProtocolInsideTheEncryption() {
        Forgery genuine = Forgery.intercepted(wire.intercepted());
        for (Element named : List.of(genuine.first("Action"), genuine.first("DryRun"), genuine.body())) {
            String id = Elements.id(named);
            String payload = "<d:order xmlns:d='" + Desk.NAMESPACE + "'><item Id='" + id + "'>x</item></d:order>";
            byte[] kept = wire.intercepted(wire.port(), payload);

            assertThat(new String(kept, UTF_8)).contains("Id=\"" + id + "\"");
            assertThat(wire.post(kept).isRefusal()).as(id).isTrue();
            assertThat(wire.lastRefusal()).isEqualTo("DUPLICATE_ID");
        }
    }
}

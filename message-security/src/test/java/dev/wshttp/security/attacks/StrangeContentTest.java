// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.attacks;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.forgery.Forgery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Something more in any place of the security header, where one reader could see it and another one not. */
@Timeout(300)
class StrangeContentTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    @ParameterizedTest
    @MethodSource("dev.wshttp.security.attacks.Mode#tested")
    void refusesTextAnAttributeAndAChildInEveryElementOfTheSecurityHeader(Mode mode) {
        try (var wire = new Wire(mode, PKI)) {
            wire.requireRefused(changes(wire.intercepted()));
        }
    }

    private static Map<String, Consumer<Forgery>> changes(byte[] genuine) {
        var changes = new LinkedHashMap<String, Consumer<Forgery>>();
        List<Element> elements = protocolElements(Forgery.intercepted(genuine));
        for (int i = 0; i < elements.size(); i++) {
            int index = i;
            String name = i + " " + elements.get(i).getLocalName();
            changes.put("text in " + name, message -> {
                Element element = protocolElements(message).get(index);
                element.insertBefore(element.getOwnerDocument().createTextNode("AAAA"), element.getFirstChild());
            });
            changes.put(
                    "a child in " + name,
                    message -> protocolElements(message).get(index).appendChild(message.create("urn:any", "x")));
            changes.put(
                    "an attribute of " + name,
                    message -> protocolElements(message).get(index).setAttributeNS(null, "other", "x"));
            changes.put(
                    "a foreign attribute of " + name,
                    message -> protocolElements(message).get(index).setAttributeNS("urn:any", "x:Id", "x"));
        }
        return changes;
    }

    /** The security header with all in it, and what is encrypted in the body. */
    private static List<Element> protocolElements(Forgery message) {
        return message.all("*").stream()
                .filter(element ->
                        isIn(element, message.security()) || isIn(element, Forgery.in(message.body(), "EncryptedData")))
                .toList();
    }

    private static boolean isIn(Element element, Element ancestor) {
        return element.isSameNode(ancestor)
                || (ancestor.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_CONTAINED_BY) != 0;
    }
}

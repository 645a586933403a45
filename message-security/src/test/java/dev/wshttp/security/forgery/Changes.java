// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import dev.wshttp.security.internal.soap.Namespaces;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Consumer;
import org.w3c.dom.Element;

/** Changes that requests and replies have in common. */
public final class Changes {
    private Changes() {}

    /** Puts an element before the nonce of a derived key, or changes it. */
    public static void derivation(Forgery message, Element derivedKey, String name, String value) {
        forgo(derivedKey, name);
        Element element = message.create(Namespaces.CONVERSATION, "c:" + name);
        element.setTextContent(value);
        derivedKey.insertBefore(element, Forgery.in(derivedKey, "Nonce"));
    }

    /** Takes an element out of another, if it is there. */
    public static void forgo(Element ancestor, String name) {
        var found = ancestor.getElementsByTagNameNS("*", name);
        while (found.getLength() > 0) {
            Forgery.remove(found.item(0));
        }
    }

    public static void nonceOf(Forgery message, int bytes) {
        Forgery.in(message.signatureKey(), "Nonce")
                .setTextContent(Base64.getEncoder().encodeToString(new byte[bytes]));
    }

    public static void withoutAttribute(Forgery message, String element, String attribute) {
        for (Element found : message.all(element)) {
            found.removeAttribute(attribute);
            found.removeAttributeNS(Namespaces.SECURITY_11, attribute);
        }
    }

    public static void inclusiveNamespaces(Forgery message) {
        for (Element transform : message.all("Transform")) {
            Element inclusive = message.create("http://www.w3.org/2001/10/xml-exc-c14n#", "ec:InclusiveNamespaces");
            inclusive.setAttributeNS(null, "PrefixList", "s a u");
            transform.appendChild(inclusive);
        }
    }

    public static void withoutMilliseconds(Forgery message) {
        times(message, time -> time.setTextContent(time.getTextContent().replaceAll("\\.\\d+Z", "Z")));
    }

    public static void createdLater(Forgery message, Duration difference) {
        times(
                message,
                time -> time.setTextContent(
                        Instant.parse(time.getTextContent()).plus(difference).toString()));
    }

    private static void times(Forgery message, Consumer<Element> change) {
        change.accept(message.first("Created"));
        change.accept(message.first("Expires"));
    }

    public static void unsigned(Forgery message, String part) {
        message.unsign(message.first(part));
    }

    public static void without(Forgery message, String part) {
        message.unsign(message.first(part)).remove(part);
    }

    /** Breaks base64 into lines wherever it is not signed as text. */
    public static void lineBreaks(Forgery message, String lineBreak) {
        for (String name :
                new String[] {"CipherValue", "DigestValue", "SignatureValue", "Nonce", "BinarySecurityToken"}) {
            message.all(name)
                    .forEach(element ->
                            element.setTextContent(element.getTextContent().replaceAll("(.{76})", "$1" + lineBreak)));
        }
    }
}

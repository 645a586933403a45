// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import static dev.wshttp.security.internal.soap.Namespaces.ADDRESSING;
import static dev.wshttp.security.internal.soap.Namespaces.CONVERSATION;
import static dev.wshttp.security.internal.soap.Namespaces.ENCRYPTION;
import static dev.wshttp.security.internal.soap.Namespaces.SECURITY;
import static dev.wshttp.security.internal.soap.Namespaces.SECURITY_11;
import static dev.wshttp.security.internal.soap.Namespaces.SOAP;
import static dev.wshttp.security.internal.soap.Namespaces.UTILITY;
import static dev.wshttp.security.internal.soap.Namespaces.XMLNS;

import java.util.Map;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Creates elements with WCF's prefixes, each declared where WCF declares it. */
final class DomWriter {
    private static final Map<String, String> NAMESPACES = Map.of(
            "s",
            SOAP,
            "a",
            ADDRESSING,
            "u",
            UTILITY,
            "o",
            SECURITY,
            "e",
            ENCRYPTION,
            "c",
            CONVERSATION,
            "k",
            SECURITY_11);

    private final Document document;

    DomWriter(Document document) {
        this.document = document;
    }

    /** Returns a new element without a parent. */
    Element create(String prefixedName) {
        return document.createElementNS(NAMESPACES.get(prefix(prefixedName)), prefixedName);
    }

    /** Returns a new last child. */
    Element append(Element parent, String prefixedName) {
        Element child = create(prefixedName);
        parent.appendChild(child);
        return child;
    }

    /** Returns a new last child with text. */
    Element append(Element parent, String prefixedName, String text) {
        Element child = append(parent, prefixedName);
        child.appendChild(document.createTextNode(text));
        return child;
    }

    /** Sets an attribute; one with a prefix gets that prefix's namespace. */
    static void set(Element element, String prefixedName, String value) {
        boolean qualified = prefixedName.contains(":");
        element.setAttributeNS(qualified ? NAMESPACES.get(prefix(prefixedName)) : null, prefixedName, value);
    }

    /** Declares a prefix on an element. */
    static void declare(Element element, String prefix) {
        element.setAttributeNS(XMLNS, "xmlns:" + prefix, NAMESPACES.get(prefix));
    }

    private static String prefix(String prefixedName) {
        return prefixedName.substring(0, prefixedName.indexOf(':'));
    }
}

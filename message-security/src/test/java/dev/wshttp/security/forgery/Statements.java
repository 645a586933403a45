// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import dev.wshttp.security.captures.Envelopes;
import dev.wshttp.security.internal.soap.Namespaces;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The statements of a {@link ChangeScript}, each with the number of its words and what it does. */
final class Statements {
    private static final Map<String, String> NAMESPACES = Map.of(
            "t", Namespaces.TRUST,
            "c", Namespaces.CONVERSATION,
            "k", Namespaces.SECURITY_11,
            "o", Namespaces.SECURITY,
            "a", Namespaces.ADDRESSING,
            "s", Namespaces.SOAP,
            "d", Namespaces.SIGNATURE,
            "p", "http://schemas.xmlsoap.org/ws/2004/09/policy",
            "x", "urn:any");

    private static final Map<String, Statement> ALL = all();

    private Statements() {}

    /** Does one statement. */
    private interface Effect {
        void on(Forgery message, List<String> words, Forger forger);
    }

    /** @param words how many follow the name */
    private record Statement(int words, String use, Effect effect) {}

    private static Map<String, Statement> all() {
        var all = new TreeMap<String, Statement>();
        // What is there, and where
        add(all, "set PLACE TEXT", (m, w, f) -> set(m, w.get(0), w.get(1)));
        add(all, "erase NAME", (m, w, f) -> erase(m, w.get(0)));
        add(all, "drop-element PLACE", (m, w, f) -> Forgery.remove(at(m, w, 0)));
        add(all, "omit PART", (m, w, f) -> Changes.without(m, w.get(0)));
        add(all, "before PLACE OTHER", (m, w, f) -> Forgery.moveBefore(at(m, w, 0), at(m, w, 1)));
        add(all, "last PLACE", (m, w, f) -> Forgery.moveToEnd(at(m, w, 0)));
        add(all, "into PLACE OTHER", (m, w, f) -> at(m, w, 1).appendChild(at(m, w, 0)));
        add(all, "add NAME TEXT PLACE", (m, w, f) -> at(m, w, 2).appendChild(created(m, w.get(0), w.get(1))));
        add(
                all,
                "add-before NAME TEXT PLACE",
                (m, w, f) -> at(m, w, 2).getParentNode().insertBefore(created(m, w.get(0), w.get(1)), at(m, w, 2)));
        add(all, "enclose PLACE NAME", (m, w, f) -> enclose(m, at(m, w, 0), w.get(1)));
        add(all, "replace-parent PLACE", (m, w, f) -> replaceParent(at(m, w, 0)));
        add(all, "graft PLACE XML", (m, w, f) -> at(m, w, 0).appendChild(imported(at(m, w, 0), w.get(1))));
        add(
                all,
                "wrap PLACE OTHER LEAVING",
                (m, w, f) -> Wrapping.move(m, at(m, w, 0), at(m, w, 1), Wrapping.Leaving.of(w.get(2)), true));
        add(
                all,
                "zeros PLACE BYTES",
                (m, w, f) -> at(m, w, 0)
                        .setTextContent(Base64.getEncoder().encodeToString(new byte[Integer.parseInt(w.get(1))])));
        add(all, "spoil PLACE", (m, w, f) -> spoil(at(m, w, 0)));
        // What is signed and encrypted
        add(all, "unsign PLACE", (m, w, f) -> m.unsign(at(m, w, 0)));
        add(all, "cover PLACE", (m, w, f) -> m.coverAlso(m.primarySignature(), at(m, w, 0)));
        add(all, "reveal PLACE", (m, w, f) -> m.inClear(at(m, w, 0)));
        add(all, "drop PLACE", (m, w, f) -> m.dropPart(at(m, w, 0)));
        add(all, "encrypt PLACE", (m, w, f) -> m.encryptAlso(at(m, w, 0), m.primarySignature()));
        add(all, "algorithm PLACE METHOD URI", (m, w, f) -> Forgery.useAlgorithm(at(m, w, 0), w.get(1), w.get(2)));
        add(
                all,
                "algorithms NAME METHOD URI",
                (m, w, f) -> m.all(w.get(0)).forEach(element -> Forgery.useAlgorithm(element, w.get(1), w.get(2))));
        add(all, "truncate-signature BITS", (m, w, f) -> Tokens.truncateSignature(m, w.get(0)));
        // Keys and certificates
        add(all, "derive KEY NAME VALUE", (m, w, f) -> Changes.derivation(m, at(m, w, 0), w.get(1), w.get(2)));
        add(all, "without-derived-keys", (m, w, f) -> m.withoutDerivedKeys());
        add(all, "context-outside", (m, w, f) -> Tokens.referOutside(m));
        add(all, "service-by-key-identifier", (m, w, f) -> Tokens.serviceByKeyIdentifier(m, f));
        add(all, "service-by-issuer", (m, w, f) -> Tokens.serviceByIssuer(m, f));
        add(all, "client-by-thumbprint", (m, w, f) -> Tokens.clientByThumbprint(m, f));
        add(all, "wrap-key-rsa15", (m, w, f) -> Tokens.wrapKeyRsa15(m, f));
        add(all, "include-context", (m, w, f) -> Tokens.includeContext(m));
        // Spelling and time
        add(all, "set-type ENDING TYPE", (m, w, f) -> Tokens.setType(m, w.get(0), w.get(1)));
        add(all, "inclusive-namespaces", (m, w, f) -> Changes.inclusiveNamespaces(m));
        add(all, "whole-seconds", (m, w, f) -> Changes.withoutMilliseconds(m));
        add(all, "whole-seconds-of NAME", (m, w, f) -> Tokens.wholeSeconds(m.first(w.get(0))));
        add(all, "lifetime SECONDS", (m, w, f) -> Tokens.lifetime(m, Long.parseLong(w.get(0))));
        add(
                all,
                "line-breaks LF|CRLF",
                (m, w, f) -> Changes.lineBreaks(m, w.get(0).equals("LF") ? "\n" : "\r\n"));
        add(all, "later DURATION", (m, w, f) -> Changes.createdLater(m, Duration.parse(w.get(0))));
        // Faults
        add(all, "code NAMESPACE NAME", (m, w, f) -> FaultCodes.code(m, w.get(0), w.get(1)));
        add(all, "subcode NAMESPACE NAME", (m, w, f) -> FaultCodes.subcode(m, w.get(0), w.get(1)));
        // Octets; ChangeScript does it.
        add(all, "replace OLD NEW", (m, w, f) -> {
            throw new IllegalArgumentException("'replace' works on octets: write it after 'seal'");
        });
        return all;
    }

    private static void add(Map<String, Statement> all, String use, Effect effect) {
        String[] words = use.split(" ");
        all.put(words[0], new Statement(words.length - 1, use, effect));
    }

    /** @throws IllegalArgumentException if there is no such statement, or if it has another number of words */
    static void require(List<String> statement) {
        Statement known = ALL.get(statement.get(0));
        if (known == null) {
            throw new IllegalArgumentException(
                    "The statement is '" + statement.get(0) + "' (expected one of " + ALL.keySet() + ")");
        }
        if (known.words() != statement.size() - 1) {
            throw new IllegalArgumentException("The statement is " + statement + " (expected '" + known.use() + "')");
        }
    }

    static void run(List<String> statement, Forgery message, Forger forger) {
        Statement known = ALL.get(statement.get(0));
        if (known == null) {
            throw new IllegalArgumentException("no statement " + statement);
        }
        known.effect().on(message, statement.subList(1, statement.size()), forger);
    }

    private static Element at(Forgery message, List<String> words, int index) {
        return Places.one(message, words.get(index));
    }

    private static void set(Forgery message, String place, String text) {
        int at = place.indexOf('@');
        if (at < 0) {
            Places.one(message, place).setTextContent(text);
        } else {
            Places.one(message, place.substring(0, at)).setAttributeNS(null, place.substring(at + 1), text);
        }
    }

    private static void erase(Forgery message, String place) {
        int at = place.indexOf('@');
        if (at < 0) {
            Places.all(message, place).forEach(Forgery::remove);
        } else {
            Changes.withoutAttribute(message, place.substring(0, at), place.substring(at + 1));
        }
    }

    /** Makes an element of a name with a prefix of the table, and with an id that a signature can name. */
    private static Element created(Forgery message, String name, String text) {
        String namespace = NAMESPACES.get(name.substring(0, Math.max(0, name.indexOf(':'))));
        if (namespace == null) {
            throw new IllegalArgumentException(
                    "The name is '" + name + "' (expected one of the prefixes " + NAMESPACES.keySet() + ")");
        }
        Element element = message.create(namespace, name);
        if (namespace.equals(Namespaces.ADDRESSING)
                || namespace.equals(Namespaces.SECURITY_11)
                || name.equals("c:SecurityContextToken")) {
            element.setAttributeNS(Namespaces.UTILITY, "u:Id", "added-" + element.getLocalName());
        }
        element.setTextContent(text);
        return element;
    }

    private static Node imported(Element place, String xml) {
        return place.getOwnerDocument().importNode(Envelopes.parse(xml).getDocumentElement(), true);
    }

    private static void enclose(Forgery message, Element inner, String name) {
        Element outer = created(message, name, "");
        inner.getParentNode().replaceChild(outer, inner);
        outer.appendChild(inner);
    }

    private static void replaceParent(Element element) {
        Node parent = element.getParentNode();
        parent.getParentNode().replaceChild(element, parent);
    }

    /** Changes one character in the middle of a text. */
    private static void spoil(Element element) {
        String text = element.getTextContent();
        int middle = text.length() / 2;
        char other = text.charAt(middle) == 'A' ? 'B' : 'A';
        element.setTextContent(text.substring(0, middle) + other + text.substring(middle + 1));
    }
}

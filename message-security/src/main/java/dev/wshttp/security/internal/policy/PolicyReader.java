// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static dev.wshttp.security.SecurityFault.METADATA_UNREADABLE;

import dev.wshttp.security.MessageSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * The alternatives of policies, in normal form or in any compact one (WS-Policy, September 2004, section 4), inline or by reference
 * (WS-PolicyAttachment, section 3). References stay in their document. Counts what it does for one service; not safe for use by several threads.
 */
final class PolicyReader {
    /** How many alternatives one policy may have: {@code wsp:Optional} doubles them, and a stranger decides how often. */
    static final int MOST_ALTERNATIVES = 64;

    /** How many assertions one alternative may have. */
    static final int MOST_ASSERTIONS = 256;

    /** How many elements are looked at and assertions copied for one service: policies that refer to others could make it any number. */
    static final int MOST_STEPS = 1_000_000;

    /** How many policies may refer to one another in a row. */
    static final int MOST_REFERENCES = 64;

    private static final List<List<Element>> ONE_EMPTY = List.of(List.of());

    private final Map<Document, Map<String, Element>> policies = new HashMap<>();
    private int steps;

    /** What is attached to an element of the WSDL, as alternatives of assertions; one that is empty if there is nothing. */
    List<List<Element>> attachedTo(Element subject) {
        List<List<Element>> alternatives = ONE_EMPTY;
        for (String uri : policyUris(subject)) {
            alternatives = both(alternatives, referenced(subject, uri, Set.of()));
        }
        for (Element child : MetadataXml.children(subject)) {
            count(child, 1);
            if (MetadataXml.isPolicyElement(child, "PolicyReference") || MetadataXml.isPolicyElement(child, "Policy")) {
                alternatives = both(alternatives, of(child, Set.of()));
            }
        }
        return alternatives;
    }

    /** The policy inside an assertion; one empty alternative if it has none. */
    List<List<Element>> nestedIn(Element assertion) {
        List<List<Element>> alternatives = ONE_EMPTY;
        for (Element child : MetadataXml.children(assertion)) {
            if (MetadataXml.isPolicyElement(child)) {
                alternatives = both(alternatives, of(child, Set.of()));
            }
        }
        return alternatives;
    }

    /** Both policies hold: each alternative of the one with each of the other. */
    List<List<Element>> both(List<List<Element>> one, List<List<Element>> other) {
        var all = new ArrayList<List<Element>>();
        for (List<Element> left : one) {
            for (List<Element> right : other) {
                var together = new ArrayList<>(left);
                together.addAll(right);
                requireFew(together, all.size() + 1);
                together.stream().findFirst().ifPresent(near -> count(near, together.size()));
                all.add(List.copyOf(together));
            }
        }
        return all;
    }

    /** Counts what is done for one service, and refuses more than anyone needs. */
    void count(Element near, int more) {
        steps += more;
        if (steps > MOST_STEPS) {
            throw unreadable(near, "has policies of more than '" + MOST_STEPS + "' elements", "less");
        }
    }

    private List<List<Element>> of(Element element, Set<String> within) {
        count(element, 1);
        if (!MetadataXml.isPolicyElement(element)) {
            return assertion(element);
        }
        return switch (element.getLocalName()) {
            case "Policy", "All" -> all(element, within);
            case "ExactlyOne" -> exactlyOne(element, within);
            case "PolicyReference" -> referenced(element, element.getAttributeNS(null, "URI"), within);
            default ->
                throw unreadable(element, "has '" + element.getNodeName() + "' in a policy", "operators of WS-Policy");
        };
    }

    private static List<List<Element>> assertion(Element assertion) {
        String optional = MetadataXml.policyAttribute(assertion, "Optional").strip();
        return optional.equals("true") || optional.equals("1")
                ? List.of(List.of(assertion), List.of())
                : List.of(List.of(assertion));
    }

    private List<List<Element>> all(Element operator, Set<String> within) {
        List<List<Element>> alternatives = ONE_EMPTY;
        for (Element child : MetadataXml.children(operator)) {
            alternatives = both(alternatives, of(child, within));
        }
        return alternatives;
    }

    private List<List<Element>> exactlyOne(Element operator, Set<String> within) {
        var alternatives = new LinkedHashSet<List<Element>>();
        for (Element child : MetadataXml.children(operator)) {
            List<List<Element>> more = of(child, within);
            more.forEach(alternative -> count(child, alternative.size()));
            alternatives.addAll(more);
            requireFew(List.of(child), alternatives.size());
        }
        return List.copyOf(alternatives);
    }

    private List<List<Element>> referenced(Element from, String uri, Set<String> within) {
        count(from, 1);
        String id = uri.startsWith("#") ? uri.substring(1) : "";
        Element policy = policies.computeIfAbsent(from.getOwnerDocument(), PolicyReader::index)
                .get(id);
        if (policy == null) {
            throw unreadable(
                    from,
                    "refers to the policy '" + MetadataXml.printable(uri) + "'",
                    "'#' and the wsu:Id of a wsp:Policy of the same document");
        }
        if (within.contains(id)) {
            throw unreadable(
                    from, "has the policy '" + MetadataXml.printable(id) + "' inside itself", "policies that end");
        }
        if (within.size() >= MOST_REFERENCES) {
            throw unreadable(
                    from,
                    "has more than '" + MOST_REFERENCES + "' policies that refer to one another in a row",
                    "at most " + MOST_REFERENCES);
        }
        var deeper = new HashSet<>(within);
        deeper.add(id);
        return all(policy, deeper);
    }

    private List<String> policyUris(Element subject) {
        String uris = MetadataXml.policyAttribute(subject, "PolicyURIs").strip();
        count(subject, uris.length());
        return uris.isEmpty() ? List.of() : List.of(uris.split("\\s+"));
    }

    // Only where policies stand that are meant for references: directly in the definitions.
    private static Map<String, Element> index(Document document) {
        var policies = new HashMap<String, Element>();
        for (Element child : MetadataXml.children(document.getDocumentElement())) {
            String id = child.getAttributeNS(PolicyNames.UTILITY, "Id");
            if (MetadataXml.isPolicyElement(child, "Policy") && !id.isEmpty() && policies.put(id, child) != null) {
                throw unreadable(child, "has two policies '" + MetadataXml.printable(id) + "'", "one of each wsu:Id");
            }
        }
        return policies;
    }

    private static void requireFew(List<Element> alternative, int alternatives) {
        if (alternatives > MOST_ALTERNATIVES || alternative.size() > MOST_ASSERTIONS) {
            throw unreadable(
                    alternative.get(0),
                    "has a policy with '" + alternatives + "' alternatives or '" + alternative.size() + "' assertions",
                    "at most " + MOST_ALTERNATIVES + " and " + MOST_ASSERTIONS);
        }
    }

    private static MessageSecurityException unreadable(Element near, String found, String expected) {
        return new MessageSecurityException(
                METADATA_UNREADABLE,
                "The WSDL at '" + MetadataXml.source(near) + "' " + found + " (expected " + expected
                        + "). Publish the service's policies as WCF does, or set the binding by hand.");
    }
}

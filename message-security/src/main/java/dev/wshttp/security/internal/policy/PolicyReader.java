// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static dev.wshttp.security.SecurityFault.METADATA_UNREADABLE;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Reads the alternatives of policies, in normal form or in any compact one (WS-Policy, September 2004, section 4), inline or by reference
 * (WS-PolicyAttachment, section 3). References stay in their document. Bounds the work for one service. Not safe for use by several threads.
 */
final class PolicyReader {
    /** The largest number of alternatives of a policy: each {@code wsp:Optional} of a hostile document doubles them. */
    static final int MOST_ALTERNATIVES = 64;

    /** The largest number of assertions of an alternative. */
    static final int MOST_ASSERTIONS = 256;

    /** The largest number of elements read and assertions copied for one service: references between policies can multiply them. */
    static final int MOST_STEPS = 1_000_000;

    /** The largest number of headers and other parts that the policies of one message, or its binding, name. */
    static final int MOST_PARTS = 256;

    /** The longest chain of policies that refer to one another. */
    static final int MOST_REFERENCES = 64;

    private static final List<List<XmlElement>> ONE_EMPTY = List.of(List.of());

    private final UnaryOperator<XmlElement> definitions;
    private final Map<String, Map<String, XmlElement>> policies = new HashMap<>();
    private int steps;

    /** @param definitions returns the root of the document that an element stands in */
    PolicyReader(UnaryOperator<XmlElement> definitions) {
        this.definitions = definitions;
    }

    /** Returns the policy attached to an element of the WSDL, as alternatives of assertions; one empty alternative if there is none. */
    List<List<XmlElement>> attachedTo(XmlElement subject) {
        List<List<XmlElement>> alternatives = ONE_EMPTY;
        for (String uri : policyUris(subject)) {
            alternatives = both(alternatives, referenced(subject, uri, Set.of()));
        }
        for (XmlElement child : subject.elements()) {
            count(child, 1);
            if (MetadataXml.isPolicyElement(child, "PolicyReference") || MetadataXml.isPolicyElement(child, "Policy")) {
                alternatives = both(alternatives, of(child, Set.of()));
            }
        }
        return alternatives;
    }

    /** Returns the policy inside an assertion; one empty alternative if it has none. */
    List<List<XmlElement>> nestedIn(XmlElement assertion) {
        List<List<XmlElement>> alternatives = ONE_EMPTY;
        for (XmlElement child : assertion.elements()) {
            if (MetadataXml.isPolicyElement(child)) {
                alternatives = both(alternatives, of(child, Set.of()));
            }
        }
        return alternatives;
    }

    /** Returns the policy that requires both: each alternative of the one with each of the other. */
    List<List<XmlElement>> both(List<List<XmlElement>> one, List<List<XmlElement>> other) {
        var all = new ArrayList<List<XmlElement>>();
        for (List<XmlElement> left : one) {
            for (List<XmlElement> right : other) {
                var together = new ArrayList<>(left);
                together.addAll(right);
                requireFew(together, all.size() + 1);
                together.stream().findFirst().ifPresent(near -> count(near, together.size()));
                all.add(List.copyOf(together));
            }
        }
        return all;
    }

    /** Counts the parts that elements name for one message, and refuses an excess. */
    void countParts(List<XmlElement> elements) {
        int parts = 0;
        for (XmlElement element : elements) {
            parts += element.elements().size();
            count(element, parts);
            requireFewParts(element, parts);
        }
    }

    /** Refuses more parts of one message than it can have. */
    static void requireFewParts(XmlElement near, int parts) {
        if (parts > MOST_PARTS) {
            throw unreadable(near, "names '" + parts + "' parts of a message or more", "at most " + MOST_PARTS);
        }
    }

    /** Counts the work for one service, and refuses an excess. */
    void count(XmlElement near, int more) {
        steps += more;
        if (steps > MOST_STEPS) {
            throw unreadable(near, "has policies of more than '" + MOST_STEPS + "' elements", "less");
        }
    }

    private List<List<XmlElement>> of(XmlElement element, Set<String> within) {
        count(element, 1);
        if (!MetadataXml.isPolicyElement(element)) {
            return assertion(element);
        }
        return switch (element.localName()) {
            case "Policy", "All" -> all(element, within);
            case "ExactlyOne" -> exactlyOne(element, within);
            case "PolicyReference" -> referenced(element, element.attribute("URI"), within);
            default ->
                throw unreadable(
                        element, "has '" + element.qualifiedName() + "' in a policy", "operators of WS-Policy");
        };
    }

    private static List<List<XmlElement>> assertion(XmlElement assertion) {
        String optional = MetadataXml.policyAttribute(assertion, "Optional").strip();
        return optional.equals("true") || optional.equals("1")
                ? List.of(List.of(assertion), List.of())
                : List.of(List.of(assertion));
    }

    private List<List<XmlElement>> all(XmlElement operator, Set<String> within) {
        List<List<XmlElement>> alternatives = ONE_EMPTY;
        for (XmlElement child : operator.elements()) {
            alternatives = both(alternatives, of(child, within));
        }
        return alternatives;
    }

    private List<List<XmlElement>> exactlyOne(XmlElement operator, Set<String> within) {
        var alternatives = new LinkedHashSet<List<XmlElement>>();
        for (XmlElement child : operator.elements()) {
            List<List<XmlElement>> more = of(child, within);
            more.forEach(alternative -> count(child, alternative.size()));
            alternatives.addAll(more);
            requireFew(List.of(child), alternatives.size());
        }
        return List.copyOf(alternatives);
    }

    private List<List<XmlElement>> referenced(XmlElement from, String uri, Set<String> within) {
        count(from, 1);
        String id = uri.startsWith("#") ? uri.substring(1) : "";
        XmlElement policy = policies.computeIfAbsent(from.location(), location -> index(definitions.apply(from)))
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

    private List<String> policyUris(XmlElement subject) {
        String uris = MetadataXml.policyAttribute(subject, "PolicyURIs").strip();
        count(subject, uris.length());
        return uris.isEmpty() ? List.of() : List.of(uris.split("\\s+"));
    }

    // Only where policies stand that are meant for references: directly in the definitions.
    private static Map<String, XmlElement> index(XmlElement definitions) {
        var policies = new HashMap<String, XmlElement>();
        for (XmlElement child : definitions.elements()) {
            String id = child.attribute(PolicyNames.UTILITY, "Id");
            if (MetadataXml.isPolicyElement(child, "Policy") && !id.isEmpty() && policies.put(id, child) != null) {
                throw unreadable(child, "has two policies '" + MetadataXml.printable(id) + "'", "one of each wsu:Id");
            }
        }
        return policies;
    }

    private static void requireFew(List<XmlElement> alternative, int alternatives) {
        if (alternatives > MOST_ALTERNATIVES || alternative.size() > MOST_ASSERTIONS) {
            throw unreadable(
                    alternative.get(0),
                    "has a policy with '" + alternatives + "' alternatives or '" + alternative.size() + "' assertions",
                    "at most " + MOST_ALTERNATIVES + " and " + MOST_ASSERTIONS);
        }
    }

    private static MessageSecurityException unreadable(XmlElement near, String found, String expected) {
        return new MessageSecurityException(
                METADATA_UNREADABLE,
                "The WSDL at '" + MetadataXml.source(near) + "' " + found + " (expected " + expected
                        + "). Publish the service's policies as WCF does, or set the binding by hand.");
    }
}

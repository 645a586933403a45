// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes the policies and the addressing assertions of a binding or a port before it gets the policy of the binding in force. The packaged WSDL
 * may have {@code wsaw:UsingAddressing}, a WSDL that the RI wrote has a policy for addressing, and a WSDL of WCF has all the assertions of ours.
 */
final class EarlierPolicies {
    private static final Set<String> NAMESPACES = Set.of(
            PolicyNames.POLICY,
            ForeignNames.POLICY_15,
            PolicyNames.ADDRESSING_WSDL,
            PolicyNames.ADDRESSING,
            ForeignNames.ADDRESSING_METADATA);

    private EarlierPolicies() {}

    /**
     * Returns the definitions with an element in them replaced by itself without policies, and without the policies that only it referred to.
     *
     * @param subject an element of the definitions
     */
    static XmlElement removedFrom(XmlElement definitions, XmlElement subject) {
        var referred = new HashSet<String>();
        XmlElement cleaned = Wsdl.replaced(definitions, subject, without(subject, referred));
        referred.removeAll(references(cleaned));
        List<XmlNode> kept = cleaned.children().stream()
                .filter(child -> !isPolicyOf(referred, child))
                .toList();
        return cleaned.withChildren(kept);
    }

    private static XmlElement without(XmlElement subject, Set<String> referred) {
        var kept = new ArrayList<XmlNode>();
        for (XmlNode child : subject.children()) {
            if (!(child instanceof XmlElement element)) {
                kept.add(child);
            } else if (NAMESPACES.contains(element.namespace())) {
                referred.addAll(references(element));
            } else {
                kept.add(without(element, referred));
            }
        }
        return subject.withChildren(kept);
    }

    private static boolean isPolicyOf(Set<String> ids, XmlNode node) {
        return node instanceof XmlElement element
                && MetadataXml.isPolicyElement(element, "Policy")
                && ids.contains(element.attribute(PolicyNames.UTILITY, "Id"));
    }

    /** Returns the ids that the references in an element name, itself included. */
    private static Set<String> references(XmlElement element) {
        var ids = new HashSet<String>();
        if ("PolicyReference".equals(element.localName())) {
            ids.add(element.attribute("URI").replaceFirst("^#", ""));
        }
        element.elements().forEach(child -> ids.addAll(references(child)));
        return ids;
    }
}

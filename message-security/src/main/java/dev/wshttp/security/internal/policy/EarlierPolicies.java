// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import java.util.HashSet;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * What a binding or a port said of policies and addressing before it got the policy of the binding in force: the packaged WSDL
 * may say {@code wsaw:UsingAddressing}, one that the RI wrote has a policy for it, and one that came from WCF has all of ours.
 */
final class EarlierPolicies {
    private static final Set<String> NAMESPACES = Set.of(
            PolicyNames.POLICY,
            ForeignNames.POLICY_15,
            PolicyNames.ADDRESSING_WSDL,
            PolicyNames.ADDRESSING,
            ForeignNames.ADDRESSING_METADATA);

    private EarlierPolicies() {}

    /** Removes them from an element and everything in it, and the policies in the document that only they referred to. */
    static void removeFrom(Element subject) {
        var referred = new HashSet<String>();
        remove(subject, referred);
        Element definitions = subject.getOwnerDocument().getDocumentElement();
        referred.removeAll(references(definitions));
        for (Element child : MetadataXml.children(definitions)) {
            if (isPolicy(child) && referred.contains(child.getAttributeNS(PolicyNames.UTILITY, "Id"))) {
                definitions.removeChild(child);
            }
        }
    }

    private static void remove(Element subject, Set<String> referred) {
        for (Element child : MetadataXml.children(subject)) {
            if (NAMESPACES.contains(child.getNamespaceURI())) {
                referred.addAll(references(child));
                subject.removeChild(child);
            } else {
                remove(child, referred);
            }
        }
    }

    private static boolean isPolicy(Element element) {
        return MetadataXml.isPolicyElement(element, "Policy");
    }

    /** The ids that the references in an element name, itself included. */
    private static Set<String> references(Element element) {
        var ids = new HashSet<String>();
        if ("PolicyReference".equals(element.getLocalName())) {
            ids.add(element.getAttribute("URI").replaceFirst("^#", ""));
        }
        MetadataXml.children(element).forEach(child -> ids.addAll(references(child)));
        return ids;
    }
}

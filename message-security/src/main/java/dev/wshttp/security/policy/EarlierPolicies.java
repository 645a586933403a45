// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.policy;

import java.util.HashSet;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * What a binding or a port said of policies and addressing before it got the policy of the binding in force: the packaged WSDL
 * may say {@code wsaw:UsingAddressing}, one that the RI wrote has a policy for it, and one that came from WCF has all of ours.
 */
final class EarlierPolicies {
    private static final String POLICY_15 = "http://www.w3.org/ns/ws-policy";
    private static final Set<String> NAMESPACES = Set.of(
            PolicyNames.POLICY,
            POLICY_15,
            PolicyNames.ADDRESSING_WSDL,
            PolicyNames.ADDRESSING,
            "http://www.w3.org/2007/05/addressing/metadata");

    private EarlierPolicies() {}

    /** Removes them from an element and everything in it, and the policies in the document that only they referred to. */
    static void removeFrom(Element subject) {
        var referred = new HashSet<String>();
        remove(subject, referred);
        Element definitions = subject.getOwnerDocument().getDocumentElement();
        referred.removeAll(references(definitions));
        for (Element child : Wsdl.children(definitions)) {
            if (isPolicy(child) && referred.contains(child.getAttributeNS(PolicyNames.UTILITY, "Id"))) {
                definitions.removeChild(child);
            }
        }
    }

    private static void remove(Element subject, Set<String> referred) {
        for (Element child : Wsdl.children(subject)) {
            if (NAMESPACES.contains(child.getNamespaceURI())) {
                referred.addAll(references(child));
                subject.removeChild(child);
            } else {
                remove(child, referred);
            }
        }
    }

    private static boolean isPolicy(Element element) {
        return Wsdl.is(element, PolicyNames.POLICY, "Policy") || Wsdl.is(element, POLICY_15, "Policy");
    }

    /** The ids that the references in an element name, itself included. */
    private static Set<String> references(Element element) {
        var ids = new HashSet<String>();
        if ("PolicyReference".equals(element.getLocalName())) {
            ids.add(element.getAttribute("URI").replaceFirst("^#", ""));
        }
        Wsdl.children(element).forEach(child -> ids.addAll(references(child)));
        return ids;
    }
}

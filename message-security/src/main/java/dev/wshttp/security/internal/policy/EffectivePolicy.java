// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.internal.xml.XmlElement;
import java.util.List;

/**
 * Combines what several elements of a WSDL require: their policies (WS-PolicyAttachment, September 2004, section 4), and the extensions that are
 * marked as required (WSDL 1.1, section 2.1.3).
 *
 * @param problems receives the required extensions, because the client supports only WS-Addressing
 */
record EffectivePolicy(PolicyReader policies, List<PolicyProblem> problems) {
    List<List<XmlElement>> of(PolicyPath path, List<XmlElement> subjects) {
        List<List<XmlElement>> policy = List.of(List.of());
        for (XmlElement subject : subjects) {
            refuseRequired(path, subject);
            policy = policies.both(policy, policies.attachedTo(subject));
        }
        return policy;
    }

    /** Requires that the definitions of a document have neither a required extension nor a policy that names its own subject. */
    void requireNothing(XmlElement definitions) {
        var path = new PolicyPath("definitions " + MetadataXml.name(definitions));
        refuseRequired(path, definitions);
        for (XmlElement child : definitions.elements()) {
            if (MetadataXml.isPolicyElement(child, "PolicyAttachment")) {
                problems.add(new PolicyProblem(
                        child.qualifiedName(),
                        path.text(),
                        "a policy names what it is for (wsp:AppliesTo), and this client does not look for it there",
                        "Refer to the policy from the binding or its messages with wsp:PolicyReference, as WCF does."));
            }
        }
    }

    private void refuseRequired(PolicyPath path, XmlElement subject) {
        for (XmlElement child : subject.elements()) {
            if (isRequired(child)) {
                problems.add(UnsupportedAssertion.of(child).at(path, child));
            }
        }
    }

    private static boolean isRequired(XmlElement extension) {
        String required = extension.attribute(PolicyNames.WSDL, "required").strip();
        return (required.equals("true") || required.equals("1"))
                && !ServicePort.isAddressing(extension)
                && !MetadataXml.isPolicyElement(extension)
                && !PolicyNames.WSDL_SOAP12.equals(extension.namespace());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * What the policies of operations and messages have to say: nothing about an operation, and of each message that it is protected as WCF protects it.
 *
 * @param portType where the same operations may have policies too
 * @param ofEndpoint what the endpoint's own policy protects in every message
 * @param problems receives what is not so
 */
record MessagePolicies(
        PolicyReader policies, Element portType, ProtectedParts ofEndpoint, List<PolicyProblem> problems) {

    private static final Set<String> MESSAGES = Set.of("input", "output", "fault");

    void require(Element binding, PolicyPath path) {
        for (Element operation : MetadataXml.children(binding, PolicyNames.WSDL, "operation")) {
            requireOperation(operation, path.then("operation " + MetadataXml.name(operation)));
        }
    }

    private void requireOperation(Element operation, PolicyPath path) {
        Optional<Element> ofType = counterpart(portType, operation);
        var policy = policies.both(policies.attachedTo(operation), attachedTo(ofType));
        PolicyAlternative.firstSupported(policies, path, policy, problems, nothing -> Optional.of(true));
        for (Element message : MetadataXml.children(operation)) {
            if (PolicyNames.WSDL.equals(message.getNamespaceURI()) && MESSAGES.contains(message.getLocalName())) {
                requireMessage(message, ofType.flatMap(type -> counterpart(type, message)), path.then(message));
            }
        }
    }

    private void requireMessage(Element message, Optional<Element> ofType, PolicyPath path) {
        var policy = policies.both(policies.attachedTo(message), attachedTo(ofType));
        // A fault of the contract may have no policy: if it came without protection, it would be refused.
        if (message.getLocalName().equals("fault") && policy.equals(List.of(List.of()))) {
            return;
        }
        PolicyAlternative.firstSupported(policies, path, policy, problems, alternative -> {
            ProtectedParts.takenFrom(alternative).with(ofEndpoint).require(alternative);
            return Optional.of(true);
        });
    }

    private List<List<Element>> attachedTo(Optional<Element> subject) {
        return subject.map(policies::attachedTo).orElse(List.of(List.of()));
    }

    /** The operation, input, output or fault that means the same in a port type. */
    private static Optional<Element> counterpart(Element ofType, Element ofBinding) {
        boolean byName = Set.of("operation", "fault").contains(ofBinding.getLocalName());
        return MetadataXml.children(ofType, PolicyNames.WSDL, ofBinding.getLocalName()).stream()
                .filter(candidate -> !byName || MetadataXml.name(candidate).equals(MetadataXml.name(ofBinding)))
                .findFirst();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.internal.xml.XmlElement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.namespace.QName;

/**
 * Checks the policies of operations and messages: an operation may have none, and each message has to be protected as WCF protects it.
 *
 * @param metadata where the messages of the port type are
 * @param portType where the same operations may have policies too
 * @param ofEndpoint what the endpoint's own policy protects in every message
 * @param problems receives what differs
 */
record MessagePolicies(
        MetadataSet metadata,
        PolicyReader policies,
        XmlElement portType,
        ProtectedParts ofEndpoint,
        List<PolicyProblem> problems) {

    private static final Set<String> MESSAGES = Set.of("input", "output", "fault");

    void require(XmlElement binding, PolicyPath path) {
        Map<String, XmlElement> ofType = counterparts(portType);
        for (XmlElement operation : binding.elements(PolicyNames.WSDL, "operation")) {
            requireOperation(
                    operation,
                    Optional.ofNullable(ofType.get(key(operation))),
                    path.then("operation " + MetadataXml.name(operation)));
        }
    }

    private void requireOperation(XmlElement operation, Optional<XmlElement> ofType, PolicyPath path) {
        var policy = effective(path, Stream.concat(Stream.of(operation), ofType.stream()));
        PolicyAlternative.firstSupported(policies, path, policy, problems, nothing -> Optional.of(true));
        Map<String, XmlElement> messages = ofType.map(this::counterparts).orElse(Map.of());
        for (XmlElement message : operation.elements()) {
            if (PolicyNames.WSDL.equals(message.namespace()) && MESSAGES.contains(message.localName())) {
                requireMessage(message, Optional.ofNullable(messages.get(key(message))), path.then(message));
            }
        }
    }

    private void requireMessage(XmlElement message, Optional<XmlElement> ofType, PolicyPath path) {
        Optional<XmlElement> definition = ofType.flatMap(type -> definition(type, path));
        var policy = effective(
                path, Stream.of(Optional.of(message), ofType, definition).flatMap(Optional::stream));
        // A fault of the contract may have no policy: if it came without protection, it would be refused.
        if (message.localName().equals("fault") && policy.equals(List.of(List.of()))) {
            return;
        }
        PolicyAlternative.firstSupported(policies, path, policy, problems, alternative -> {
            ProtectedParts.takenFrom(alternative).with(ofEndpoint).require(alternative);
            return Optional.of(true);
        });
    }

    private Optional<XmlElement> definition(XmlElement ofType, PolicyPath path) {
        QName name = MetadataXml.qualifiedName(ofType, "message");
        Optional<XmlElement> found = metadata.find("message", name);
        if (found.isEmpty()) {
            problems.add(PolicyProblem.absent("wsdl:message", name, path.text()));
        }
        return found;
    }

    private List<List<XmlElement>> effective(PolicyPath path, Stream<XmlElement> subjects) {
        return new EffectivePolicy(policies, problems).of(path, subjects.toList());
    }

    /** Returns the operations of a port type, or the messages of one of them, by what the binding calls them. */
    private Map<String, XmlElement> counterparts(XmlElement ofType) {
        var counterparts = new HashMap<String, XmlElement>();
        for (XmlElement child : ofType.elements()) {
            policies.count(child, 1);
            if (PolicyNames.WSDL.equals(child.namespace())) {
                counterparts.putIfAbsent(key(child), child);
            }
        }
        return counterparts;
    }

    /** Returns the key of an operation or message: operations and faults have names, and there is one input and one output. */
    private static String key(XmlElement element) {
        boolean byName = Set.of("operation", "fault").contains(element.localName());
        return element.localName() + (byName ? " " + element.attribute("name") : "");
    }
}

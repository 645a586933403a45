// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.protection.MessageParts;
import dev.wshttp.security.protection.OperationProtection;
import dev.wshttp.security.protection.ProtectionLevel;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * Reads the policies of operations and messages: an operation may have none, and each message has levels of protection.
 *
 * @param metadata where the messages of the port type are
 * @param portType where the same operations may have policies too
 * @param ofEndpoint what the endpoint's own policy protects in every message
 * @param problems receives what is not supported
 */
record MessagePolicies(
        MetadataSet metadata,
        PolicyReader policies,
        XmlElement portType,
        ProtectedParts ofEndpoint,
        List<PolicyProblem> problems) {

    /** The number of problems after which a port, which cannot be called anyway, is not read on. */
    static final int MOST_PROBLEMS = 1_000;

    private static final Set<String> MESSAGES = Set.of("input", "output", "fault");

    /** Returns the levels of the messages of a binding. */
    ProtectionRequirements read(XmlElement binding, PolicyPath path) {
        Map<String, XmlElement> ofType = counterparts(portType);
        var operations = new LinkedHashMap<String, OperationProtection>();
        for (XmlElement operation : binding.elements(PolicyNames.WSDL, "operation")) {
            if (problems.size() > MOST_PROBLEMS) {
                break;
            }
            PolicyPath place = path.then("operation " + MetadataXml.name(operation));
            OperationProtection read = read(operation, Optional.ofNullable(ofType.get(key(operation))), place);
            OperationProtection other = operations.putIfAbsent(read.action(), read);
            if (other != null && !other.equals(read)) {
                problems.add(new PolicyProblem(
                        operation.qualifiedName(),
                        place.text(),
                        "another operation has the same action and other levels of protection",
                        "Give each operation an Action of its own."));
            }
        }
        return ProtectionRequirements.of(operations.values());
    }

    /** Returns whether something is encrypted in a message of a binding. */
    boolean isAnythingEncrypted(XmlElement binding, PolicyPath path) {
        Map<String, XmlElement> ofType = counterparts(portType);
        return binding.elements(PolicyNames.WSDL, "operation").stream()
                .anyMatch(operation -> isAnythingEncrypted(operation, ofType.get(key(operation)), path));
    }

    private boolean isAnythingEncrypted(XmlElement operation, @Nullable XmlElement ofType, PolicyPath path) {
        Map<String, XmlElement> messages = ofType == null ? Map.of() : counterparts(ofType);
        return operation.elements().stream()
                .filter(message ->
                        MESSAGES.contains(message.localName()) && PolicyNames.WSDL.equals(message.namespace()))
                .anyMatch(message -> withOwnProblems()
                        .levels(message, Optional.ofNullable(messages.get(key(message))), path)
                        .isEncrypted());
    }

    private MessagePolicies withOwnProblems() {
        return new MessagePolicies(metadata, policies, portType, ofEndpoint, new ArrayList<>());
    }

    private OperationProtection read(XmlElement operation, Optional<XmlElement> ofType, PolicyPath path) {
        var policy = effective(path, Stream.concat(Stream.of(operation), ofType.stream()));
        PolicyAlternative.firstSupported(policies, path, policy, problems, nothing -> Optional.of(true));
        var actions = new MessageActions(metadata.definitionsOf(portType), portType, operation);
        Map<String, XmlElement> messages = ofType.map(this::counterparts).orElse(Map.of());
        var faults = new LinkedHashMap<String, MessageParts>();
        OperationProtection read = OperationProtection.of(
                        actions.of("input", messages.get("input")), ProtectionLevel.ENCRYPT_AND_SIGN)
                .withReplyAction(actions.of("output", messages.get("output")));
        for (XmlElement message : operation.elements()) {
            policies.count(message, 1);
            if (problems.size() > MOST_PROBLEMS) {
                break;
            }
            if (PolicyNames.WSDL.equals(message.namespace())) {
                Optional<XmlElement> counterpart = Optional.ofNullable(messages.get(key(message)));
                PolicyPath place = path.then(message);
                switch (message.localName()) {
                    case "input" -> read = read.withRequest(levels(message, counterpart, place));
                    case "output" -> read = read.withReply(levels(message, counterpart, place));
                    case "fault" ->
                        faults.put(actions.ofFault(message, counterpart), levels(message, counterpart, place));
                    default -> {
                        // Documentation, or an extension.
                    }
                }
            }
        }
        return new OperationProtection(read.action(), read.request(), read.replyAction(), read.reply(), faults);
    }

    private MessageParts levels(XmlElement message, Optional<XmlElement> ofType, PolicyPath path) {
        Optional<XmlElement> definition = ofType.flatMap(type -> definition(type, path));
        var policy = effective(
                path, Stream.of(Optional.of(message), ofType, definition).flatMap(Optional::stream));
        // A fault of the contract may have no policy: if it came without protection, it would be refused.
        if (message.localName().equals("fault") && policy.equals(List.of(List.of()))) {
            return MessageParts.DEFAULT;
        }
        Set<QName> declared = declaredHeaders(message);
        return PolicyAlternative.firstSupported(policies, path, policy, problems, alternative -> {
                    policies.count(message, ofEndpoint.headers().size());
                    return Optional.of(ProtectedParts.takenFrom(alternative)
                            .with(ofEndpoint)
                            .levels(alternative, declared));
                })
                .orElse(MessageParts.DEFAULT);
    }

    /** Returns the headers that the binding names for a message (WSDL 1.1, section 3.7). */
    private Set<QName> declaredHeaders(XmlElement message) {
        var headers = new HashSet<QName>();
        List<XmlElement> declared = message.elements(PolicyNames.WSDL_SOAP12, "header");
        PolicyReader.requireFewParts(message, declared.size());
        for (XmlElement header : declared) {
            metadata.find("message", MetadataXml.qualifiedName(header, "message"))
                    .flatMap(parts -> partNamed(parts, header.attribute("part")))
                    .filter(part -> !part.attribute("element").isEmpty())
                    .ifPresent(part -> headers.add(MetadataXml.qualifiedName(part, "element")));
        }
        return headers;
    }

    private Optional<XmlElement> partNamed(XmlElement message, String name) {
        policies.count(message, 1 + message.elements().size());
        return Wsdl.named(message, "part", name);
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

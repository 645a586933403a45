// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.internal.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The assertions of one policy alternative that are not understood yet. A reader takes out what it understands. What is left at the end is a
 * problem, so that no assertion is ignored. Not safe for use by several threads.
 */
final class PolicyAlternative {
    private final PolicyReader policies;
    private final PolicyPath path;
    private final List<XmlElement> left;
    private final List<PolicyProblem> problems;

    PolicyAlternative(
            PolicyReader policies, PolicyPath path, List<XmlElement> assertions, List<PolicyProblem> problems) {
        this.policies = policies;
        this.path = path;
        this.left = new ArrayList<>(assertions);
        this.problems = problems;
    }

    /**
     * Reads the first alternative that has no problems; if all have problems, the one with the fewest.
     *
     * @param problems receives the problems of that alternative
     */
    static <T> Optional<T> firstSupported(
            PolicyReader policies,
            PolicyPath path,
            List<List<XmlElement>> alternatives,
            List<PolicyProblem> problems,
            Function<PolicyAlternative, Optional<T>> reader) {
        Optional<T> best = Optional.empty();
        Optional<List<PolicyProblem>> fewest = Optional.empty();
        for (List<XmlElement> assertions : alternatives) {
            var found = new ArrayList<PolicyProblem>();
            var alternative = new PolicyAlternative(policies, path, assertions, found);
            Optional<T> read = reader.apply(alternative);
            alternative.refuseWhatIsLeft();
            if (fewest.isEmpty() || found.size() < fewest.get().size()) {
                best = read;
                fewest = Optional.of(found);
            }
        }
        problems.addAll(fewest.orElseGet(() -> List.of(new PolicyProblem(
                "wsp:ExactlyOne",
                path.text(),
                "the policy has no alternative, so that no message fulfils it",
                "Publish the policy of the service's binding."))));
        return best;
    }

    PolicyPath path() {
        return path;
    }

    /** Takes out the first assertion of this name. */
    Optional<XmlElement> take(String namespace, String localName) {
        Optional<XmlElement> found = left.stream()
                .filter(assertion -> assertion.is(namespace, localName))
                .findFirst();
        found.ifPresent(left::remove);
        return found;
    }

    /** Takes out the first assertion of WS-SecurityPolicy 1.1 of this name. */
    Optional<XmlElement> take(String localName) {
        return take(PolicyNames.SECURITY_POLICY, localName);
    }

    /** Takes out an assertion without content, and returns whether it was there. Content is a problem. */
    boolean has(String namespace, String localName) {
        Optional<XmlElement> found = take(namespace, localName);
        found.ifPresent(assertion -> inside(assertion, nothing -> Optional.of(true)));
        return found.isPresent();
    }

    boolean has(String localName) {
        return has(PolicyNames.SECURITY_POLICY, localName);
    }

    /** Takes out assertions that have no effect on the messages. */
    void tolerate(Set<String> localNames) {
        localNames.forEach(this::has);
    }

    /** Takes out all assertions of this name. */
    List<XmlElement> takeAll(String localName) {
        List<XmlElement> found = left.stream()
                .filter(assertion -> assertion.is(PolicyNames.SECURITY_POLICY, localName))
                .toList();
        left.removeAll(found);
        return found;
    }

    /** Takes out all assertions of this name, which name parts of a message. */
    List<XmlElement> takeParts(String localName) {
        List<XmlElement> found = takeAll(localName);
        policies.countParts(found);
        return found;
    }

    /** Takes out all assertions of a namespace. */
    List<XmlElement> takeAllOf(String namespace) {
        List<XmlElement> found = left.stream()
                .filter(assertion -> namespace.equals(assertion.namespace()))
                .toList();
        left.removeAll(found);
        return found;
    }

    /** Returns whether one of these is left. */
    boolean mentions(Set<String> localNames) {
        return left.stream().anyMatch(assertion -> localNames.contains(assertion.localName()));
    }

    /** Returns whether all has been understood. */
    boolean isEmpty() {
        return left.isEmpty();
    }

    /** Reads the policy inside an assertion. */
    <T> Optional<T> inside(XmlElement assertion, Function<PolicyAlternative, Optional<T>> reader) {
        for (XmlElement child : assertion.elements()) {
            if (!MetadataXml.isPolicyElement(child)) {
                problems.add(UnsupportedAssertion.of(child).at(path.then(assertion), child));
            }
        }
        return firstSupported(policies, path.then(assertion), policies.nestedIn(assertion), problems, reader);
    }

    /** Notes that an assertion is absent. */
    void missing(String assertion, String meaning, String remedy) {
        problems.add(new PolicyProblem(assertion + " (missing)", path.text(), meaning, remedy));
    }

    /** Notes that an assertion differs from that of this binding. */
    void wrong(XmlElement assertion, String meaning, String remedy) {
        problems.add(new PolicyProblem(
                assertion.qualifiedName(), path.then(assertion).text(), meaning, remedy));
    }

    void refuse(PolicyProblem problem) {
        problems.add(problem);
    }

    private void refuseWhatIsLeft() {
        left.forEach(
                assertion -> problems.add(UnsupportedAssertion.of(assertion).at(path, assertion)));
    }
}

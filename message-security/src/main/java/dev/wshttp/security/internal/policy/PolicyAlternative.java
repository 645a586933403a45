// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.w3c.dom.Element;

/**
 * The assertions of one policy alternative, until each is understood. What is understood is taken out; what is left at the end is a problem, so
 * that none is ever ignored. Not safe for use by several threads.
 */
final class PolicyAlternative {
    private final PolicyReader policies;
    private final PolicyPath path;
    private final List<Element> left;
    private final List<PolicyProblem> problems;

    PolicyAlternative(PolicyReader policies, PolicyPath path, List<Element> assertions, List<PolicyProblem> problems) {
        this.policies = policies;
        this.path = path;
        this.left = new ArrayList<>(assertions);
        this.problems = problems;
    }

    /**
     * Reads the first alternative that has no problems; if each has some, the one that has fewest.
     *
     * @param problems receives those of the alternative that was read
     */
    static <T> Optional<T> firstSupported(
            PolicyReader policies,
            PolicyPath path,
            List<List<Element>> alternatives,
            List<PolicyProblem> problems,
            Function<PolicyAlternative, Optional<T>> reader) {
        Optional<T> best = Optional.empty();
        Optional<List<PolicyProblem>> fewest = Optional.empty();
        for (List<Element> assertions : alternatives) {
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
    Optional<Element> take(String namespace, String localName) {
        Optional<Element> found = left.stream()
                .filter(assertion -> MetadataXml.is(assertion, namespace, localName))
                .findFirst();
        found.ifPresent(left::remove);
        return found;
    }

    /** Takes out the first assertion of WS-SecurityPolicy 1.1 of this name. */
    Optional<Element> take(String localName) {
        return take(PolicyNames.SECURITY_POLICY, localName);
    }

    /** Takes out an assertion that says all by its name. What stands inside it nevertheless is a problem. */
    boolean has(String namespace, String localName) {
        Optional<Element> found = take(namespace, localName);
        found.ifPresent(assertion -> inside(assertion, nothing -> Optional.of(true)));
        return found.isPresent();
    }

    boolean has(String localName) {
        return has(PolicyNames.SECURITY_POLICY, localName);
    }

    /** Takes out assertions that make no difference to the messages. */
    void tolerate(Set<String> localNames) {
        localNames.forEach(this::has);
    }

    /** Takes out all assertions of this name. */
    List<Element> takeAll(String localName) {
        List<Element> found = left.stream()
                .filter(assertion -> MetadataXml.is(assertion, PolicyNames.SECURITY_POLICY, localName))
                .toList();
        left.removeAll(found);
        return found;
    }

    /** Takes out all assertions of a namespace. */
    List<Element> takeAllOf(String namespace) {
        List<Element> found = left.stream()
                .filter(assertion -> namespace.equals(assertion.getNamespaceURI()))
                .toList();
        left.removeAll(found);
        return found;
    }

    /** Whether one of these is left. */
    boolean mentions(Set<String> localNames) {
        return left.stream().anyMatch(assertion -> localNames.contains(assertion.getLocalName()));
    }

    /** Whether all has been understood. */
    boolean isEmpty() {
        return left.isEmpty();
    }

    /** Reads the policy inside an assertion. */
    <T> Optional<T> inside(Element assertion, Function<PolicyAlternative, Optional<T>> reader) {
        for (Element child : MetadataXml.children(assertion)) {
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

    /** Notes that an assertion is not as this binding has it. */
    void wrong(Element assertion, String meaning, String remedy) {
        problems.add(
                new PolicyProblem(assertion.getNodeName(), path.then(assertion).text(), meaning, remedy));
    }

    void refuse(PolicyProblem problem) {
        problems.add(problem);
    }

    private void refuseWhatIsLeft() {
        left.forEach(
                assertion -> problems.add(UnsupportedAssertion.of(assertion).at(path, assertion)));
    }
}

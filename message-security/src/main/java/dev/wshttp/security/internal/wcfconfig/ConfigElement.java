// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import dev.wshttp.security.UntrustedText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An element of a WCF configuration file. It remembers which of its parts were read, so that the rest can be reported in the end:
 * no attribute and no element is ignored. Not safe for use by several threads.
 */
final class ConfigElement {
    private static final String CLEAR = "clear";
    private static final String REMOVE = "remove";

    private final String name;
    private final int line;
    private final Map<String, String> attributes;
    private final List<ConfigElement> children = new ArrayList<>();
    private final Set<String> askedAttributes = new TreeSet<>();
    private final Set<String> askedChildren = new TreeSet<>();
    private boolean hasText;
    private boolean leftAlone;

    ConfigElement(String name, int line, Map<String, String> attributes) {
        this.name = name;
        this.line = line;
        this.attributes = new LinkedHashMap<>(attributes);
    }

    String name() {
        return name;
    }

    /** Returns the line on which the element begins. */
    int line() {
        return line;
    }

    void add(ConfigElement child) {
        children.add(child);
    }

    void addText(String text) {
        hasText |= !text.isBlank();
    }

    /** Returns the value of an attribute as it is written; empty if there is no such attribute. */
    Optional<String> attribute(String attribute) {
        askedAttributes.add(attribute);
        return Optional.ofNullable(attributes.get(attribute));
    }

    /** Returns the child elements of this name, in their order. */
    List<ConfigElement> children(String child) {
        askedChildren.add(child);
        return children.stream().filter(each -> each.name.equals(child)).toList();
    }

    /**
     * Returns the child elements of this name that make a collection of .NET: without those before a {@code clear}, and those that a {@code remove} behind
     * them names by its attributes.
     */
    List<ConfigElement> items(String item) {
        askedChildren.addAll(List.of(item, CLEAR, REMOVE));
        var kept = new ArrayList<ConfigElement>();
        for (ConfigElement child : children) {
            if (child.name.equals(item)) {
                kept.add(child);
            } else if (child.name.equals(CLEAR) || child.name.equals(REMOVE)) {
                child.takeAway(kept);
            }
        }
        return List.copyOf(kept);
    }

    private void takeAway(List<ConfigElement> items) {
        boolean all = name.equals(CLEAR);
        if (!all) {
            askedAttributes.addAll(attributes.keySet());
        }
        List<ConfigElement> gone = items.stream()
                .filter(item -> all || item.attributes.entrySet().containsAll(attributes.entrySet()))
                .toList();
        gone.forEach(ConfigElement::leaveAlone);
        items.removeAll(gone);
    }

    /** Returns all child elements; each of them counts as read. */
    List<ConfigElement> children() {
        children.forEach(child -> askedChildren.add(child.name));
        return List.copyOf(children);
    }

    /** Declares that the element, with all that is in it, has no effect on this side. */
    void leaveAlone() {
        leftAlone = true;
    }

    boolean isEmpty() {
        return attributes.isEmpty() && children.isEmpty() && !hasText;
    }

    /**
     * Reads the attributes, and returns those that have another value than in this list.
     *
     * @param values an attribute and a value, in pairs
     */
    List<String> attributesOtherThan(List<String> values) {
        var others = new ArrayList<String>();
        attributes.forEach((attribute, value) -> {
            askedAttributes.add(attribute);
            boolean known = false;
            for (int pair = 0; pair < values.size(); pair += 2) {
                known |= values.get(pair).equals(attribute)
                        && values.get(pair + 1).equalsIgnoreCase(value.strip());
            }
            if (!known) {
                others.add(attribute);
            }
        });
        return others;
    }

    boolean isOfAttributesOnly() {
        return children.stream().allMatch(ConfigElement::isEmpty) && !hasText;
    }

    /** Returns the names of the attributes that were not read. */
    List<String> attributesLeft() {
        return leftAlone
                ? List.of()
                : attributes.keySet().stream()
                        .filter(attribute -> !askedAttributes.contains(attribute))
                        .toList();
    }

    /** Returns the child elements that were not read. */
    List<ConfigElement> childrenLeft() {
        return leftAlone
                ? List.of()
                : children.stream()
                        .filter(child -> !askedChildren.contains(child.name))
                        .toList();
    }

    /** Returns the child elements that were read, whose own parts may be unread. */
    List<ConfigElement> childrenAsked() {
        return leftAlone
                ? List.of()
                : children.stream()
                        .filter(child -> askedChildren.contains(child.name))
                        .toList();
    }

    boolean hasTextLeft() {
        return hasText && !leftAlone;
    }

    Set<String> knownAttributes() {
        return askedAttributes;
    }

    Set<String> knownChildren() {
        return askedChildren;
    }

    /**
     * Returns where an attribute stands: {@code line 12, <message algorithmSuite="Basic192">}, on one line. An attribute that was
     * not read may be a secret, so only its name is shown.
     */
    String at(String attribute) {
        String value = attributes.get(attribute);
        if (value == null) {
            return toString();
        }
        String shown = askedAttributes.contains(attribute) ? UntrustedText.oneLine(value) : "...";
        return "line " + line + ", <" + name + " " + attribute + "=\"" + shown + "\">";
    }

    /** Returns where the element stands: {@code line 12, <message>}. */
    @Override
    public String toString() {
        return "line " + line + ", <" + name + ">";
    }
}

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
 * An element of a WCF configuration file. It remembers what was asked of it, so that what nobody asked for can be told in the end: no
 * attribute and no element is ignored. Not safe for use by several threads.
 */
final class ConfigElement {
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

    /** The line on which the element begins. */
    int line() {
        return line;
    }

    void add(ConfigElement child) {
        children.add(child);
    }

    void addText(String text) {
        hasText |= !text.isBlank();
    }

    /** The value of an attribute as it is written; empty if there is no such attribute. */
    Optional<String> attribute(String attribute) {
        askedAttributes.add(attribute);
        return Optional.ofNullable(attributes.get(attribute));
    }

    /** The child elements of this name, in their order. */
    List<ConfigElement> children(String child) {
        askedChildren.add(child);
        return children.stream().filter(each -> each.name.equals(child)).toList();
    }

    /** All child elements; each of them counts as asked for. */
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

    /** The names of the attributes that nobody asked for. */
    List<String> attributesLeft() {
        return leftAlone
                ? List.of()
                : attributes.keySet().stream()
                        .filter(attribute -> !askedAttributes.contains(attribute))
                        .toList();
    }

    /** The child elements that nobody asked for. */
    List<ConfigElement> childrenLeft() {
        return leftAlone
                ? List.of()
                : children.stream()
                        .filter(child -> !askedChildren.contains(child.name))
                        .toList();
    }

    /** The child elements that somebody asked for, and that may have something left themselves. */
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
     * Where an attribute stands: {@code line 12, <message algorithmSuite="Basic192">}, on one line. What nobody asked for may be a
     * secret, so of such an attribute there is the name only.
     */
    String at(String attribute) {
        String value = attributes.get(attribute);
        if (value == null) {
            return toString();
        }
        String shown = askedAttributes.contains(attribute) ? UntrustedText.oneLine(value) : "...";
        return "line " + line + ", <" + name + " " + attribute + "=\"" + shown + "\">";
    }

    /** Where the element stands: {@code line 12, <message>}. */
    @Override
    public String toString() {
        return "line " + line + ", <" + name + ">";
    }
}

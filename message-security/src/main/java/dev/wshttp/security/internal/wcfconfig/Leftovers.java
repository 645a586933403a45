// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import dev.wshttp.security.internal.settings.Spelling;
import java.util.Collection;
import java.util.function.Function;

/** Reports the parts of a file that were not read, so that none of them is ignored. */
final class Leftovers {
    private static final String REMEDY =
            "Remove it if the other side does not depend on it; docs/wcf-to-java.md has what is supported.";

    private final Translation translation;

    Leftovers(Translation translation) {
        this.translation = translation;
    }

    /** Notes a problem for each unread attribute and element in this element. */
    void note(ConfigElement element) {
        for (String attribute : element.attributesLeft()) {
            translation.problem(
                    element,
                    attribute,
                    attribute.equals("configSource")
                            ? "refers to another file (expected the section itself). Put the content of that file here"
                            : unknown("attribute", attribute, element.knownAttributes()));
        }
        for (ConfigElement child : element.childrenLeft()) {
            translation.problem(child, unknown("element", child.name(), element.knownChildren()));
        }
        if (element.hasTextLeft()) {
            translation.problem(element, "has text in it (expected attributes and elements only). Remove it");
        }
        element.childrenAsked().forEach(this::note);
    }

    private static String unknown(String kind, String name, Collection<String> known) {
        return "is not supported here" + (kind.equals("attribute") ? ": there is no '" + name + "'" : "")
                + (known.isEmpty()
                        ? " (expected no " + kind + "). "
                        : " (expected one of: " + String.join(", ", known) + "). ")
                + new Spelling(name)
                        .nearest(known, Function.identity())
                        .map(nearest -> "Did you mean '" + nearest + "'?")
                        .orElse(REMEDY);
    }
}

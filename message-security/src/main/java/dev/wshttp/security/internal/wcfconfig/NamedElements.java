// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import dev.wshttp.security.internal.settings.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Bindings or behaviours that endpoints and services refer to by name. The one without a name is for those that name none (WCF 4). Elements
 * without a reference have no effect, as in WCF.
 */
final class NamedElements {
    private static final String NAME = "name";

    private final Translation translation;
    private final List<ConfigElement> elements;
    private final String kind;

    /** @param kind what they are, for error messages */
    NamedElements(Translation translation, List<ConfigElement> elements, String kind) {
        this.translation = translation;
        this.elements = elements;
        this.kind = kind;
    }

    /** Finds the element that an attribute of another one names; a missing one becomes a problem. */
    Optional<ConfigElement> referredToBy(ConfigElement referrer, String attribute) {
        String wanted = referrer.attribute(attribute).orElse("");
        Optional<ConfigElement> found = translation.only(
                elements,
                each -> name(each).equals(wanted),
                NAME,
                "has the name",
                "(expected another name). Rename one");
        if (found.isEmpty() && !wanted.isEmpty()) {
            translation.problem(referrer, attribute, "names a " + kind + " that does not exist " + names(wanted));
        }
        return found;
    }

    /** Returns whether an attribute names an element that does not exist, which is a problem already. */
    static boolean isNamed(ConfigElement referrer, String attribute) {
        return referrer.attribute(attribute).filter(name -> !name.isEmpty()).isPresent();
    }

    private String names(String wanted) {
        List<String> names = elements.stream()
                .map(NamedElements::name)
                .filter(name -> !name.isEmpty())
                .toList();
        String nearest = new Spelling(wanted)
                .nearest(names, Function.identity())
                .map(name -> "Did you mean '" + name + "'?")
                .orElse("Write the name of an existing one here, or rename that one");
        return names.isEmpty()
                ? "(expected one of this file, and there is none with a name). Add it"
                : "(expected one of: "
                        + names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ")) + "). "
                        + nearest;
    }

    private static String name(ConfigElement element) {
        return element.attribute(NAME).orElse("");
    }
}

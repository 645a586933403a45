// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import dev.wshttp.explain.Finding;
import dev.wshttp.explain.Finding.Kind;
import dev.wshttp.explain.internal.xml.Element;
import dev.wshttp.security.SecurityFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects findings about one message. */
final class Findings {
    private final List<Finding> all = new ArrayList<>();

    void refused(SecurityFault fault, String text, Element about) {
        add(Kind.REFUSED, Optional.of(fault), text, about);
    }

    void odd(String text, Element about) {
        add(Kind.ODD, Optional.empty(), text, about);
    }

    void undecided(String text, Element about) {
        add(Kind.UNDECIDED, Optional.empty(), text, about);
    }

    void undecided(SecurityFault fault, String text, Element about) {
        add(Kind.UNDECIDED, Optional.of(fault), text, about);
    }

    private void add(Kind kind, Optional<SecurityFault> fault, String text, Element about) {
        Optional<Element> inFile = about.origin();
        all.add(new Finding(
                kind,
                fault,
                text,
                inFile.map(Element::start).orElse(0),
                inFile.map(Element::end).orElse(0)));
    }

    List<Finding> all() {
        return List.copyOf(all);
    }
}

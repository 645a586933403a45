// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.mutation;

import static dev.wshttp.security.fuzz.mutation.Tree.path;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/** Puts parts of other messages into a message: of the same session, of another one, of another client, of another mode. */
final class SpliceMutations {
    private SpliceMutations() {}

    static String replaceByDonor(Tree tree, Tree donor, Choices choices) {
        Element replaced = tree.any(choices);
        Element taken = alike(replaced, donor, choices);
        Element parent = Tree.parent(replaced);
        if (taken == null || parent == null) {
            return Mutation.NOTHING;
        }
        String where = path(replaced);
        var imported = (Element) tree.document().importNode(taken, true);
        parent.insertBefore(imported, replaced);
        parent.removeChild(replaced);
        Tree.insert(imported, parent, imported.getNextSibling());
        return "replaced " + where + " by that of another message";
    }

    static String insertDonor(Tree tree, Tree donor, Choices choices) {
        Element place = tree.any(choices);
        Element taken = choices.oneIn(2) ? donor.any(choices) : alike(place, donor, choices);
        Element parent = Tree.parent(place);
        if (taken == null || parent == null) {
            return Mutation.NOTHING;
        }
        var imported = (Element) tree.document().importNode(taken, true);
        Tree.insert(imported, parent, choices.oneIn(2) ? place : place.getNextSibling());
        return "inserted " + path(taken) + " of another message beside " + path(place);
    }

    static String takeText(Tree tree, Tree donor, Choices choices) {
        List<Element> leaves = tree.elements(element -> Tree.children(element).isEmpty());
        if (leaves.isEmpty()) {
            return Mutation.NOTHING;
        }
        Element changed = choices.of(leaves);
        Element taken = alike(changed, donor, choices);
        if (taken == null) {
            return Mutation.NOTHING;
        }
        changed.setTextContent(taken.getTextContent());
        return "took the text of " + path(changed) + " from " + path(taken) + " of another message";
    }

    static String takeAttribute(Tree tree, Tree donor, Choices choices) {
        List<Attr> all = tree.attributes();
        if (all.isEmpty()) {
            return Mutation.NOTHING;
        }
        Attr changed = choices.of(all);
        List<Attr> alike = donor.attributes().stream()
                .filter(attribute -> Objects.equals(attribute.getLocalName(), changed.getLocalName()))
                .toList();
        if (alike.isEmpty()) {
            return Mutation.NOTHING;
        }
        changed.setValue(choices.of(alike).getValue());
        return "took the value of " + path(changed.getOwnerElement()) + "/@" + changed.getName()
                + " from another message";
    }

    /** Everything of a name: all derived keys, all encrypted parts, all header blocks. */
    static String replaceAllOfAName(Tree tree, Tree donor, Choices choices) {
        String name = choices.of(
                "Security",
                "Header",
                "Body",
                "DerivedKeyToken",
                "EncryptedData",
                "EncryptedKey",
                "SecurityContextToken",
                "ReferenceList",
                "Timestamp",
                "Identifier",
                "BinarySecurityToken");
        List<Element> own = tree.named(name);
        List<Element> others = donor.named(name);
        int count = Math.min(own.size(), others.size());
        for (int i = 0; i < count; i++) {
            Element parent = Tree.parent(own.get(i));
            if (parent != null) {
                var imported = (Element) tree.document().importNode(others.get(i), true);
                Tree.insert(imported, parent, own.get(i));
                parent.removeChild(own.get(i));
            }
        }
        return count == 0 ? Mutation.NOTHING : "replaced " + count + " " + name + " by those of another message";
    }

    private static @Nullable Element alike(Element element, Tree donor, Choices choices) {
        List<Element> alike = donor.named(element.getLocalName());
        return alike.isEmpty() ? null : choices.of(alike);
    }
}

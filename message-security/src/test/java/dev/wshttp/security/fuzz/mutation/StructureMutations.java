// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.mutation;

import static dev.wshttp.security.fuzz.mutation.Tree.isInside;
import static dev.wshttp.security.fuzz.mutation.Tree.path;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Changes where elements stand: signature wrapping in all its shapes. */
final class StructureMutations {
    private StructureMutations() {}

    static String wrapInUnknown(Tree tree, Choices choices) {
        return wrap(tree, tree.any(choices), tree.create(List.of("x", Names.UNKNOWN, "x")));
    }

    static String wrapInKnown(Tree tree, Choices choices) {
        return wrap(tree, tree.any(choices), tree.create(choices.of(Names.ELEMENTS)));
    }

    private static String wrap(Tree tree, Element wrapped, Element wrapper) {
        if (wrapped == tree.root()) {
            return Mutation.NOTHING;
        }
        String where = path(wrapped);
        wrapped.getParentNode().replaceChild(wrapper, wrapped);
        Tree.insert(wrapped, wrapper, null);
        return "wrapped " + where + " in " + wrapper.getNodeName();
    }

    static String unwrap(Tree tree, Choices choices) {
        Element unwrapped = tree.any(choices);
        if (unwrapped == tree.root() || Tree.children(unwrapped).isEmpty()) {
            return Mutation.NOTHING;
        }
        String where = path(unwrapped);
        var parent = (Element) unwrapped.getParentNode();
        Tree.children(unwrapped).forEach(child -> Tree.insert(child, parent, unwrapped));
        parent.removeChild(unwrapped);
        return "put the children of " + where + " into its place";
    }

    static String delete(Tree tree, Choices choices) {
        Element deleted = tree.any(choices);
        String where = path(deleted);
        if (deleted == tree.root()) {
            return Mutation.NOTHING;
        }
        deleted.getParentNode().removeChild(deleted);
        return "deleted " + where;
    }

    static String move(Tree tree, Choices choices) {
        Element moved = tree.any(choices);
        Element target = choices.of(tree.elements());
        if (isInside(target, moved)) {
            return Mutation.NOTHING;
        }
        String from = path(moved);
        Tree.insert(moved, target, position(target, moved, choices));
        return "moved " + from + " to " + path(moved);
    }

    /** One of the places among the children of a parent. */
    private static @Nullable Node position(Element parent, Element other, Choices choices) {
        List<Element> children =
                Tree.children(parent).stream().filter(child -> child != other).toList();
        int place = choices.below(children.size() + 1);
        return place == children.size() ? null : children.get(place);
    }

    static String copy(Tree tree, Choices choices) {
        Element original = tree.any(choices);
        var copied = (Element) original.cloneNode(true);
        String ids = renamedIds(copied, choices);
        Element target = choices.oneIn(2) ? Tree.parent(original) : choices.of(tree.elements());
        if (target == null || isInside(target, copied)) {
            return Mutation.NOTHING;
        }
        Tree.insert(copied, target, position(target, copied, choices));
        return "copied " + path(original) + " to " + path(copied) + ids;
    }

    private static String renamedIds(Element copied, Choices choices) {
        int how = choices.below(3);
        if (how == 0) {
            return " with the same ids";
        }
        for (Element element : Tree.elementsIn(copied)) {
            for (Attr attribute : Tree.attributes(element)) {
                if (Tree.isId(attribute) && how == 1) {
                    attribute.setValue(attribute.getValue() + "-copy");
                } else if (Tree.isId(attribute)) {
                    element.removeAttributeNode(attribute);
                }
            }
        }
        return how == 1 ? " with other ids" : " without ids";
    }

    /** The classic: the signed element goes to another place, and one with other content takes its place. */
    static String wrapAndForge(Tree tree, Choices choices) {
        Element signed = tree.any(choices);
        Element parent = Tree.parent(signed);
        if (parent == null) {
            return Mutation.NOTHING;
        }
        String where = path(signed);
        var forged = (Element) signed.cloneNode(true);
        String ids = renamedIds(forged, choices);
        String forgery = forge(forged);
        parent.replaceChild(forged, signed);
        List<Element> places = tree.elements(place -> !isInside(place, signed));
        Element hidingPlace = choices.of(places);
        if (choices.oneIn(2)) {
            Element wrapper = tree.create(choices.of(Names.ELEMENTS));
            Tree.insert(wrapper, hidingPlace, null);
            hidingPlace = wrapper;
        }
        Tree.insert(signed, hidingPlace, null);
        return "moved " + where + " to " + path(signed) + " and left a copy" + ids + forgery;
    }

    private static String forge(Element forged) {
        List<Element> texts = Tree.elementsIn(forged).stream()
                .filter(element -> Tree.children(element).isEmpty())
                .toList();
        Element changed = texts.get(0);
        changed.setTextContent("urn:forged");
        return ", whose " + changed.getLocalName() + " says urn:forged";
    }

    static String swap(Tree tree, Choices choices) {
        Element first = tree.any(choices);
        Element second = choices.oneIn(2) ? tree.any(choices) : choices.of(siblings(first));
        if (isInside(first, second) || isInside(second, first)) {
            return Mutation.NOTHING;
        }
        String what = "swapped " + path(first) + " and " + path(second);
        var parent = (Element) second.getParentNode();
        Node after = second.getNextSibling() == first ? second : second.getNextSibling();
        var formerParent = (Element) first.getParentNode();
        Node mark = tree.document().createTextNode("");
        formerParent.replaceChild(mark, first);
        Tree.insert(first, parent, after);
        Tree.insert(second, formerParent, mark);
        formerParent.removeChild(mark);
        return what;
    }

    private static List<Element> siblings(Element element) {
        Element parent = Tree.parent(element);
        return parent == null ? List.of(element) : Tree.children(parent);
    }

    static String addElement(Tree tree, Choices choices) {
        Element added = tree.create(choices.of(Names.ELEMENTS));
        if (choices.oneIn(2)) {
            added.setTextContent(choices.of("", "1", "true", "urn:any", "http://localhost:1/elsewhere"));
        }
        Element target = choices.of(tree.elements());
        Tree.insert(added, target, position(target, added, choices));
        return "added " + path(added);
    }

    /** A header block that means something to the receiver, where there is none, or a second one. */
    static String addHeader(Tree tree, Choices choices) {
        List<Element> headers = tree.named("Header");
        if (headers.isEmpty()) {
            return Mutation.NOTHING;
        }
        String name = choices.of("Action", "MessageID", "RelatesTo", "ReplyTo", "FaultTo", "From", "To");
        Element block = tree.create(List.of("a", Names.ADDRESSING, name));
        boolean isEndpoint = name.equals("ReplyTo") || name.equals("FaultTo") || name.equals("From");
        if (isEndpoint) {
            Element address = tree.create(List.of("a", Names.ADDRESSING, "Address"));
            address.setTextContent("http://localhost:1/elsewhere");
            block.appendChild(address);
        } else {
            block.setTextContent("urn:any:" + name);
        }
        Tree.insert(block, headers.get(0), position(headers.get(0), block, choices));
        return "added the header " + path(block);
    }

    /** A header of the application, unsigned. */
    static String addApplicationHeader(Tree tree, Choices choices) {
        List<Element> headers = tree.named("Header");
        if (headers.isEmpty()) {
            return Mutation.NOTHING;
        }
        Element block = tree.create(choices.of(
                List.of("f", "urn:fuzz", "DryRun"),
                List.of("f", "urn:fuzz", "Tenant"),
                List.of("f", "urn:fuzz", "Receipt"),
                List.of("x", Names.UNKNOWN, "Session")));
        block.setTextContent(choices.of("true", "false", "another"));
        Tree.insert(block, headers.get(0), position(headers.get(0), block, choices));
        return "added the header " + path(block);
    }

    static String repeat(Tree tree, Choices choices) {
        Element repeated = tree.any(choices);
        Element parent = Tree.parent(repeated);
        int times = choices.of(3, 30, 300);
        if (parent == null
                || Tree.elementsIn(repeated).size() * times > 5_000
                || repeated.getTextContent().length() > 2_000) {
            return Mutation.NOTHING;
        }
        for (int i = 0; i < times; i++) {
            var copied = (Element) repeated.cloneNode(true);
            for (Element element : Tree.elementsIn(copied)) {
                for (Attr attribute : Tree.attributes(element)) {
                    if (Tree.isId(attribute)) {
                        attribute.setValue(attribute.getValue() + "-" + i);
                    }
                }
            }
            parent.insertBefore(copied, repeated);
        }
        return "repeated " + path(repeated) + " " + times + " times with other ids";
    }
}

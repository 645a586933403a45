// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.mutation;

import static dev.wshttp.security.fuzz.mutation.Tree.path;

import java.util.List;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

/** Changes names, prefixes and declarations of namespaces. */
final class NameMutations {
    private NameMutations() {}

    static String renameElement(Tree tree, Choices choices) {
        Element renamed = tree.any(choices);
        String where = path(renamed);
        String prefix = renamed.getPrefix() == null ? "" : renamed.getPrefix() + ":";
        String name = renamed.getLocalName();
        String other = choices.of(
                choices.of(tree.elements()).getLocalName(),
                name + "x",
                swappedCase(name),
                "x",
                name.substring(1) + "_");
        tree.document().renameNode(renamed, renamed.getNamespaceURI(), prefix + other);
        return "renamed " + where + " to " + other;
    }

    private static String swappedCase(String name) {
        char first = name.charAt(0);
        return (Character.isUpperCase(first) ? Character.toLowerCase(first) : Character.toUpperCase(first))
                + name.substring(1);
    }

    static String changeNamespace(Tree tree, Choices choices) {
        Element changed = tree.any(choices);
        String namespace = choices.of(Names.NAMESPACES);
        String prefix = changed.getPrefix();
        String declaration = prefix == null ? "xmlns" : "xmlns:" + prefix;
        changed.setAttributeNS(Names.XMLNS, declaration, namespace);
        return "declared " + declaration + "='" + namespace + "' at " + path(changed);
    }

    static String spellNamespaceDifferently(Tree tree, Choices choices) {
        List<Attr> declarations = declarations(tree);
        if (declarations.isEmpty()) {
            return Mutation.NOTHING;
        }
        Attr declaration = choices.of(declarations);
        String value = declaration.getValue();
        declaration.setValue(
                choices.of(value + "/", value + " ", " " + value, value.replace("http:", "HTTP:"), value + "#", ""));
        return "spelled the namespace '" + value + "' as '" + declaration.getValue() + "'";
    }

    private static List<Attr> declarations(Tree tree) {
        return tree.elements().stream()
                .flatMap(element -> {
                    NamedNodeMap all = element.getAttributes();
                    return java.util.stream.IntStream.range(0, all.getLength()).mapToObj(i -> (Attr) all.item(i));
                })
                .filter(attribute -> Names.XMLNS.equals(attribute.getNamespaceURI()))
                .toList();
    }

    static String changePrefix(Tree tree, Choices choices) {
        Element changed = tree.any(choices);
        String prefix = choices.of("p", "xmlx", "s", "a", "u", "o", "e");
        String namespace = String.valueOf(changed.getNamespaceURI());
        String where = path(changed);
        tree.document().renameNode(changed, namespace, prefix + ":" + changed.getLocalName());
        changed.setAttributeNS(Names.XMLNS, "xmlns:" + prefix, namespace);
        return "gave " + where + " the prefix " + prefix;
    }

    static String useDefaultNamespace(Tree tree, Choices choices) {
        Element changed = tree.any(choices);
        String namespace = String.valueOf(changed.getNamespaceURI());
        String where = path(changed);
        tree.document().renameNode(changed, namespace, changed.getLocalName());
        if (!choices.oneIn(4)) {
            changed.setAttributeNS(Names.XMLNS, "xmlns", namespace);
        }
        return "took the prefix of " + where + " away";
    }

    static String declare(Tree tree, Choices choices) {
        Element changed = choices.of(tree.elements());
        String prefix = choices.of("", ":s", ":a", ":u", ":o", ":e", ":c", ":unused", ":xml");
        String namespace = prefix.equals(":xml") ? Names.XML : choices.of(Names.NAMESPACES);
        changed.setAttributeNS(Names.XMLNS, "xmlns" + prefix, namespace);
        return "declared xmlns" + prefix + "='" + namespace + "' at " + path(changed);
    }

    static String removeDeclaration(Tree tree, Choices choices) {
        List<Attr> declarations = declarations(tree);
        if (declarations.isEmpty()) {
            return Mutation.NOTHING;
        }
        Attr removed = choices.of(declarations);
        Element owner = removed.getOwnerElement();
        owner.removeAttributeNode(removed);
        return "removed " + removed.getNodeName() + " from " + path(owner);
    }
}

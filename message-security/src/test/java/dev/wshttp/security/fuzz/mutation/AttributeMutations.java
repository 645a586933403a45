// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.mutation;

import static dev.wshttp.security.fuzz.mutation.Tree.path;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/** Changes attributes: ids, references, algorithms, and those that SOAP and XML give a meaning. */
final class AttributeMutations {
    private AttributeMutations() {}

    static String addId(Tree tree, Choices choices) {
        Element changed = tree.any(choices);
        List<String> ids = tree.ids();
        String value = ids.isEmpty() || choices.oneIn(3) ? "new-id" : choices.of(ids);
        String name = choices.of("u:Id", "Id", "ID", "id", "xml:id", "AssertionID", "x:Id", "wsu:Id");
        set(changed, name, value);
        return "gave " + path(changed) + " the id " + name + "='" + value + "'";
    }

    private static void set(Element element, String name, String value) {
        String prefix = name.contains(":") ? name.substring(0, name.indexOf(':')) : "";
        String namespace = namespace(prefix);
        element.setAttributeNS(namespace, name, value);
        if (!prefix.isEmpty() && !prefix.equals("xml")) {
            element.setAttributeNS(Names.XMLNS, "xmlns:" + prefix, String.valueOf(namespace));
        }
    }

    private static @Nullable String namespace(String prefix) {
        return switch (prefix) {
            case "u", "wsu" -> Names.UTILITY;
            case "xml" -> Names.XML;
            case "s" -> Names.SOAP;
            case "x" -> Names.UNKNOWN;
            case "o" -> Names.SECURITY;
            case "k" -> Names.SECURITY_11;
            default -> null;
        };
    }

    static String addMeaningful(Tree tree, Choices choices) {
        Element changed = tree.any(choices);
        String name = choices.of(
                "s:mustUnderstand",
                "s:role",
                "s:relay",
                "s:encodingStyle",
                "s:actor",
                "mustUnderstand",
                "xml:base",
                "xml:lang",
                "xml:space",
                "Type",
                "URI",
                "Algorithm",
                "ValueType",
                "EncodingType",
                "Encoding",
                "MimeType",
                "k:TokenType",
                "o:Usage",
                "Recipient",
                "IsReferenceParameter",
                "x:y");
        String value = choices.of(
                "1",
                "0",
                "true",
                "",
                "urn:any",
                "http://www.w3.org/2003/05/soap-envelope/role/next",
                "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver",
                "http://www.w3.org/2003/05/soap-envelope/role/none",
                Names.ENCRYPTION + "Content",
                Names.ENCRYPTION + "Element",
                "#_1");
        set(changed, name, value);
        return "set " + name + "='" + value + "' at " + path(changed);
    }

    static String remove(Tree tree, Choices choices) {
        return with(tree, choices, attribute -> {
            attribute.getOwnerElement().removeAttributeNode(attribute);
            return "removed";
        });
    }

    static String change(Tree tree, Choices choices) {
        return with(tree, choices, attribute -> {
            String value = attribute.getValue();
            String changed = choices.of(
                    "",
                    " " + value,
                    value + " ",
                    value + "\n",
                    value + "x",
                    value + "\u0301",
                    "#" + value,
                    value.replace("#", ""),
                    value.replace("#", "#xpointer(id('") + "'))",
                    value.toUpperCase(java.util.Locale.ROOT),
                    "#" + "A".repeat(1_000));
            attribute.setValue(changed);
            return "changed '" + value + "' to '" + (changed.length() > 100 ? "a long one" : changed) + "' in";
        });
    }

    static String takeValueOfAnother(Tree tree, Choices choices) {
        Attr first = any(tree, choices);
        Attr second = any(tree, choices);
        if (first == null || second == null) {
            return Mutation.NOTHING;
        }
        String value = first.getValue();
        first.setValue(second.getValue());
        boolean swaps = choices.oneIn(2);
        if (swaps) {
            second.setValue(value);
        }
        return (swaps ? "swapped " : "overwrote ") + name(first) + (swaps ? " and " : " with ") + name(second);
    }

    /** References and ids that lead elsewhere. */
    static String retarget(Tree tree, Choices choices) {
        List<Attr> references = tree.attributes().stream()
                .filter(attribute -> attribute.getValue().startsWith("#"))
                .toList();
        List<String> ids = tree.ids();
        if (references.isEmpty() || ids.isEmpty()) {
            return Mutation.NOTHING;
        }
        Attr changed = choices.of(references);
        String target = choices.oneIn(5) ? "" : "#" + choices.of(ids);
        changed.setValue(target);
        return "let " + name(changed) + " name '" + target + "'";
    }

    static String otherAlgorithm(Tree tree, Choices choices) {
        List<Attr> algorithms = tree.attributes().stream()
                .filter(attribute -> "Algorithm".equals(attribute.getLocalName()))
                .toList();
        if (algorithms.isEmpty()) {
            return Mutation.NOTHING;
        }
        Attr changed = choices.of(algorithms);
        String algorithm = choices.of(Names.ALGORITHMS);
        changed.setValue(algorithm);
        return "set " + name(changed) + " to '" + algorithm + "'";
    }

    static String many(Tree tree, Choices choices) {
        Element changed = tree.any(choices);
        int count = choices.of(50, 500, 5_000);
        for (int i = 0; i < count; i++) {
            changed.setAttribute("a" + i, "1");
        }
        return "gave " + path(changed) + " " + count + " attributes";
    }

    private interface Change {
        String apply(Attr attribute);
    }

    private static String with(Tree tree, Choices choices, Change change) {
        Attr changed = any(tree, choices);
        if (changed == null) {
            return Mutation.NOTHING;
        }
        String name = name(changed);
        return change.apply(changed) + " " + name;
    }

    private static @Nullable Attr any(Tree tree, Choices choices) {
        List<Attr> all = tree.attributes();
        return all.isEmpty() ? null : choices.of(all);
    }

    private static String name(Attr attribute) {
        return path(attribute.getOwnerElement()) + "/@" + attribute.getName();
    }
}

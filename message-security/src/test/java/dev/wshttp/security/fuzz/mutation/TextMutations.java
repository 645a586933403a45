// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.mutation;

import static dev.wshttp.security.fuzz.mutation.Tree.path;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Changes text, and what stands between elements. */
final class TextMutations {
    private TextMutations() {}

    static String insertComment(Tree tree, Choices choices) {
        return insert(tree, choices, "a comment", document -> document.createComment("x"));
    }

    static String insertInstruction(Tree tree, Choices choices) {
        return insert(
                tree, choices, "a processing instruction", document -> document.createProcessingInstruction("x", "y"));
    }

    static String insertText(Tree tree, Choices choices) {
        String text = choices.of(" ", "\n", "\r\n", "\r", "\t", "x", "0", "\u00a0", "\ufeff", "\u2028", "AAAA", "]");
        return insert(tree, choices, "the text '" + text + "'", document -> document.createTextNode(text));
    }

    static String insertCdata(Tree tree, Choices choices) {
        String text = choices.of("", " ", "x", "<x/>");
        return insert(tree, choices, "the CDATA section '" + text + "'", document -> document.createCDATASection(text));
    }

    private interface Maker {
        Node make(Document document);
    }

    /** Before, between or after the children of an element, or inside its text. */
    private static String insert(Tree tree, Choices choices, String what, Maker maker) {
        Element changed = choices.of(tree.elements());
        Node text = changed.getFirstChild();
        Node before = text;
        if (text instanceof org.w3c.dom.Text long_ && long_.getLength() > 1 && choices.oneIn(2)) {
            before = long_.splitText(choices.below(long_.getLength() - 1) + 1);
        } else if (choices.oneIn(2)) {
            before = null;
        }
        changed.insertBefore(maker.make(tree.document()), before);
        return "inserted " + what + " into " + path(changed);
    }

    static String makeCdata(Tree tree, Choices choices) {
        Element changed = withText(tree, choices);
        if (changed == null) {
            return Mutation.NOTHING;
        }
        String text = changed.getTextContent();
        changed.setTextContent("");
        int split = choices.below(text.length());
        changed.appendChild(tree.document().createTextNode(text.substring(0, split)));
        changed.appendChild(tree.document().createCDATASection(text.substring(split)));
        return "made CDATA of the text of " + path(changed);
    }

    static String change(Tree tree, Choices choices) {
        Element changed = withText(tree, choices);
        if (changed == null) {
            return Mutation.NOTHING;
        }
        String text = changed.getTextContent();
        int at = choices.below(text.length());
        String other = choices.of(
                "",
                text + " ",
                " " + text,
                text + "\n",
                text.substring(0, at),
                text.substring(0, at) + (char) (text.charAt(at) ^ 1) + text.substring(at + 1),
                text.substring(0, at) + text.substring(at + 1),
                text + text,
                text.toUpperCase(java.util.Locale.ROOT),
                "-1",
                "99999999999999999999",
                "2026-11-22T10:39:50.501Z",
                "x".repeat(10_000));
        changed.setTextContent(valid(other));
        return "changed the text of " + path(changed) + " to '"
                + (other.length() > 60 ? other.substring(0, 60) + "...'" : other + "'");
    }

    private static String valid(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "?");
    }

    static String swapTexts(Tree tree, Choices choices) {
        Element first = withText(tree, choices);
        Element second = withText(tree, choices);
        if (first == null || second == null || first == second) {
            return Mutation.NOTHING;
        }
        String text = first.getTextContent();
        first.setTextContent(second.getTextContent());
        second.setTextContent(text);
        return "swapped the texts of " + path(first) + " and " + path(second);
    }

    private static @Nullable Element withText(Tree tree, Choices choices) {
        List<Element> candidates = tree.elements(element ->
                Tree.children(element).isEmpty() && !element.getTextContent().isEmpty());
        return candidates.isEmpty() ? null : choices.of(candidates);
    }
}

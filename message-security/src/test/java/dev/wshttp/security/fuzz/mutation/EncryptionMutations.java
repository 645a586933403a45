// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.mutation;

import static dev.wshttp.security.fuzz.mutation.Tree.path;

import java.util.List;
import org.w3c.dom.Element;

/** Changes what the security header says about encryption and keys. */
final class EncryptionMutations {
    private EncryptionMutations() {}

    static String changeReferenceList(Tree tree, Choices choices) {
        List<Element> references = tree.named("DataReference");
        if (references.isEmpty()) {
            return Mutation.NOTHING;
        }
        Element reference = choices.of(references);
        Element list = Tree.parent(reference);
        if (list == null) {
            return Mutation.NOTHING;
        }
        switch (choices.below(5)) {
            case 0 -> {
                list.removeChild(reference);
                return "removed a reference from the list";
            }
            case 1 -> {
                list.insertBefore(reference.cloneNode(true), list.getFirstChild());
                return "doubled a reference of the list";
            }
            case 2 -> {
                list.insertBefore(reference, list.getFirstChild());
                return "put a reference of the list first";
            }
            case 3 -> {
                tree.document().renameNode(reference, Names.ENCRYPTION, "e:KeyReference");
                return "made a KeyReference of a reference";
            }
            default -> {
                reference.setAttribute(
                        "URI", choices.of("", "#", "#nothing", "http://localhost:1/", "cid:x", "#xpointer(/)"));
                return "let a reference of the list lead to '" + reference.getAttribute("URI") + "'";
            }
        }
    }

    static String moveReferenceList(Tree tree, Choices choices) {
        List<Element> lists = tree.named("ReferenceList");
        if (lists.isEmpty()) {
            return Mutation.NOTHING;
        }
        var list = (Element) choices.of(lists).cloneNode(true);
        Element target = choices.of(tree.elements());
        Tree.insert(list, target, choices.oneIn(2) ? target.getFirstChild() : null);
        return "put a second list of references into " + path(target);
    }

    /** Another good copy of an encrypted part, in front of it or behind, that the list names too. */
    static String copyEncryptedPart(Tree tree, Choices choices) {
        List<Element> parts = tree.named("EncryptedData");
        List<Element> lists = tree.named("ReferenceList");
        if (parts.isEmpty() || lists.isEmpty()) {
            return Mutation.NOTHING;
        }
        Element part = choices.of(parts);
        int copies = choices.of(1, 1, 2, 20);
        Element parent = choices.oneIn(2) ? Tree.parent(choices.of(parts)) : Tree.parent(part);
        for (int i = 0; i < copies && parent != null; i++) {
            var copied = (Element) part.cloneNode(true);
            copied.setAttribute("Id", "copy-" + i);
            Tree.insert(copied, parent, choices.oneIn(2) ? parent.getFirstChild() : null);
            Element reference = tree.document().createElementNS(Names.ENCRYPTION, "e:DataReference");
            reference.setAttribute("URI", "#copy-" + i);
            Tree.insert(reference, lists.get(0), choices.oneIn(2) ? lists.get(0).getFirstChild() : null);
        }
        return "added " + copies + " referenced copies of " + path(part);
    }

    static String exchangeEncryptedParts(Tree tree, Choices choices) {
        List<Element> values = tree.named("CipherValue");
        if (values.size() < 2) {
            return Mutation.NOTHING;
        }
        Element first = choices.of(values);
        Element second = choices.of(values);
        String text = first.getTextContent();
        first.setTextContent(second.getTextContent());
        if (choices.oneIn(2)) {
            second.setTextContent(text);
        }
        return "put the ciphertext of " + path(second) + " into " + path(first);
    }

    static String changeType(Tree tree, Choices choices) {
        List<Element> parts = tree.named("EncryptedData");
        if (parts.isEmpty()) {
            return Mutation.NOTHING;
        }
        Element part = choices.of(parts);
        String type = choices.of(
                Names.ENCRYPTION + "Element",
                Names.ENCRYPTION + "Content",
                "http://www.w3.org/2009/xmlenc11#EXI",
                "",
                "text/xml");
        part.setAttribute("Type", type);
        return "set the type of " + path(part) + " to '" + type + "'";
    }

    static String makeCipherReference(Tree tree, Choices choices) {
        List<Element> values = tree.named("CipherValue");
        if (values.isEmpty()) {
            return Mutation.NOTHING;
        }
        Element value = choices.of(values);
        String where = path(value);
        Element reference = tree.document().createElementNS(Names.ENCRYPTION, "e:CipherReference");
        reference.setAttribute("URI", choices.of("", "#_0", "#_1", "http://localhost:1/", "file:///etc/hostname"));
        value.getParentNode().replaceChild(reference, value);
        return "made a CipherReference to '" + reference.getAttribute("URI") + "' of " + where;
    }

    /** A number in a derived key, for instance. */
    static String changeNumber(Tree tree, Choices choices) {
        List<Element> numbers = tree.elements(element ->
                Tree.children(element).isEmpty() && element.getTextContent().matches("\\d+"));
        if (numbers.isEmpty()) {
            return Mutation.NOTHING;
        }
        Element number = choices.of(numbers);
        number.setTextContent(choices.of(
                "0",
                "1",
                "16",
                "23",
                "25",
                "32",
                "64",
                "-1",
                "+0",
                " 0",
                "2147483647",
                "4294967296",
                "99999999999999999999",
                "0x10",
                ""));
        return "set " + path(number) + " to " + number.getTextContent();
    }

    static String addDerivation(Tree tree, Choices choices) {
        List<Element> tokens = tree.named("DerivedKeyToken");
        if (tokens.isEmpty()) {
            return Mutation.NOTHING;
        }
        Element token = choices.of(tokens);
        String name = choices.of("Offset", "Length", "Generation", "Label", "Properties", "Nonce");
        Element added = tree.document().createElementNS(Names.CONVERSATION, "c:" + name);
        added.setTextContent(
                choices.of("0", "16", "32", "1048576", "AAAAAAAAAAAAAAAAAAAAAA==", "WS-SecureConversation"));
        Tree.insert(added, token, choices.oneIn(2) ? token.getFirstChild() : null);
        return "added " + name + " to " + path(token);
    }
}

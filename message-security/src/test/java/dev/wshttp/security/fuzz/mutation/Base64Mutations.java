// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.mutation;

import static dev.wshttp.security.fuzz.mutation.Tree.path;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/** Changes what is in Base64: ciphertext, keys, nonces, certificates, TLS flights; the octets, or only how they are spelled. */
final class Base64Mutations {
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{8,}={0,2}");
    private static final int BLOCK = 16;

    private Base64Mutations() {}

    private interface OctetChange {
        byte[] apply(byte[] octets);
    }

    static String flip(Tree tree, Choices choices) {
        return change(tree, choices, "flipped a bit", octets -> {
            octets[choices.below(octets.length)] ^= (byte) (1 << choices.below(8));
            return octets;
        });
    }

    static String changeHead(Tree tree, Choices choices) {
        return change(tree, choices, "changed an octet at the beginning", octets -> {
            octets[choices.below(Math.min(octets.length, 2 * BLOCK))] = (byte) choices.below(256);
            return octets;
        });
    }

    static String changeLength(Tree tree, Choices choices) {
        return change(tree, choices, "changed the length", octets -> {
            int length = choices.of(
                    0,
                    1,
                    octets.length - 1,
                    octets.length + 1,
                    octets.length - BLOCK,
                    octets.length + BLOCK,
                    BLOCK,
                    2 * BLOCK);
            return Arrays.copyOf(octets, Math.max(0, length));
        });
    }

    static String swapBlocks(Tree tree, Choices choices) {
        return change(tree, choices, "swapped two blocks", octets -> {
            int blocks = octets.length / BLOCK;
            if (blocks > 1) {
                int first = choices.below(blocks) * BLOCK;
                int second = choices.below(blocks) * BLOCK;
                byte[] kept = Arrays.copyOfRange(octets, first, first + BLOCK);
                System.arraycopy(octets, second, octets, first, BLOCK);
                System.arraycopy(kept, 0, octets, second, BLOCK);
            }
            return octets;
        });
    }

    static String repeatBlock(Tree tree, Choices choices) {
        return change(tree, choices, "repeated a block", octets -> {
            int at = choices.below(octets.length / BLOCK + 1) * BLOCK;
            byte[] longer = Arrays.copyOf(octets, octets.length + BLOCK);
            System.arraycopy(octets, at, longer, Math.min(at + BLOCK, longer.length), octets.length - at);
            return longer;
        });
    }

    private static String change(Tree tree, Choices choices, String what, OctetChange change) {
        List<Element> candidates = tree.elements(Base64Mutations::isBase64);
        if (candidates.isEmpty()) {
            return Mutation.NOTHING;
        }
        Element changed = choices.of(candidates);
        byte[] octets = Base64.getMimeDecoder().decode(changed.getTextContent());
        if (octets.length == 0) {
            return Mutation.NOTHING;
        }
        changed.setTextContent(Base64.getEncoder().encodeToString(change.apply(octets)));
        return what + " of " + path(changed);
    }

    private static boolean isBase64(Element element) {
        String text = element.getTextContent();
        return Tree.children(element).isEmpty()
                && text.length() % 4 == 0
                && BASE64.matcher(text).matches();
    }

    /** The same octets, for a reader that is patient; others for one that is not. */
    static String respell(Tree tree, Choices choices) {
        List<Element> candidates = tree.elements(Base64Mutations::isBase64);
        if (candidates.isEmpty()) {
            return Mutation.NOTHING;
        }
        Element changed = choices.of(candidates);
        String text = changed.getTextContent();
        int at = choices.below(text.length());
        changed.setTextContent(choices.of(
                text.substring(0, at) + " " + text.substring(at),
                text.substring(0, at) + "\r\n" + text.substring(at),
                text.substring(0, at) + "-" + text.substring(at),
                text.substring(0, at) + "=" + text.substring(at),
                text + "=",
                text + "====",
                text + "AAAA",
                text.replace("=", ""),
                text.replace('+', '-').replace('/', '_'),
                otherLastBits(text),
                "AAAA" + text));
        return "spelled the Base64 of " + path(changed) + " differently";
    }

    /** The bits that padding leaves unused. */
    private static String otherLastBits(String text) {
        int last = text.indexOf('=') - 1;
        if (last < 0) {
            return text + "A";
        }
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        int value = alphabet.indexOf(text.charAt(last));
        return text.substring(0, last) + alphabet.charAt(value ^ 1) + text.substring(last + 1);
    }

    /** Text beside the element that has the value: two readers may read two values. */
    static String addBeside(Tree tree, Choices choices) {
        List<Element> candidates = tree.elements(Base64Mutations::isBase64);
        if (candidates.isEmpty()) {
            return Mutation.NOTHING;
        }
        Element value = choices.of(candidates);
        Element parent = Tree.parent(value);
        if (parent == null) {
            return Mutation.NOTHING;
        }
        if (choices.oneIn(2)) {
            parent.insertBefore(
                    tree.document().createTextNode(choices.of("AAAA", "x", " ", "=")), choices.oneIn(2) ? value : null);
            return "added text beside " + path(value);
        }
        var second = (Element) value.cloneNode(true);
        second.setTextContent("AAAA" + value.getTextContent());
        parent.insertBefore(second, choices.oneIn(2) ? value : value.getNextSibling());
        return "added a second " + value.getNodeName() + " beside " + path(value);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Changes octets without respect for what they mean, and how characters are written as octets. */
final class OctetMutations {
    private OctetMutations() {}

    static String flip(Draft draft, Choices choices) {
        byte[] octets = draft.octets();
        if (octets.length == 0) {
            return Mutation.NOTHING;
        }
        int times = choices.of(1, 1, 1, 5);
        for (int i = 0; i < times; i++) {
            octets[choices.below(octets.length)] ^= (byte) (1 << choices.below(8));
        }
        draft.octets(octets);
        return "flipped " + times + " bits";
    }

    static String delete(Draft draft, Choices choices) {
        byte[] octets = draft.octets();
        int at = choices.below(octets.length + 1);
        int count = Math.min(octets.length - at, choices.of(1, 2, 10, 100));
        draft.octets(joined(Arrays.copyOf(octets, at), Arrays.copyOfRange(octets, at + count, octets.length)));
        return "deleted " + count + " octets at " + at;
    }

    static String insert(Draft draft, Choices choices) {
        byte[] octets = draft.octets();
        int at = choices.of(0, octets.length, choices.below(octets.length + 1));
        byte[] added = choices.of(
                new byte[] {0},
                new byte[] {(byte) 0xff},
                new byte[] {(byte) 0xc0, (byte) 0x80},
                new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
                new byte[] {(byte) 0xfe, (byte) 0xff},
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                "\r\n".getBytes(UTF_8),
                "<".getBytes(UTF_8),
                "<x/>".getBytes(UTF_8),
                "&x;".getBytes(UTF_8),
                "<!--".getBytes(UTF_8),
                "]]>".getBytes(UTF_8));
        draft.octets(joined(joined(Arrays.copyOf(octets, at), added), Arrays.copyOfRange(octets, at, octets.length)));
        return "inserted " + added.length + " octets at " + at;
    }

    static String truncate(Draft draft, Choices choices) {
        byte[] octets = draft.octets();
        int length = choices.below(octets.length + 1);
        draft.octets(Arrays.copyOf(octets, length));
        return "cut the message after " + length + " octets";
    }

    static String doubled(Draft draft, Choices choices) {
        byte[] octets = draft.octets();
        int from = choices.below(octets.length + 1);
        draft.octets(joined(octets, Arrays.copyOfRange(octets, from, octets.length)));
        return "sent the end from " + from + " twice";
    }

    /** The same characters in other octets, with or without saying so. */
    static String encode(Draft draft, Choices choices) {
        String text = new String(draft.octets(), UTF_8);
        Charset charset = choices.of(
                StandardCharsets.UTF_16,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                StandardCharsets.ISO_8859_1,
                Charset.forName("UTF-32"));
        boolean declares = choices.oneIn(2);
        boolean announces = choices.oneIn(2);
        String declaration = declares ? "<?xml version=\"1.0\" encoding=\"" + charset.name() + "\"?>" : "";
        draft.octets((declaration + text).getBytes(charset));
        if (announces) {
            draft.contentType("application/soap+xml; charset=" + charset.name());
        }
        return "encoded the message in " + charset + (declares ? ", declared" : "") + (announces ? ", announced" : "");
    }

    /** Something before the document. */
    static String addProlog(Draft draft, Choices choices) {
        String prolog = choices.of(
                "<?xml version=\"1.0\"?>",
                "<?xml version=\"1.1\"?>",
                "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>",
                "<?xml version=\"1.0\" encoding=\"UTF-7\"?>",
                "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
                "<?xml version=\"1.0\" encoding=\"nonsense\"?>",
                "<?xml version=\"1.0\" standalone=\"yes\"?>",
                "<!-- x -->",
                "<?x y?>",
                " ",
                "\n",
                "<!DOCTYPE x>",
                "<!DOCTYPE x SYSTEM \"http://localhost:1/\">",
                "<!DOCTYPE x [<!ENTITY e \"x\">]>",
                "<!DOCTYPE x [<!ATTLIST Body Id ID #IMPLIED>]>");
        draft.octets(joined(prolog.getBytes(UTF_8), draft.octets()));
        return "put " + prolog.strip() + " before the message";
    }

    /** A character as a reference. */
    static String writeReference(Draft draft, Choices choices) {
        String text = new String(draft.octets(), UTF_8);
        int from = choices.below(text.length() + 1);
        int at = from;
        while (at < text.length() && !Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        if (at >= text.length()) {
            return Mutation.NOTHING;
        }
        int character = text.charAt(at);
        String reference =
                choices.of("&#" + character + ";", "&#x" + Integer.toHexString(character) + ";", "&#0;", "&x;", "&lt;");
        draft.octets((text.substring(0, at) + reference + text.substring(at + 1)).getBytes(UTF_8));
        return "wrote the character at " + at + " as " + reference;
    }

    /** So deep that nothing here could go down: no other change follows. */
    static String nestDeeply(Draft draft, Choices choices) {
        String text = new String(draft.octets(), UTF_8);
        int end = text.indexOf('>', choices.below(text.length() + 1));
        if (end < 0) {
            return Mutation.NOTHING;
        }
        int levels = choices.of(40, 500, 5_000);
        String nested = "<x>".repeat(levels) + "</x>".repeat(levels);
        draft.finish((text.substring(0, end + 1) + nested + text.substring(end + 1)).getBytes(UTF_8));
        return "put " + levels + " nested elements behind the tag that ends at " + end;
    }

    /** White space inside tags, single quotation marks, empty elements: the same to every reader. */
    static String writeDifferently(Draft draft, Choices choices) {
        String text = new String(draft.octets(), UTF_8);
        String changed = switch (choices.below(4)) {
            case 0 -> text.replace(">", " >");
            case 1 -> text.indexOf('\'') < 0 ? text.replace('"', '\'') : text;
            case 2 -> text.replace(" xmlns", "\n\txmlns");
            default -> text.replaceAll("<([\\w:]+)([^<>]*)></\\1>", "<$1$2/>");
        };
        draft.octets(changed.getBytes(UTF_8));
        return changed.equals(text) ? Mutation.NOTHING : "wrote tags differently";
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}

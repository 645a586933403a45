// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.xml;

import java.util.function.Function;

/** Replaces references and normalizes line ends and white space (XML 1.0, sections 2.11, 3.3.3 and 4.1). */
final class References {
    private final Function<String, RuntimeException> problem;

    References(Function<String, RuntimeException> problem) {
        this.problem = problem;
    }

    /** Returns what an application reads of a text. */
    String text(String raw) {
        return replaced(normalized(raw));
    }

    /** Returns what an application reads of the value of an attribute. */
    String value(String raw) {
        return replaced(normalized(raw).replace('\n', ' ').replace('\t', ' '));
    }

    /** Returns a text with the line ends of XML, in which references are left as they are. */
    String normalized(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            requireCharacter(raw.charAt(i));
        }
        return raw.indexOf('\r') < 0 ? raw : raw.replace("\r\n", "\n").replace('\r', '\n');
    }

    private void requireCharacter(int character) {
        boolean control = character < 0x20 && character != '\t' && character != '\n' && character != '\r';
        if (control || character == 0xFFFE || character == 0xFFFF || character > Character.MAX_CODE_POINT) {
            throw problem.apply(
                    "there is the character U+" + String.format("%04X", character) + ", which XML 1.0 does not have");
        }
    }

    private String replaced(String raw) {
        if (raw.indexOf('&') < 0) {
            return raw;
        }
        var text = new StringBuilder(raw.length());
        int at = 0;
        for (int reference = raw.indexOf('&'); reference >= 0; reference = raw.indexOf('&', at)) {
            int end = raw.indexOf(';', reference);
            if (end < 0) {
                throw problem.apply("a reference begins with '&' and has no end");
            }
            text.append(raw, at, reference).append(character(raw.substring(reference + 1, end)));
            at = end + 1;
        }
        return text.append(raw, at, raw.length()).toString();
    }

    private String character(String name) {
        return switch (name) {
            case "lt" -> "<";
            case "gt" -> ">";
            case "amp" -> "&";
            case "quot" -> "\"";
            case "apos" -> "'";
            default -> numbered(name);
        };
    }

    private String numbered(String name) {
        try {
            int point = name.startsWith("#x")
                    ? Integer.parseUnsignedInt(name.substring(2), 16)
                    : Integer.parseUnsignedInt(name.startsWith("#") ? name.substring(1) : "no number");
            if (point < 0 || point > Character.MAX_CODE_POINT) {
                throw problem.apply("a reference names a character that Unicode does not have");
            }
            requireCharacter(point);
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                throw problem.apply("a reference names half a character");
            }
            return Character.toString(point);
        } catch (NumberFormatException unknown) {
            throw problem.apply("the entity '" + (name.length() > 40 ? name.substring(0, 40) + "..." : name)
                    + "' is not one of the five of XML");
        }
    }
}

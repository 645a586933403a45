// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import dev.wshttp.security.captures.Elements;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/**
 * The elements of a message by the words of a table: {@code signatureKey}, {@code encryptionKey}, {@code primarySignature}, {@code endorsingSignature},
 * {@code body}, {@code security}, {@code header}, {@code envelope}, {@code token} (the first element of the body), or the local name of an element.
 * {@code SignatureConfirmation[1]} is the second of that name, {@code signatureKey/Length} the first one inside another.
 */
final class Places {
    private static final Pattern STEP = Pattern.compile("([\\w*]+)(?:\\[(\\d+)])?");

    private Places() {}

    /** Returns the element of a place. */
    static Element one(Forgery message, String place) {
        String[] steps = place.split("/");
        Element found = first(message, steps[0]);
        for (int i = 1; i < steps.length; i++) {
            found = Forgery.in(found, steps[i]);
        }
        return found;
    }

    /** Returns all elements of a local name, or those of this name inside a place. */
    static List<Element> all(Forgery message, String place) {
        int end = place.lastIndexOf('/');
        if (end < 0) {
            return message.all(place);
        }
        Element within = one(message, place.substring(0, end));
        return message.all(place.substring(end + 1)).stream()
                .filter(element -> isInside(element, within))
                .toList();
    }

    private static boolean isInside(Element element, Element ancestor) {
        for (var node = element.getParentNode(); node != null; node = node.getParentNode()) {
            if (node.isSameNode(ancestor)) {
                return true;
            }
        }
        return false;
    }

    private static Element first(Forgery message, String step) {
        Matcher parts = STEP.matcher(step);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + step + "' is no place (expected a name, or name[index])");
        }
        String name = parts.group(1);
        int index = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
        return switch (name) {
            case "signatureKey" -> message.signatureKey();
            case "encryptionKey" -> message.encryptionKey();
            case "primarySignature" -> message.primarySignature();
            case "endorsingSignature" -> message.endorsingSignature();
            case "body" -> message.body();
            case "security" -> message.security();
            case "header" -> message.header();
            case "envelope" -> (Element) message.body().getParentNode();
            case "token" -> Elements.children(message.body()).get(0);
            default -> indexed(message, name, index);
        };
    }

    private static Element indexed(Forgery message, String name, int index) {
        List<Element> found = message.all(name);
        if (index >= found.size()) {
            throw new IllegalArgumentException(
                    "The message has " + found.size() + " elements '" + name + "' (expected more than " + index + ")");
        }
        return found.get(index);
    }
}

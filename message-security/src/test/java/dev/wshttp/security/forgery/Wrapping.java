// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import static dev.wshttp.security.internal.soap.Namespaces.UTILITY;

import java.util.Locale;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Signature wrapping (McIntosh and Austel, 2005): a part of a genuine message stands somewhere else, where its id still resolves. */
public final class Wrapping {
    private static final String UNKNOWN = "urn:any";

    private Wrapping() {}

    /** What an attacker leaves in the place of a part. */
    public enum Leaving {
        NOTHING,
        COPY_WITHOUT_ID,
        COPY_WITH_ANOTHER_ID,
        COPY_WITH_THE_ID,
        EMPTY,
        OTHER_CONTENT;

        /** Returns what a table calls {@code copy-without-id}. */
        static Leaving of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /**
     * Moves a part.
     *
     * @param place the element that gets the part
     * @param isWrapped whether the part gets an unknown element around it
     */
    public static void move(Forgery message, Element part, Element place, Leaving leaving, boolean isWrapped) {
        Element left = (Element) part.cloneNode(true);
        part.getParentNode().insertBefore(left, part);
        leave(left, leaving);
        if (contains(part, place)) {
            // A part cannot be moved into itself: a copy of it is.
            place.appendChild(part.cloneNode(true));
            return;
        }
        Element target = isWrapped ? (Element) place.appendChild(message.create(UNKNOWN, "x")) : place;
        target.appendChild(part);
    }

    private static void leave(Element left, Leaving leaving) {
        if (leaving == Leaving.COPY_WITHOUT_ID || leaving == Leaving.EMPTY || leaving == Leaving.OTHER_CONTENT) {
            left.removeAttributeNS(UTILITY, "Id");
        }
        switch (leaving) {
            case NOTHING -> Forgery.remove(left);
            case COPY_WITH_ANOTHER_ID -> left.setAttributeNS(UTILITY, "u:Id", "another");
            case EMPTY -> left.setTextContent("");
            case OTHER_CONTENT -> left.setTextContent("other");
            default -> {}
        }
    }

    private static boolean contains(Element part, Element place) {
        return (part.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_CONTAINED_BY) != 0;
    }
}

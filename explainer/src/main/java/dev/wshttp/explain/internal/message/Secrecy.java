// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import dev.wshttp.explain.internal.xml.Element;
import dev.wshttp.explain.internal.xml.Node;
import java.util.List;

/** How much of the Body of a message the network cannot read. What is encrypted elsewhere in the message does not count. */
public enum Secrecy {
    /** The Body has nothing, or nothing that is encrypted. */
    READABLE("readable"),
    /** Something in the Body is encrypted, and something is not. */
    PARTLY("partly encrypted"),
    /** All content of the Body is encrypted. */
    ENCRYPTED("encrypted");

    private final String words;

    Secrecy(String words) {
        this.words = words;
    }

    /** Returns it in words. */
    public String words() {
        return words;
    }

    /** Returns it for an envelope as the network saw it. */
    public static Secrecy of(Envelope wire) {
        return wire.body().map(Secrecy::of).orElse(READABLE);
    }

    private static Secrecy of(Element body) {
        if (body.first(Ns.ENCRYPTION, "EncryptedData").isEmpty()) {
            return READABLE;
        }
        List<Element> content = body.elements();
        boolean all = content.stream().allMatch(each -> each.is(Ns.ENCRYPTION, "EncryptedData")) && !hasText(body);
        return all ? ENCRYPTED : PARTLY;
    }

    /** Returns whether there is text beside the elements of an element, other than white space. */
    static boolean hasText(Element element) {
        return element.children().stream()
                .anyMatch(each ->
                        each instanceof Node.Text text && !text.characters().isBlank());
    }
}

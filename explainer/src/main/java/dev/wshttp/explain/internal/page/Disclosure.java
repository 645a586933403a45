// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.page;

import dev.wshttp.explain.internal.page.Explanations.Explanation;
import dev.wshttp.explain.internal.xml.Attribute;
import dev.wshttp.explain.internal.xml.Element;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How much of what messages say stands on a page. */
public enum Disclosure {
    /** All that can be read, also in opened parts. */
    WHOLE,
    /**
     * Names of elements and attributes, and what the specifications of this page say in elements of their own: addresses, ids, times, algorithms, tokens. Not
     * what an application says, nor a password, a share of a key, or a digest from which a short text could be guessed.
     */
    NAMES_ONLY;

    // The text of each element here is no secret, at any place of a message and in a message of any sender.
    private static final Set<String> TEXTS = Set.of(
            "a:Action",
            "a:MessageID",
            "a:RelatesTo",
            "a:To",
            "a:Address",
            "u:Created",
            "u:Expires",
            "s:Value",
            "c:Identifier",
            "c:Instance",
            "c:Offset",
            "c:Length",
            "c:Nonce",
            "c:Label",
            "c:Generation",
            "t:TokenType",
            "t:RequestType",
            "t:KeySize",
            "t:ComputedKey",
            "t:CombinedHash",
            "t:BinaryExchange",
            "o:KeyIdentifier",
            "ds:SignatureValue",
            "ds:X509IssuerName",
            "ds:X509SerialNumber",
            "e:CipherValue");
    private static final Pattern USER = Pattern.compile("//[^/@\\s]*@");
    private static final Pattern QUERY = Pattern.compile("(?s)\\?.*");

    /** Returns the text of an element as it stands on the page. */
    String text(Element element, String text, Explanations explanations) {
        boolean shown = this == WHOLE
                || (TEXTS.contains(Explanations.name(element)) && isOfSpecifications(element, explanations));
        return shown ? shown(text) : left(text);
    }

    /** Returns the value of an attribute as it stands on the page. */
    String value(Element element, Attribute attribute, Explanations explanations) {
        Optional<Explanation> known = explanations.of(attribute);
        boolean shown = this == WHOLE || (known.isPresent() && isOfSpecifications(element, explanations));
        return shown ? shown(attribute.value()) : left(attribute.value());
    }

    /** Returns a text outside elements of the specifications, such as a comment. */
    String other(String text) {
        return this == WHOLE ? text : left(text);
    }

    // An address may have a user, a password, and anything in its query.
    private String shown(String text) {
        return this == WHOLE || !text.contains("://")
                ? text
                : QUERY.matcher(USER.matcher(text).replaceFirst("//…@")).replaceFirst("?…");
    }

    private static String left(String text) {
        return "(" + text.length() + " characters)";
    }

    // Inside what an application says, an element of a specification is the application's, too.
    private static boolean isOfSpecifications(Element element, Explanations explanations) {
        for (@Nullable Element at = element; at != null; at = at.parent().orElse(null)) {
            if (explanations.of(at).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}

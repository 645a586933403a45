// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.levels;

import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.internal.wss.Protection.Confidentiality;
import dev.wshttp.security.protection.MessageParts;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How to make a message of a line of the table.
 *
 * @param action of the message; of a reply, after the slash that of the request
 * @param sent the levels at which its sender sends it, from those of the contract
 * @param headers the header blocks of the application, from those of the contract
 * @param confirmed how a reply confirms; of the request, whether its signatures were encrypted, is the contract's
 * @param opened what is changed before it is signed and encrypted again
 * @param sealed what is changed afterwards
 */
record Variant(
        String action,
        UnaryOperator<MessageParts> sent,
        UnaryOperator<List<String>> headers,
        Confidentiality confirmed,
        Consumer<Forgery> opened,
        Consumer<Forgery> sealed) {
    static Variant of(String action) {
        return new Variant(action, parts -> parts, headers -> headers, Confidentiality.ENCRYPTED, m -> {}, m -> {});
    }

    Variant sent(UnaryOperator<MessageParts> parts) {
        return new Variant(action, parts, headers, confirmed, opened, sealed);
    }

    Variant headers(Function<List<String>, List<String>> blocks) {
        return new Variant(action, sent, blocks::apply, confirmed, opened, sealed);
    }

    Variant confirming(Confidentiality how) {
        return new Variant(action, sent, headers, how, opened, sealed);
    }

    Variant opened(Consumer<Forgery> change) {
        return new Variant(action, sent, headers, confirmed, change, sealed);
    }

    Variant sealed(Consumer<Forgery> change) {
        return new Variant(action, sent, headers, confirmed, opened, change);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.page;

import dev.wshttp.explain.internal.message.EncryptedPart;
import dev.wshttp.explain.internal.message.Exchange;
import dev.wshttp.explain.internal.message.Key;
import dev.wshttp.explain.internal.message.Message;
import dev.wshttp.explain.internal.message.Signature;
import dev.wshttp.explain.internal.message.Summaries;
import dev.wshttp.explain.internal.xml.Element;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The anchors of a page: of messages, of the elements in both columns, and of keys. They are made of numbers, never of what a message says. */
final class Anchors {
    private static final int MOST_ELEMENTS = 5_000;

    private final IdentityHashMap<Element, String> elements = new IdentityHashMap<>();
    private final Map<String, Integer> keyNumbers = new LinkedHashMap<>();
    private final List<Key> keys = new ArrayList<>();

    Anchors(Exchange exchange) {
        for (Message message : exchange.messages()) {
            if (isShown(message)) {
                number(message.wire().root(), message(message) + "w");
                number(message.understood().root(), message(message) + "u");
            }
        }
        for (Message message : exchange.messages()) {
            message.signatures().stream().map(Signature::key).forEach(this::add);
            message.encrypted().stream().map(EncryptedPart::key).forEach(this::add);
        }
    }

    /** Returns whether the trees of a message are written; one that no browser could show is not, and links to its elements lead to the top. */
    static boolean isShown(Message message) {
        return message.wire().root().all().size() <= MOST_ELEMENTS
                && message.understood().root().all().size() <= MOST_ELEMENTS;
    }

    private void number(Element root, String prefix) {
        int number = 0;
        for (Element element : root.all()) {
            elements.put(element, prefix + number++);
        }
    }

    private void add(Key key) {
        for (Key each : Summaries.chain(key)) {
            if (!keyNumbers.containsKey(each.name())) {
                keyNumbers.put(each.name(), keyNumbers.size() + 1);
                keys.add(each);
            }
        }
    }

    static String message(Message message) {
        return "m" + message.index();
    }

    String of(Element element) {
        return elements.getOrDefault(element, "top");
    }

    Optional<String> ifShown(Element element) {
        return Optional.ofNullable(elements.get(element));
    }

    /** Returns all keys, each after the ones that are made of it. */
    List<Key> keys() {
        return List.copyOf(keys);
    }

    String of(Key key) {
        return "k" + keyNumbers.getOrDefault(key.name(), 0);
    }

    /** Returns the short name of a key on the page. */
    String name(Key key) {
        return "K" + keyNumbers.getOrDefault(key.name(), 0);
    }

    /** Returns the key of a security context by its name in messages. */
    Optional<Key> context(String identifier) {
        return keys.stream()
                .filter(key -> key.name().equals("context " + identifier))
                .findFirst();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

/** What a peer is. */
enum Side {
    SERVICE("service", "Services"),
    CLIENT("client", "Clients");

    private final String word;
    private final String title;

    Side(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /** @throws IllegalArgumentException if the word is not that of a side */
    static Side of(String word) {
        for (Side side : values()) {
            if (side.word.equals(word)) {
                return side;
            }
        }
        throw new IllegalArgumentException("The side is '" + word + "' (expected service or client)");
    }

    String word() {
        return word;
    }

    /** The start of a heading. */
    String title() {
        return title;
    }
}

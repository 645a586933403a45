// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

/** What a peer does with a message. */
enum Verdict {
    /** It did what the message asked for. */
    ACCEPTED("accepted"),
    /** It answered with a fault or an HTTP status that says no. */
    REFUSED("refused"),
    /** It ended the connection, or did not answer in time. */
    NO_ANSWER("no answer"),
    /** It answered that all went well, and not what was expected. */
    UNCLEAR("unclear");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    /** @throws IllegalArgumentException if the word is not that of a verdict */
    static Verdict of(String word) {
        for (Verdict verdict : values()) {
            if (verdict.word.equals(word)) {
                return verdict;
            }
        }
        throw new IllegalArgumentException(
                "The verdict is '" + word + "' (expected accepted, refused, no answer or unclear)");
    }

    String word() {
        return word;
    }
}

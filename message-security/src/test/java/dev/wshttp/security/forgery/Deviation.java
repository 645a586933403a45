// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import dev.wshttp.security.SecurityFault;
import java.util.Locale;
import java.util.Optional;

/**
 * One way in which a message can differ from WCF's own: a line of a {@link DeviationTable}.
 *
 * @param name as the recorded tables name it
 * @param message which message differs, in the words of its table; a number after the word is its status of HTTP
 * @param refusal why this library refuses it; empty where it accepts it
 * @param how what is changed: a {@link ChangeScript}, or a word for what has no elements, such as a cipher suite
 */
public record Deviation(String name, Weight weight, String message, Optional<SecurityFault> refusal, String how) {
    /** What it means if a peer accepts such a message. */
    public enum Weight {
        /** WCF's own message: a peer that refuses it does not work with WCF. */
        GENUINE,
        /** The same message, spelled as the specifications leave open: a peer that refuses it may not work with another one. */
        SPELLING,
        /** Another message that protects as much: either verdict is safe. */
        VARIANT,
        /** What was signed stands elsewhere, or something stands beside it: safe if it is refused, or if the peer acts on what was signed and on nothing else. */
        WRAPPED,
        /** A message that protects less than the binding demands, or that its sender did not send to this peer like that: it has to be refused. */
        UNSAFE;

        /** Returns the weight that a table calls {@code unsafe}. */
        public static Weight of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        /** Returns the word of the tables. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Returns what is changed.
     *
     * @throws IllegalArgumentException if it has an unknown statement
     */
    public ChangeScript change() {
        return ChangeScript.of(how);
    }

    /** Returns which message differs. */
    public String kind() {
        return message.split(" ")[0];
    }

    /** Returns the status of HTTP that the message has; empty for the usual one. */
    public Optional<Integer> status() {
        return message.contains(" ") ? Optional.of(Integer.valueOf(message.split(" ")[1])) : Optional.empty();
    }

    @Override
    public String toString() {
        return name;
    }
}

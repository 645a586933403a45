// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A name with a possible spelling mistake, and its distance to known names. Hyphens, dots and case do not count.
 *
 * @param letters the name's letters and digits in lower case
 */
public record Spelling(String letters) {
    // One wrong letter in four is a slip; more is another word.
    private static final int LETTERS_PER_SLIP = 4;

    // No name here is as long; the distance of two names takes the product of their lengths.
    private static final int LONGEST_NAME = 200;

    public Spelling {
        String bounded = letters.substring(0, Math.min(letters.length(), LONGEST_NAME));
        letters = bounded.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Returns the most similar of these, if one resembles the name. */
    public <T> Optional<T> nearest(Collection<T> among, Function<T, String> name) {
        return among.stream()
                .min(Comparator.comparingInt(each -> distanceTo(name.apply(each))))
                .filter(each -> resembles(name.apply(each)));
    }

    boolean resembles(String name) {
        return distanceTo(name) <= letters.length() / LETTERS_PER_SLIP;
    }

    /** Returns the number of letters to insert, remove or change (Levenshtein). */
    int distanceTo(String name) {
        String other = new Spelling(name).letters;
        int[] previous = new int[other.length() + 1];
        for (int column = 0; column < previous.length; column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= letters.length(); row++) {
            previous = nextRow(other, previous, row);
        }
        return previous[other.length()];
    }

    private int[] nextRow(String other, int[] previous, int row) {
        int[] current = new int[previous.length];
        current[0] = row;
        for (int column = 1; column < current.length; column++) {
            int change = letters.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
            int insertOrRemove = Math.min(current[column - 1], previous[column]) + 1;
            current[column] = Math.min(insertOrRemove, previous[column - 1] + change);
        }
        return current;
    }
}

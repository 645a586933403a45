// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The statements of a change and their words. A word with blanks or semicolons stands between apostrophes. */
final class Words {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|([^\\s;']+)|(;)");

    private Words() {}

    /** Returns the words of each statement. */
    static List<List<String>> of(String text) {
        var statements = new ArrayList<List<String>>();
        var words = new ArrayList<String>();
        var found = WORD.matcher(text);
        while (found.find()) {
            if (found.group(3) == null) {
                words.add(found.group(1) == null ? found.group(2) : found.group(1));
            } else {
                statements.add(List.copyOf(words));
                words.clear();
            }
        }
        statements.add(List.copyOf(words));
        return statements.stream().filter(statement -> !statement.isEmpty()).toList();
    }
}

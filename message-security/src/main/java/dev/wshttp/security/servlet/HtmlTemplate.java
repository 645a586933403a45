// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTML file with a name such as <code>${address}</code> wherever a value belongs, and with sections from {@code <!-- begin name -->}
 * to {@code <!-- end name -->} that can be left out.
 *
 * @param html the text of the file
 */
record HtmlTemplate(String html) {
    private static final Pattern NAME = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->\\R?");

    /** Reads the file beside this class. */
    static HtmlTemplate ofResource(String name) {
        return new HtmlTemplate(resource(name));
    }

    /** Returns the text of a file beside this class. */
    static String resource(String name) {
        try (var file = Objects.requireNonNull(HtmlTemplate.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Returns the template with a text of this program, as it is, in place of {@code <!-- include name -->}. */
    HtmlTemplate including(String name, String trusted) {
        return new HtmlTemplate(html.replace("<!-- include " + name + " -->", trusted));
    }

    /** Returns the template without the sections of this name. */
    HtmlTemplate without(String section) {
        var whole = Pattern.compile("(?s)<!-- begin " + section + " -->.*?<!-- end " + section + " -->\\R?");
        return new HtmlTemplate(whole.matcher(html).replaceAll(""));
    }

    /**
     * Returns the page: with these values, escaped, in place of their names, and without comments.
     *
     * @throws IllegalArgumentException if the template has a name without a value
     */
    String with(Map<String, String> values) {
        String page = COMMENT.matcher(html).replaceAll("");
        return NAME.matcher(page).replaceAll(name -> value(name, values));
    }

    private static String value(MatchResult name, Map<String, String> values) {
        String value = values.get(name.group(1));
        if (value == null) {
            throw new IllegalArgumentException(
                    "There is no value for '" + name.group() + "' (expected one of " + values.keySet() + "). Add it.");
        }
        return Matcher.quoteReplacement(escaped(value));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

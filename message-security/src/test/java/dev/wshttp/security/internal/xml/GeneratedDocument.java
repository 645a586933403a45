// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.xml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A well-formed document of chance: few prefixes and namespaces, declared again and again, and all characters that are escaped. */
public final class GeneratedDocument {
    private static final List<String> PREFIXES = List.of("", "p", "q", "r");
    private static final List<String> NAMESPACES = List.of("urn:a", "urn:b", "http://example.org/c?d=1&amp;e=%20");
    private static final List<String> VALUES = List.of(
            "x", "&lt;", "&amp;", "&gt;", "&#13;", "&#xD;", "&quot;", "\t", "\n", "\u00fc", "\ud83d\ude00", "'");
    private static final List<String> TEXTS = List.of(
            "x",
            "&lt;",
            "&amp;",
            "&gt;",
            "&#xD;",
            "&#13;",
            "&#xd;",
            "&quot;",
            "&#x26;",
            "\t",
            "\n",
            "\u00fc",
            "\ud83d\ude00",
            "'",
            ">",
            "<![CDATA[&amp;<]]>");
    private static final List<String> INSTRUCTIONS = List.of("<?pi a?>", "<?pi b  c?>");

    private final Random random;
    private final List<String> comments = new ArrayList<>(List.of("<!-- c -->"));
    private final StringBuilder text = new StringBuilder();

    public GeneratedDocument(Random random) {
        this.random = random;
    }

    /** Lets it have processing instructions as well. */
    public GeneratedDocument withInstructions() {
        comments.addAll(INSTRUCTIONS);
        return this;
    }

    public String text() {
        element(Map.of(), 0);
        return text.toString();
    }

    private void element(Map<String, String> outer, int depth) {
        Map<String, String> scope = new LinkedHashMap<>(outer);
        var declarations = new LinkedHashMap<String, String>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String prefix = any(PREFIXES);
            boolean undeclared = prefix.isEmpty() && random.nextInt(3) == 0;
            declarations.put(prefix, undeclared ? "" : any(NAMESPACES));
        }
        scope.putAll(declarations);
        String name = prefixed(scope) + "e" + random.nextInt(3);
        text.append('<').append(name);
        declarations.forEach((prefix, namespace) -> text.append(prefix.isEmpty() ? " xmlns" : " xmlns:" + prefix)
                .append("=\"")
                .append(namespace)
                .append('"'));
        attributes(scope);
        text.append('>');
        for (int i = depth > 4 ? 0 : random.nextInt(4); i > 0; i--) {
            content(scope, depth);
        }
        text.append("</").append(name).append('>');
    }

    private void content(Map<String, String> scope, int depth) {
        switch (random.nextInt(5)) {
            case 0 -> text.append(any(comments));
            case 1, 2 -> text.append(any(TEXTS)).append(any(TEXTS)).append(any(TEXTS));
            default -> element(scope, depth + 1);
        }
    }

    /** Names each attribute after its prefix: two attributes must not have one expanded name. */
    private void attributes(Map<String, String> scope) {
        var namespaces = new LinkedHashMap<String, String>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String prefix = prefixed(scope);
            namespaces.put(
                    prefix.isEmpty() ? "" : scope.getOrDefault(prefix.substring(0, prefix.length() - 1), ""), prefix);
        }
        namespaces
                .values()
                .forEach(prefix -> text.append(' ')
                        .append(prefix)
                        .append("a")
                        .append("=\"")
                        .append(any(VALUES))
                        .append('"'));
    }

    private String prefixed(Map<String, String> scope) {
        List<String> prefixes =
                scope.keySet().stream().filter(prefix -> !prefix.isEmpty()).toList();
        return prefixes.isEmpty() || random.nextInt(3) == 0 ? "" : any(prefixes) + ":";
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}

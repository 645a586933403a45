// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.xml;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;

/** The exclusive canonical form of an element without comments (Exclusive XML Canonicalization 1.0, section 3). */
public final class CanonicalForm {
    private final List<String> inclusive;
    private final Budget budget;
    private final StringBuilder form = new StringBuilder();
    private int counted;

    private CanonicalForm(List<String> inclusive, Budget budget) {
        this.inclusive = inclusive;
        this.budget = budget;
    }

    /**
     * How much all canonical forms of one message may have together: a form repeats a long namespace wherever a name uses it. The bounds are those of
     * this project's engine. Not safe for use by several threads.
     */
    public static final class Budget {
        private static final int TIMES_THE_MESSAGE = 4;
        private static final int LEAST = 16 * 1024;

        private final long most;
        private long used;

        /** Makes the budget of a message of so many octets. */
        public Budget(long octets) {
            most = LEAST + TIMES_THE_MESSAGE * octets;
        }

        private void use(long characters) {
            used += characters;
            if (used > most) {
                throw new MessageSecurityException(
                        SecurityFault.MESSAGE_TOO_LARGE,
                        "What is signed in the message takes more than '" + most
                                + "' characters in canonical form (expected about the size of the message). Long namespaces are repeated in it, or"
                                + " it is signed again and again: let the sender declare shorter ones, and sign once.");
            }
        }
    }

    /**
     * Returns the form in UTF-8.
     *
     * @param inclusive prefixes of an InclusiveNamespaces element, where the default namespace is {@code #default}
     * @param budget of the message
     * @throws MessageSecurityException with {@code MESSAGE_TOO_LARGE} if the budget is used up
     */
    public static byte[] of(Element element, List<String> inclusive, Budget budget) {
        var canonical = new CanonicalForm(inclusive, budget);
        canonical.write(element, Map.of());
        canonical.count();
        return canonical.form.toString().getBytes(UTF_8);
    }

    private void write(Element element, Map<String, String> rendered) {
        count();
        form.append('<').append(element.qualifiedName());
        Map<String, String> inside = declare(element, rendered);
        element.attributes().stream()
                .sorted(Comparator.comparing(Attribute::namespace).thenComparing(Attribute::localName))
                .forEach(each -> attribute(each.qualifiedName(), each.value()));
        form.append('>');
        for (Node child : element.children()) {
            if (child instanceof Element nested) {
                write(nested, inside);
            } else if (child instanceof Node.Text text) {
                text(text.characters());
            } else if (child instanceof Node.Instruction instruction) {
                form.append("<?").append(instruction.target());
                form.append(instruction.data().isEmpty() ? "" : " " + instruction.data());
                form.append("?>");
            }
        }
        form.append("</").append(element.qualifiedName()).append('>');
    }

    private Map<String, String> declare(Element element, Map<String, String> rendered) {
        var used = new TreeMap<String, String>();
        used.put(element.prefix(), element.namespace());
        for (Attribute attribute : element.attributes()) {
            if (!attribute.prefix().isEmpty()) {
                used.put(attribute.prefix(), attribute.namespace());
            }
        }
        // Inside, the scope is the same where nothing is declared, and all of it is rendered already.
        boolean changes = form.length() == element.qualifiedName().length() + 1
                || !element.declarations().isEmpty();
        for (String name : changes ? inclusive : List.<String>of()) {
            budget.use(element.scope().size());
            String prefix = name.equals("#default") ? "" : name;
            @Nullable String namespace = element.scope().namespace(prefix);
            if (namespace != null) {
                used.put(prefix, namespace);
            }
        }
        used.remove(XMLConstants.XML_NS_PREFIX);
        used.entrySet().removeIf(each -> each.getValue().equals(rendered.getOrDefault(each.getKey(), "")));
        used.forEach((prefix, namespace) -> attribute(prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, namespace));
        if (used.isEmpty()) {
            return rendered;
        }
        var inside = new HashMap<>(rendered);
        inside.putAll(used);
        return inside;
    }

    private void attribute(String name, String value) {
        form.append(' ').append(name).append("=\"");
        for (int i = 0; i < value.length(); i++) {
            switch (value.charAt(i)) {
                case '&' -> form.append("&amp;");
                case '<' -> form.append("&lt;");
                case '"' -> form.append("&quot;");
                case '\t' -> form.append("&#x9;");
                case '\n' -> form.append("&#xA;");
                case '\r' -> form.append("&#xD;");
                default -> form.append(value.charAt(i));
            }
        }
        form.append('"');
    }

    private void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '&' -> form.append("&amp;");
                case '<' -> form.append("&lt;");
                case '>' -> form.append("&gt;");
                case '\r' -> form.append("&#xD;");
                default -> form.append(text.charAt(i));
            }
        }
    }

    private void count() {
        budget.use(form.length() - counted);
        counted = form.length();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.explain.internal.message.Ns;
import dev.wshttp.explain.internal.xml.Attribute;
import dev.wshttp.explain.internal.xml.Element;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.xml.XMLConstants;

/** What each element and attribute of the specifications is for, from the resource {@code explanations.txt}. Immutable. */
public final class Explanations {
    private final Map<String, Explanation> byName;

    private Explanations(Map<String, Explanation> byName) {
        this.byName = Map.copyOf(byName);
    }

    /**
     * One of them.
     *
     * @param source specification and section
     */
    public record Explanation(String sentence, String source) {}

    /** Reads the resource. */
    public static Explanations load() {
        var byName = new HashMap<String, Explanation>();
        resource("explanations.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    String[] fields = line.split("\\|", 3);
                    byName.put(fields[0].strip(), new Explanation(fields[2].strip(), fields[1].strip()));
                });
        return new Explanations(byName);
    }

    static String resource(String name) {
        try (var file = Objects.requireNonNull(Explanations.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Returns the explanation of an element; empty if it is of no specification here. */
    public Optional<Explanation> of(Element element) {
        return Optional.ofNullable(byName.get(name(element)));
    }

    /** Returns the name of an element with WCF's prefix, such as {@code s:Body}. */
    static String name(Element element) {
        return Ns.shortName(element.namespace()) + ":" + element.localName();
    }

    /** Returns the explanation of an attribute; empty if it is of no specification here. */
    public Optional<Explanation> of(Attribute attribute) {
        String prefix = attribute.namespace().equals(XMLConstants.XML_NS_URI)
                ? "xml:"
                : attribute.namespace().isEmpty() ? "" : Ns.shortName(attribute.namespace()) + ":";
        return Optional.ofNullable(byName.get("@" + prefix + attribute.localName()));
    }
}

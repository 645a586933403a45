// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import dev.wshttp.explain.internal.xml.Attribute;
import dev.wshttp.explain.internal.xml.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.XMLConstants;

/** An envelope as a tree, and its elements by their ids. It may be the one of the network, or the one whose encrypted parts are opened. */
public final class Envelope {
    private static final Set<String> ID_NAMESPACES = Set.of("", Ns.UTILITY, XMLConstants.XML_NS_URI);

    private final Element root;
    private final Map<String, List<Element>> ids = new HashMap<>();
    private final IdentityHashMap<Element, Element> copies = new IdentityHashMap<>();

    Envelope(Element root) {
        this.root = root;
        for (Element element : root.all()) {
            ids(element)
                    .forEach(id ->
                            ids.computeIfAbsent(id, any -> new ArrayList<>()).add(element));
            element.origin().ifPresent(origin -> copies.put(origin, element));
        }
    }

    /** Returns the element of this envelope that is a copy of one of another envelope. */
    Optional<Element> copyOf(Element origin) {
        return Optional.ofNullable(copies.get(origin));
    }

    // Every attribute that some reader could take for an id: no two readers shall find different elements under one.
    private static Set<String> ids(Element element) {
        return element.attributes().stream()
                .filter(each -> each.localName().equalsIgnoreCase("id") && ID_NAMESPACES.contains(each.namespace()))
                .map(Attribute::value)
                .collect(Collectors.toSet());
    }

    private static boolean isOfProtocol(Element element, String id) {
        return !Ns.shortName(element.namespace()).isEmpty()
                || element.attributes().stream()
                        .anyMatch(each -> !each.namespace().isEmpty()
                                && ID_NAMESPACES.contains(each.namespace())
                                && each.value().equals(id));
    }

    /** Returns the root. */
    public Element root() {
        return root;
    }

    /** Returns all elements of this id; more than one is an attack or a mistake. */
    public List<Element> withId(String id) {
        return ids.getOrDefault(id, List.of());
    }

    /** Returns the ids that more than one element has, unless all of these are the application's, whose ids are its own affair. */
    public List<String> repeatedIds() {
        return ids.entrySet().stream()
                .filter(each -> each.getValue().size() > 1)
                .filter(each -> each.getValue().stream().anyMatch(element -> isOfProtocol(element, each.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Returns the SOAP header. */
    public Optional<Element> header() {
        return root.child(Ns.SOAP, "Header");
    }

    /** Returns the SOAP body. */
    public Optional<Element> body() {
        return root.child(Ns.SOAP, "Body");
    }

    /** Returns the security header. */
    public Optional<Element> security() {
        return header().flatMap(header -> header.child(Ns.SECURITY, "Security"));
    }

    /** Returns the signatures that are children of the security header, where a peer looks for them. */
    List<Element> signatures() {
        return security().map(Element::elements).orElse(List.of()).stream()
                .filter(each -> each.is(Ns.SIGNATURE, "Signature"))
                .toList();
    }

    /** Returns the second one of what an envelope has once at most: parts of the envelope, the security header, addresses; empty if there is none. */
    Optional<Element> repeated() {
        return Stream.concat(Stream.of(root), Stream.concat(header().stream(), security().stream()))
                .flatMap(parent -> second(parent.elements()).stream())
                .findFirst();
    }

    private static Optional<Element> second(List<Element> elements) {
        Set<String> seen = new HashSet<>();
        return elements.stream()
                .filter(each -> isOnce(each) && !seen.add(each.namespace() + " " + each.localName()))
                .findFirst();
    }

    private static boolean isOnce(Element element) {
        return element.namespace().equals(Ns.SOAP)
                || element.namespace().equals(Ns.ADDRESSING)
                || element.is(Ns.SECURITY, "Security")
                || element.is(Ns.UTILITY, "Timestamp");
    }

    /** Returns the timestamp of the security header. */
    public Optional<Element> timestamp() {
        return security().flatMap(security -> security.child(Ns.UTILITY, "Timestamp"));
    }

    /**
     * Returns the {@code t:BinaryExchange} of a leg of a negotiation: in the one child of the Body, or in a response of a collection that is this child,
     * in a message whose action is that of a leg. What looks like one elsewhere is not of the sender of the message.
     */
    public Optional<Element> leg() {
        List<Element> content = body().map(Element::elements).orElse(List.of());
        if (content.size() != 1) {
            return Optional.empty();
        }
        Element only = content.get(0);
        boolean asks = only.is(Ns.TRUST, "RequestSecurityToken");
        boolean fits = addressingText("Action").equals(Ns.TRUST + (asks ? "/RST/Issue" : "/RSTR/Issue"));
        return fits
                ? trust().stream()
                        .flatMap(each -> each.child(Ns.TRUST, "BinaryExchange").stream())
                        .findFirst()
                : Optional.empty();
    }

    /** Returns the request for a token that is the Body's only child, or the responses there. */
    List<Element> trust() {
        List<Element> content = body().map(Element::elements).orElse(List.of());
        if (content.size() != 1) {
            return List.of();
        }
        Element only = content.get(0);
        List<Element> found = only.is(Ns.TRUST, "RequestSecurityTokenResponseCollection") ? only.elements() : content;
        return found.stream()
                .filter(each ->
                        each.is(Ns.TRUST, "RequestSecurityToken") || each.is(Ns.TRUST, "RequestSecurityTokenResponse"))
                .toList();
    }

    /** Returns a block of WS-Addressing. */
    public Optional<Element> addressing(String name) {
        return header().flatMap(header -> header.child(Ns.ADDRESSING, name));
    }

    /** Returns the text of a block of WS-Addressing; empty text if there is none. */
    public String addressingText(String name) {
        return addressing(name).map(Element::text).orElse("");
    }
}

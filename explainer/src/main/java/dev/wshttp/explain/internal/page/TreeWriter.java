// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.page;

import dev.wshttp.explain.internal.message.EncryptedPart;
import dev.wshttp.explain.internal.message.Envelope;
import dev.wshttp.explain.internal.message.Key;
import dev.wshttp.explain.internal.message.Message;
import dev.wshttp.explain.internal.message.Ns;
import dev.wshttp.explain.internal.message.Signature;
import dev.wshttp.explain.internal.message.TlsFlight;
import dev.wshttp.explain.internal.page.Explanations.Explanation;
import dev.wshttp.explain.internal.xml.Attribute;
import dev.wshttp.explain.internal.xml.Element;
import dev.wshttp.explain.internal.xml.Node;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes an envelope as a nested list: each element with its marks, what it is for, where it stands and what it refers to. */
final class TreeWriter {
    private static final int LONGEST_TEXT = 72;

    private final HtmlWriter html;
    private final Anchors anchors;
    private final Explanations explanations;
    private final Disclosure disclosure;
    private final Message message;
    private final Envelope envelope;
    private final boolean network;
    private final IdentityHashMap<Node, EncryptedPart> parts = new IdentityHashMap<>();

    /** Which of the two envelopes of a message is written. */
    enum Side {
        /** As the network saw it. */
        NETWORK,
        /** As the other side understood it. */
        UNDERSTOOD
    }

    TreeWriter(
            HtmlWriter html,
            Anchors anchors,
            Explanations explanations,
            Disclosure disclosure,
            Message message,
            Side side) {
        this.html = html;
        this.anchors = anchors;
        this.explanations = explanations;
        this.disclosure = disclosure;
        this.message = message;
        this.network = side == Side.NETWORK;
        this.envelope = network ? message.wire() : message.understood();
        for (EncryptedPart part : message.encrypted()) {
            parts.put(part.element(), part);
            part.content().ifPresent(nodes -> nodes.forEach(node -> parts.put(node, part)));
        }
    }

    void write() {
        html.open("ul", "class", "tree");
        element(envelope.root(), null);
        html.close();
    }

    private void element(Element element, @Nullable EncryptedPart inside) {
        @Nullable EncryptedPart own = parts.get(element);
        @Nullable EncryptedPart part = own == null ? inside : own;
        boolean hidden = isHidden(element, part, own);
        boolean aroundCipherText = network && part != null && !hidden;
        List<Signature> signatures = aroundCipherText ? List.of() : signatures(element, part);
        String kind = mark(signatures) + (hidden ? "e" : "r");
        html.line().open("li", "id", anchors.of(element), "class", kind);
        html.open("div", "class", "row");
        details(element);
        marks(element, signatures, hidden ? part : null);
        html.close();
        flight(element);
        children(element, part);
        html.close();
    }

    // Only a signature that was verified lets a change be noticed.
    private static String mark(List<Signature> signatures) {
        boolean valid = signatures.stream().anyMatch(TreeWriter::isValid);
        return valid ? "s " : signatures.isEmpty() ? "" : "q ";
    }

    private static boolean isValid(Signature signature) {
        return signature.verdict() == Signature.Verdict.VALID;
    }

    /** Returns whether an element is, or was, cipher text. What stands around cipher text is for all to read. */
    private boolean isHidden(Element element, @Nullable EncryptedPart part, @Nullable EncryptedPart own) {
        boolean cipherText = element.is(Ns.ENCRYPTION, "CipherValue");
        return network ? own != null || cipherText : part != null || cipherText;
    }

    // What was signed and then encrypted cannot be seen here; what is around it can.
    private List<Signature> signatures(Element element, @Nullable EncryptedPart part) {
        Optional<Element> target = network
                ? Optional.ofNullable(part)
                        .flatMap(each -> each.element().parent())
                        .or(() -> Optional.of(element))
                        .flatMap(message::understood)
                : Optional.of(element);
        return target.map(found -> message.signatures().stream()
                        .filter(each -> each.covers(found))
                        .toList())
                .orElse(List.of());
    }

    private void details(Element element) {
        html.open("details").open("summary").open("code");
        html.element("b", element.qualifiedName());
        element.attributes().forEach(each -> attribute(element, each));
        html.close();
        soleText(element).ifPresent(text -> html.text(" ").element("span", text(element, text), "class", "v"));
        html.close();
        explanation(element);
        html.close();
    }

    private void attribute(Element element, Attribute attribute) {
        html.text(" " + attribute.qualifiedName() + "=")
                .element("i", shortened(disclosure.value(element, attribute, explanations)));
    }

    private String text(Element element, String text) {
        return shortened(disclosure.text(element, text, explanations));
    }

    private static Optional<String> soleText(Element element) {
        boolean leaf = element.elements().isEmpty();
        return leaf && !element.text().isEmpty() ? Optional.of(element.text()) : Optional.empty();
    }

    static String shortened(String text) {
        return text.length() <= LONGEST_TEXT
                ? text
                : text.substring(0, LONGEST_TEXT / 2) + "… (" + text.length() + " characters)";
    }

    private void explanation(Element element) {
        html.open("p");
        Optional<Explanation> known = explanations.of(element);
        html.text(
                known.map(Explanation::sentence)
                        .orElse(
                                "This belongs to the application or to an extension; the specifications of this page do not know it."));
        known.ifPresent(each -> html.element("cite", " " + each.source()));
        html.close();
        for (Attribute attribute : element.attributes()) {
            explanations
                    .of(attribute)
                    .ifPresent(each -> html.open("p")
                            .element("code", attribute.qualifiedName())
                            .text(": " + each.sentence())
                            .element("cite", " " + each.source())
                            .close());
        }
        place(element);
    }

    private void place(Element element) {
        boolean ofFile = network || element.origin().isPresent();
        html.element(
                "p",
                (ofFile ? "Octets " : "In what was decrypted, octets ") + element.start() + " to " + element.end()
                        + ", " + (element.end() - element.start()) + " in all.",
                "class",
                "at");
    }

    private void marks(Element element, List<Signature> signatures, @Nullable EncryptedPart part) {
        html.open("span", "class", "marks");
        for (Signature signature : message.signatures()) {
            if (signature.element() == element) {
                html.text(verdict(signature) + ", made");
                key(signature.key());
            }
        }
        for (Signature signature : signatures) {
            boolean valid = isValid(signature);
            String text = (valid ? "✎ signed, " : "✎? signature here is ") + verdict(signature);
            link(anchors.of(signature.element()), text, valid ? "s" : "q");
            key(signature.key());
        }
        if (part != null) {
            link(anchors.of(part.element()), network ? "▣ encrypted" : "▣ was encrypted", "e");
            key(part.key());
        }
        html.close();
    }

    private static String verdict(Signature signature) {
        return signature.verdict().name().toLowerCase(Locale.ROOT);
    }

    private void key(Key key) {
        html.text(" by ");
        html.element(
                "a",
                anchors.name(key),
                "href",
                "#" + anchors.of(key),
                "class",
                "k",
                "aria-label",
                "key " + anchors.name(key));
        html.text(" ");
    }

    private void link(String anchor, String text, String kind) {
        html.element("a", text, "href", "#" + anchor, "class", kind);
    }

    private void flight(Element element) {
        if (!element.is(Ns.TRUST, "BinaryExchange")) {
            references(element);
            return;
        }
        message.flight().ifPresent(flight -> {
            html.open("ol", "class", "tls");
            flight.steps()
                    .forEach(step -> html.element(
                            "li",
                            step.name() + ", " + step.octets() + " octets" + certificate(step, flight)
                                    + (step.readable() ? "" : ", ▣ encrypted with the keys of the handshake")));
            flight.cipherSuite().ifPresent(suite -> html.element("li", "chosen: " + suite));
            html.close();
        });
    }

    private static String certificate(TlsFlight.Step step, TlsFlight flight) {
        return step.name().equals("Certificate")
                ? flight.certificates().stream()
                        .map(each -> each.getSubjectX500Principal().getName())
                        .collect(Collectors.joining(", issued by ", ": ", ""))
                : "";
    }

    /** Links an element to what it names. */
    private void references(Element element) {
        String uri = element.attribute("URI");
        if (uri.startsWith("#")) {
            for (Element target : targets(uri.substring(1))) {
                html.open("p", "class", "ref").text("→ names ");
                link(anchors.of(target), target.qualifiedName(), "t");
                html.close();
            }
        } else if (element.is(Ns.SECURITY, "Reference")) {
            context(uri);
        } else if (element.is(Ns.CONVERSATION, "Identifier")) {
            context(element.text());
        }
    }

    private List<Element> targets(String id) {
        List<Element> here = envelope.withId(id);
        return here.isEmpty() ? message.wire().withId(id) : here;
    }

    private void context(String identifier) {
        anchors.context(identifier).ifPresent(key -> {
            html.open("p", "class", "ref").text("→ names ");
            link(anchors.of(key), anchors.name(key) + ", " + key.kind().title(), "k");
            html.close();
        });
    }

    private void children(Element element, @Nullable EncryptedPart part) {
        boolean mixed =
                element.elements().isEmpty() && element.children().stream().noneMatch(Node.Comment.class::isInstance);
        if (mixed) {
            return;
        }
        html.open("ul");
        for (Node child : element.children()) {
            if (child instanceof Element nested) {
                element(nested, part);
            } else if (child instanceof Node.Text text && !text.characters().isBlank()) {
                html.element("li", text(element, text.characters().strip()), "class", "v");
            } else if (child instanceof Node.Comment comment) {
                html.element(
                        "li",
                        "comment: "
                                + shortened(
                                        disclosure.other(comment.characters().strip())),
                        "class",
                        "v");
            }
        }
        html.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.explain.Finding;
import dev.wshttp.explain.MessageSummary;
import dev.wshttp.explain.internal.message.Exchange;
import dev.wshttp.explain.internal.message.Key;
import dev.wshttp.explain.internal.message.Message;
import dev.wshttp.explain.internal.message.Message.Sender;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes the page of an exchange: diagram, keys, and each message as the network saw it beside how the other side understood it. */
public final class ExchangePage {
    private final HtmlWriter html;
    private final Explanations explanations = Explanations.load();
    private final Exchange exchange;
    private final Anchors anchors;
    private final Disclosure disclosure;
    private final Optional<Account> account;

    private ExchangePage(Exchange exchange, Disclosure disclosure, Optional<Account> account, Appendable out) {
        this.html = new HtmlWriter(out);
        this.exchange = exchange;
        this.anchors = new Anchors(exchange);
        this.disclosure = disclosure;
        this.account = account;
    }

    /**
     * Writes the page. It is the same for the same messages and keys.
     *
     * @param summaries one for each message
     * @param account what the side says that recorded the messages, if it was there when they passed
     * @throws dev.wshttp.security.MessageSecurityException with {@code MESSAGE_TOO_LARGE} if it is larger than a browser shows
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public static void write(
            Exchange exchange,
            String title,
            List<MessageSummary> summaries,
            Map<String, String> overview,
            Disclosure disclosure,
            Optional<Account> account,
            Appendable out) {
        new ExchangePage(exchange, disclosure, account, out).write(title, summaries, overview);
    }

    private void write(String title, List<MessageSummary> summaries, Map<String, String> overview) {
        html.documentType().open("html", "lang", "en");
        head(title);
        html.line().open("body", "id", "top");
        html.element("a", "To the messages", "href", "#messages", "class", "skip");
        if (isDangerousTrace()) {
            html.element("aside", "DANGER: this file has plaintext and keys.", "class", "mark");
        }
        html.open("header").element("h1", title);
        introduction(overview);
        html.close();
        contents();
        html.line().open("main");
        account.ifPresent(this::journal);
        html.element("h2", "The exchange", "id", "exchange");
        new Diagram(html).write(exchange.messages());
        legend();
        html.line().element("h2", "The messages", "id", "messages");
        for (int i = 0; i < summaries.size(); i++) {
            message(exchange.messages().get(i), summaries.get(i));
        }
        keys();
        html.close().close().close().line().end();
    }

    private void head(String title) {
        String sheet = Explanations.resource("page.css") + Explanations.resource("exchange.css");
        html.line().open("head").empty("meta", "charset", "utf-8");
        html.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'sha256-" + hash(sheet) + "'; base-uri 'none'; form-action 'none'");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "referrer", "content", "no-referrer");
        html.element("title", title).style(sheet).close();
    }

    private static String hash(String sheet) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(sheet.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }

    private void introduction(Map<String, String> overview) {
        html.element(
                "p",
                "Each message stands here twice: as the network saw it, and as the other side understood it. Open an element to read what it is for. The"
                        + " marks beside it lead to the signature that covers it and to the key, and from the key to where that came from.");
        danger();
        html.element("p", secrecy());
        html.open("dl");
        overview.forEach((name, value) -> html.element("dt", name).element("dd", value));
        html.close();
    }

    private void contents() {
        html.line().open("nav", "aria-label", "Parts of this page").open("ul");
        for (String part : List.of("exchange", "messages", "keys")) {
            html.open("li").element("a", "The " + part, "href", "#" + part).close();
        }
        html.close().close();
    }

    private boolean isDangerousTrace() {
        return account.isPresent() && disclosure == Disclosure.WHOLE;
    }

    private void danger() {
        if (isDangerousTrace()) {
            html.element(
                    "p",
                    "A reader of this file reads these messages, and can write others in the name of both sides while their keys are in use. Delete it when you have"
                            + " looked at it.",
                    "class",
                    "danger");
        } else if (exchange.hasKeys()) {
            html.element(
                    "p",
                    "This page has the content of messages that were encrypted: give it to those only who may read them.",
                    "class",
                    "danger");
        }
    }

    private String secrecy() {
        if (disclosure == Disclosure.NAMES_ONLY) {
            return "This page has names, structure, verdicts and times. What applications say, passwords and keys are left out, also where the network could"
                    + " read them, and nothing was decrypted for it.";
        }
        return exchange.hasKeys()
                ? "Keys were given: what they open can be read here."
                : "No keys were given: what is encrypted stays closed, and what an encrypted signature covers is not shown.";
    }

    private void journal(Account account) {
        html.element("h2", "What the " + account.side() + " says");
        html.open("ol", "class", "journal");
        for (Account.Line line : account.lines()) {
            html.line().open("li");
            line.label()
                    .flatMap(this::labelled)
                    .ifPresentOrElse(
                            message -> html.element("a", line.text(), "href", "#" + Anchors.message(message)),
                            () -> html.text(line.text()));
            html.close();
        }
        html.close();
    }

    private Optional<Message> labelled(String label) {
        return exchange.messages().stream()
                .filter(each -> each.label().equals(label))
                .findFirst();
    }

    private void legend() {
        html.open("ul", "class", "legend");
        html.element("li", "○ readable: anyone on the network reads it", "class", "r");
        html.element("li", "◐ partly encrypted: a Body of which something is readable", "class", "r");
        html.element("li", "✎ signed: the signature fits, so a change is noticed", "class", "s r");
        html.element("li", "✎? a signature that does not fit or was not verified: it proves nothing", "class", "q r");
        html.element("li", "▣ encrypted: only who has the key reads it", "class", "e");
        html.element("li", "✎ ▣ signed and encrypted", "class", "s e");
        html.close();
    }

    private void message(Message message, MessageSummary summary) {
        html.line().open("section", "id", Anchors.message(message), "class", "message");
        html.element(
                "h3",
                message.number() + " " + summary.sender() + ": " + message.shortAction() + ", " + summary.purpose());
        html.element(
                "p",
                summary.octets() + " octets, from " + summary.label()
                        + (summary.created().isEmpty()
                                ? ""
                                : ", created " + summary.created() + ", good until " + summary.expires()));
        account.flatMap(each -> Optional.ofNullable(each.verdicts().get(message.label())))
                .ifPresent(verdict -> html.element("p", verdict.text(), "class", verdict.accepted() ? "good" : "bad"));
        findings(summary.findings());
        html.open("div", "class", "columns");
        String reader = message.sender() == Sender.CLIENT ? "service" : "client";
        column("As the network saw it", message, TreeWriter.Side.NETWORK);
        column("As the " + reader + " understood it", message, TreeWriter.Side.UNDERSTOOD);
        html.close();
        html.open("p").element("a", "To the top", "href", "#top").close();
        html.close();
    }

    private void findings(List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        html.open("ul", "class", "findings");
        for (Finding finding : findings) {
            html.element(
                    "li",
                    switch (finding.kind()) {
                                case REFUSED -> "✗ refused: ";
                                case ODD -> "odd: ";
                                case UNDECIDED -> "? undecided: ";
                            }
                            + finding.text()
                            + finding.fault().map(each -> " (" + each + ")").orElse(""),
                    "class",
                    finding.kind() == Finding.Kind.REFUSED ? "bad" : "odd");
        }
        html.close();
    }

    private void column(String title, Message message, TreeWriter.Side side) {
        html.open("div", "class", "column").element("h4", title);
        if (Anchors.isShown(message)) {
            new TreeWriter(html, anchors, explanations, disclosure, message, side).write();
        } else {
            html.element("p", "The message has too many elements to be shown.");
        }
        html.close();
    }

    private void keys() {
        html.line().element("h2", "The keys", "id", "keys");
        if (anchors.keys().isEmpty()) {
            html.element("p", "No message names a key.");
        }
        for (Key key : anchors.keys()) {
            html.line().open("section", "id", anchors.of(key), "class", "key");
            html.element("h3", anchors.name(key) + ": " + key.kind().title());
            html.open("ul", "class", "chain");
            origin(key, new HashSet<>());
            html.close().close();
        }
    }

    /** Writes a key and below it what it comes from, down to certificates. */
    private void origin(Key key, Set<String> above) {
        html.open("li");
        html.element("a", anchors.name(key), "href", "#" + anchors.of(key), "class", "k")
                .text(" " + key.title());
        key.place()
                .ifPresent(place -> anchors.ifShown(place.element()).ifPresent(anchor -> {
                    html.text(", ");
                    html.element("a", "in message " + told(place.message()), "href", "#" + anchor);
                }));
        html.open("ul");
        key.facts().forEach(fact -> html.element("li", fact, "class", "fact"));
        if (above.add(key.name())) {
            key.sources().forEach(source -> origin(source, above));
        }
        html.close().close();
    }

    private String told(int index) {
        Message message = exchange.messages().get(index);
        return message.number() + " of the " + (message.sender() == Sender.CLIENT ? "client" : "service");
    }
}

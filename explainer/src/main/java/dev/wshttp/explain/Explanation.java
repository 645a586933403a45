// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import dev.wshttp.explain.internal.message.Exchange;
import dev.wshttp.explain.internal.message.Message;
import dev.wshttp.explain.internal.message.Message.Sender;
import dev.wshttp.explain.internal.message.Recorded;
import dev.wshttp.explain.internal.message.Rules;
import dev.wshttp.explain.internal.message.Summaries;
import dev.wshttp.explain.internal.page.Account;
import dev.wshttp.explain.internal.page.Disclosure;
import dev.wshttp.explain.internal.page.ExchangePage;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The explanation of recorded messages. Everything in it follows from their octets, and where keys are given from these too. Immutable and safe for use
 * by several threads.
 */
public final class Explanation {
    private final Exchange exchange;
    private final List<MessageSummary> messages;

    private Explanation(Exchange exchange) {
        this.exchange = exchange;
        this.messages = exchange.messages().stream()
                .map(each -> Summaries.of(each, Rules.apply(exchange, each)))
                .toList();
    }

    /**
     * Reads and explains files in the order in which their messages were sent. A file has one envelope of SOAP 1.2 in UTF-8 or UTF-16 or a package of MTOM
     * with one, or is a message log of WCF ({@code .svclog}).
     *
     * @param files at most 64 MiB each
     * @throws MessageSecurityException with {@code MESSAGE_UNREADABLE} if a file has no envelope in well-formed XML without a DTD, or
     *     {@code MESSAGE_TOO_LARGE} if it has more octets, elements or nesting than any message of WCF
     */
    public static Explanation of(List<Path> files, KeyFile keys) {
        List<Recorded> recorded =
                files.stream().flatMap(file -> Recorded.of(file).stream()).toList();
        return new Explanation(Exchange.of(recorded, keys));
    }

    /**
     * Explains what a running side recorded.
     *
     * @param leftOut is told of each message that cannot be explained, and why
     */
    static Explanation ofTrace(
            List<Recorded> recorded, KeyFile keys, BiConsumer<Recorded, MessageSecurityException> leftOut) {
        return new Explanation(Exchange.of(recorded, keys, leftOut));
    }

    /** Returns what is known of the whole: mode, suite, service and client, by these names and in this order. */
    public Map<String, String> overview() {
        return Summaries.overview(exchange);
    }

    /** Returns what is to be said about each message. */
    public List<MessageSummary> messages() {
        return messages;
    }

    /** Returns the first rule that fails in the first message that a peer refuses. */
    public Optional<SecurityFault> firstFault() {
        return messages.stream()
                .flatMap(each -> each.findings().stream())
                .filter(each -> each.kind() == Finding.Kind.REFUSED)
                .findFirst()
                .flatMap(Finding::fault);
    }

    /**
     * Returns the page: one HTML file that needs nothing else and runs nothing. It shows plaintext where keys were given.
     *
     * @param title of the page
     */
    public String page(String title) {
        var page = new StringBuilder();
        ExchangePage.write(exchange, title, messages, overview(), Disclosure.WHOLE, Optional.empty(), page);
        return page.toString();
    }

    /** Returns for each message, by its label, the id of the request that it is or answers. */
    Map<String, String> labels() {
        return exchange.messages().stream()
                .collect(Collectors.toMap(
                        Message::label,
                        each -> each.wire()
                                .addressingText(each.sender() == Sender.CLIENT ? "MessageID" : "RelatesTo")));
    }

    /** Writes the page of a trace. */
    void page(String title, Disclosure disclosure, Account account, Appendable out) {
        ExchangePage.write(exchange, title, messages, overview(), disclosure, Optional.of(account), out);
    }
}

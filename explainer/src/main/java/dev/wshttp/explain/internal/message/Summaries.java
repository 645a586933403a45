// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import dev.wshttp.explain.Finding;
import dev.wshttp.explain.MessageSummary;
import dev.wshttp.explain.MessageSummary.SignatureSummary;
import dev.wshttp.explain.internal.message.Message.Sender;
import dev.wshttp.explain.internal.xml.Element;
import dev.wshttp.explain.internal.xml.Node;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in words what an exchange and its messages are. */
public final class Summaries {
    private static final int MOST_SOURCES = 10;

    private Summaries() {}

    /** Returns what is known of an exchange as a whole. */
    public static Map<String, String> overview(Exchange exchange) {
        var overview = new LinkedHashMap<String, String>();
        overview.put("mode", mode(exchange));
        overview.put("suite", suite(exchange));
        overview.put("service", side(exchange, Sender.SERVICE));
        overview.put("client", side(exchange, Sender.CLIENT));
        return overview;
    }

    private static String mode(Exchange exchange) {
        boolean negotiates = exchange.hasHandshake();
        boolean converses =
                exchange.messages().stream().anyMatch(each -> each.shortAction().contains("SCT"));
        boolean direct = exchange.messages().stream()
                .anyMatch(each ->
                        !each.wire().root().all(Ns.ENCRYPTION, "EncryptedKey").isEmpty()
                                && each.flight().isEmpty());
        if (negotiates) {
            return converses
                    ? "WCF's default: negotiateServiceCredential=true, establishSecurityContext=true"
                    : "negotiated: negotiateServiceCredential=true, establishSecurityContext=false (or the session is not recorded)";
        }
        if (direct) {
            return converses
                    ? "session: negotiateServiceCredential=false, establishSecurityContext=true"
                    : "direct: negotiateServiceCredential=false, establishSecurityContext=false";
        }
        return exchange.messages().stream()
                        .anyMatch(each -> each.wire().security().isPresent())
                ? "with a security context whose beginning is not recorded: a session or a negotiation"
                : "not to be told: no message has security";
    }

    private static String suite(Exchange exchange) {
        var algorithms = new Algorithms();
        exchange.messages().forEach(algorithms::add);
        if (algorithms.isEmpty()) {
            return "not to be told: no algorithm can be seen";
        }
        List<AlgorithmSuite> suites = algorithms.suites();
        String names = suites.stream().map(AlgorithmSuite::policyName).collect(Collectors.joining(" or "));
        return suites.isEmpty() ? "none of WCF's: " + algorithms : names;
    }

    private static String side(Exchange exchange, Sender sender) {
        List<String> names = Stream.concat(
                        exchange.shownInHandshake(sender).stream(),
                        sender == Sender.CLIENT ? endorsers(exchange) : recipients(exchange))
                .distinct()
                .map(each -> sender == Sender.CLIENT ? named(exchange, each) : Origins.named(each))
                .toList();
        return names.isEmpty() ? "not to be told: no certificate of it can be seen" : String.join(", ", names);
    }

    // A token can be copied; only a signature that is made with its key shows who sends a message.
    private static boolean isProven(Exchange exchange, X509Certificate certificate) {
        return exchange.messages().stream()
                .flatMap(each -> each.signatures().stream())
                .filter(each -> each.verdict() == Signature.Verdict.VALID)
                .flatMap(each -> each.key().certificate().stream())
                .anyMatch(certificate::equals);
    }

    private static String named(Exchange exchange, X509Certificate certificate) {
        String name = Origins.named(certificate);
        boolean shown =
                exchange.shownInHandshake(Sender.CLIENT).contains(certificate) || isProven(exchange, certificate);
        return shown ? name : name + " (by a token in clear: no signature of it was verified)";
    }

    private static Stream<X509Certificate> endorsers(Exchange exchange) {
        return exchange.messages().stream()
                .flatMap(each -> each.understood().root().all(Ns.SECURITY, "BinarySecurityToken").stream())
                .flatMap(token -> Crypto.base64(token.text()).flatMap(TlsFlight::certificate).stream());
    }

    private static Stream<X509Certificate> recipients(Exchange exchange) {
        return exchange.messages().stream()
                .flatMap(each -> each.encrypted().stream())
                .flatMap(part -> chain(part.key()).stream())
                .filter(key -> key.kind() == Key.Kind.ENCRYPTED_KEY)
                .flatMap(key -> key.sources().stream())
                .flatMap(key -> key.certificate().stream());
    }

    /** Returns a key and what it comes from, depth first. */
    public static List<Key> chain(Key key) {
        var chain = new ArrayList<Key>();
        addChain(key, chain);
        return chain;
    }

    private static void addChain(Key key, List<Key> chain) {
        boolean known = chain.stream().anyMatch(each -> each.name().equals(key.name()));
        if (!known && chain.size() < MOST_SOURCES) {
            chain.add(key);
            key.sources().forEach(source -> addChain(source, chain));
        }
    }

    /** Returns what is to be said about a message. */
    public static MessageSummary of(Message message, List<Finding> findings) {
        return new MessageSummary(
                message.label(),
                message.number(),
                message.sender() == Sender.CLIENT ? "client" : "service",
                message.action(),
                message.purpose(),
                message.octets(),
                stamp(message, "Created"),
                stamp(message, "Expires"),
                readable(message),
                message.primary().map(Summaries::parts).orElse(List.of()),
                message.encrypted().stream()
                        .map(part -> encrypted(part, message))
                        .toList(),
                message.flight().map(Summaries::flight).orElse(List.of()),
                message.signatures().stream().map(Summaries::signature).toList(),
                findings);
    }

    private static String stamp(Message message, String name) {
        return message.wire()
                .timestamp()
                .flatMap(each -> each.child(Ns.UTILITY, name))
                .map(Element::text)
                .orElse("");
    }

    private static List<String> readable(Message message) {
        var readable = new ArrayList<String>();
        message.wire()
                .header()
                .ifPresent(header -> header.elements().forEach(block -> {
                    if (!block.is(Ns.SECURITY, "Security") && !block.is(Ns.SECURITY_11, "EncryptedHeader")) {
                        readable.add(block.localName());
                    }
                }));
        message.wire().timestamp().ifPresent(stamp -> readable.add("Timestamp"));
        message.wire()
                .body()
                .ifPresent(body -> body.elements().stream()
                        .filter(each -> !each.is(Ns.ENCRYPTION, "EncryptedData"))
                        .forEach(each -> readable.add("Body with " + each.localName())));
        return readable;
    }

    private static List<String> parts(Signature signature) {
        return signature.parts().stream()
                .map(part -> part.target().map(Element::localName).orElse("? (" + part.uri() + ")"))
                .toList();
    }

    private static String encrypted(EncryptedPart part, Message message) {
        boolean ofBody = message.wire()
                .body()
                .filter(body -> body.contains(part.element()))
                .isPresent();
        Optional<String> content = part.content()
                .flatMap(nodes ->
                        nodes.stream().filter(Element.class::isInstance).findFirst())
                .map(node -> ((Element) node).localName());
        boolean text = part.content().filter(Summaries::isText).isPresent();
        String what = content.orElse(text ? "text" : ofBody ? "content of the Body" : "an element of the headers");
        return what + " (" + part.octets() + " octets)";
    }

    private static boolean isText(List<Node> nodes) {
        return nodes.stream().noneMatch(Element.class::isInstance);
    }

    /** Returns the steps of a flight in words. */
    public static List<String> flight(TlsFlight flight) {
        var certificate = flight.certificates().stream()
                .findFirst()
                .map(each -> " of " + each.getSubjectX500Principal().getName())
                .orElse("");
        return flight.steps().stream()
                .map(step -> step.name() + (step.name().equals("Certificate") ? certificate : "") + ", " + step.octets()
                        + " octets" + (step.readable() ? "" : ", encrypted"))
                .toList();
    }

    private static SignatureSummary signature(Signature signature) {
        return new SignatureSummary(
                signature.algorithm(),
                signature.verdict().name(),
                signature.reason(),
                parts(signature),
                chain(signature.key()).stream().map(Key::title).toList());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import dev.wshttp.explain.internal.message.Message.Sender;
import dev.wshttp.explain.internal.xml.Element;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What in a secured message differs from the form in which WCF sends it, and is no reason by itself to refuse it. */
final class Oddities {
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final List<String> HEADERS = List.of("Action", "MessageID", "ReplyTo", "To");

    private final Message message;
    private final Envelope envelope;
    private final Findings findings;

    Oddities(Message message, Findings findings) {
        this.message = message;
        this.envelope = message.understood();
        this.findings = findings;
    }

    void look() {
        keyIdentifiers();
        layout();
        lifetime();
        signatures();
        addressing();
    }

    private void keyIdentifiers() {
        for (Element identifier : envelope.root().all(Ns.SECURITY, "KeyIdentifier")) {
            if (identifier.attribute("ValueType").endsWith("#X509SubjectKeyIdentifier")) {
                findings.odd("KeyInfo names a certificate by SKI; WCF sends a thumbprint.", identifier);
            }
        }
        envelope.root()
                .all(Ns.SIGNATURE, "X509Data")
                .forEach(each -> findings.odd(
                        "KeyInfo names a certificate by X509Data; WCF sends a thumbprint, or the certificate in a BinarySecurityToken.",
                        each));
        envelope.root()
                .all(Ns.SIGNATURE, "KeyName")
                .forEach(each -> findings.odd("KeyInfo names a key by KeyName, which WCF does not resolve.", each));
    }

    private void layout() {
        Optional<Element> security = envelope.security();
        List<Element> children = security.map(Element::elements).orElse(List.of());
        boolean first = !children.isEmpty() && children.get(0).is(Ns.UTILITY, "Timestamp");
        if (envelope.timestamp().isPresent() && !first) {
            findings.odd(
                    "The Timestamp is not the first element of the Security header, where WCF puts it.",
                    children.get(0));
        }
        envelope.header()
                .map(Element::elements)
                .filter(blocks ->
                        !blocks.isEmpty() && !blocks.get(blocks.size() - 1).is(Ns.SECURITY, "Security"))
                .ifPresent(blocks -> findings.odd(
                        "The Security header is not the last header, where WCF puts it.",
                        blocks.get(blocks.size() - 1)));
        security.filter(each -> each.attribute(Ns.SOAP, "mustUnderstand").isEmpty())
                .ifPresent(each -> findings.odd("The Security header has no mustUnderstand; WCF sends \"1\".", each));
    }

    private void lifetime() {
        envelope.timestamp().ifPresent(timestamp -> {
            Optional<Instant> created = Rules.time(timestamp, "Created");
            Optional<Instant> expires = Rules.time(timestamp, "Expires");
            if (expires.isEmpty()) {
                findings.odd("The Timestamp has no Expires; WCF sends five minutes after Created.", timestamp);
            } else if (created.isPresent() && !created.get().plus(LIFETIME).equals(expires.get())) {
                findings.odd(
                        "The Timestamp is good for " + Duration.between(created.get(), expires.get()) + "; WCF says "
                                + LIFETIME + ".",
                        timestamp);
            }
        });
    }

    private void signatures() {
        boolean bodyEncrypted = message.encrypted().stream()
                .anyMatch(part -> message.wire()
                        .body()
                        .filter(body -> body.contains(part.element()))
                        .isPresent());
        boolean inClear = !message.wire().root().all(Ns.SIGNATURE, "Signature").isEmpty();
        if (bodyEncrypted && inClear) {
            findings.odd("The Body is encrypted and a signature is not; WCF encrypts both.", envelope.root());
        }
        for (Signature signature : message.signatures()) {
            if (signature.key().kind() != Key.Kind.DERIVED && signature.key().kind() != Key.Kind.CERTIFICATE) {
                findings.odd(
                        "A signature is made with a key that is not derived; WCF derives one for signing.",
                        signature.element());
            }
        }
        envelope.root()
                .all(Ns.EXCLUSIVE, "InclusiveNamespaces")
                .forEach(each -> findings.odd("There is a PrefixList; WCF never writes one, and honours it.", each));
    }

    private void addressing() {
        if (message.sender() == Sender.SERVICE) {
            return;
        }
        for (String name : HEADERS) {
            if (envelope.addressing(name).isEmpty()) {
                findings.odd("The request has no " + name + "; WCF sends one.", envelope.root());
            }
        }
    }
}

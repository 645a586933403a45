// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import dev.wshttp.explain.internal.message.Message.Sender;
import dev.wshttp.explain.internal.message.Signature.Verdict;
import dev.wshttp.explain.internal.xml.Element;
import dev.wshttp.security.SecurityFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules about signatures: whether they fit, where they stand, what they cover, which key made them, and who endorses them. */
final class SignatureRules {
    private static final List<String> ADDRESSING =
            List.of("To", "From", "FaultTo", "ReplyTo", "MessageID", "RelatesTo", "Action");

    private final Exchange exchange;
    private final Message message;
    private final Envelope envelope;
    private final Findings findings;

    SignatureRules(Exchange exchange, Message message, Findings findings) {
        this.exchange = exchange;
        this.message = message;
        this.envelope = message.understood();
        this.findings = findings;
    }

    /** Says what there is to say of the signatures themselves and of what they cover. */
    void apply() {
        signatures();
        placement();
        primary();
        coverage();
    }

    /** Says whether a signature tells who sends the message, and to which request a reply belongs. */
    void applyToSender() {
        endorsement();
        confirmations();
    }

    private void signatures() {
        for (Signature signature : message.signatures()) {
            if (signature.verdict() == Verdict.INVALID) {
                findings.refused(
                        SecurityFault.SIGNATURE_INVALID,
                        "A signature does not fit the message: " + signature.reason() + ".",
                        signature.element());
            } else if (signature.verdict() == Verdict.UNDECIDED) {
                findings.undecided(
                        SecurityFault.KEY_NOT_RECOGNIZED,
                        "A signature is not verified: " + signature.reason()
                                + ". What it covers may have been changed.",
                        signature.element());
            }
        }
        if (message.signatures().isEmpty()) {
            if (message.isWhole()) {
                findings.refused(SecurityFault.SECURITY_HEADER_MALFORMED, "There is no signature.", securityHeader());
            } else {
                findings.undecided(
                        "The signature is encrypted, so what it covers cannot be seen without keys.", securityHeader());
            }
        }
    }

    // Content of the application may be signed for the application's own use; no peer of the binding looks at that.
    private void placement() {
        for (Element signature : envelope.root().all(Ns.SIGNATURE, "Signature")) {
            boolean ofApplication =
                    envelope.body().filter(body -> body.contains(signature)).isPresent();
            if (ofApplication) {
                findings.undecided(
                        "A Signature in the Body is the application's: it is not verified here, and secures nothing of the message.",
                        signature);
            } else if (!envelope.signatures().contains(signature)) {
                findings.refused(
                        SecurityFault.SECURITY_HEADER_MALFORMED,
                        "A Signature stands outside the Security header (expected as a child of it), as in a signature wrapping attack.",
                        signature);
            }
        }
    }

    private void primary() {
        if (message.primaries().size() > 1) {
            findings.refused(
                    SecurityFault.SECURITY_HEADER_MALFORMED,
                    "There are " + message.primaries().size()
                            + " signatures over parts of the message (expected one, and one over it).",
                    message.primaries().get(1).element());
        }
        Optional<Key> root = message.primary().map(each -> each.key().root());
        root.filter(key -> key.kind() == Key.Kind.CERTIFICATE || key.kind() == Key.Kind.HANDSHAKE)
                .ifPresent(key -> findings.refused(
                        SecurityFault.KEY_NOT_RECOGNIZED,
                        "The signature over the message is made with a "
                                + key.kind().title()
                                + " (expected a key of an EncryptedKey or of a security context): anyone who has a certificate can make one.",
                        message.primary().map(Signature::element).orElse(envelope.root())));
    }

    private void coverage() {
        Optional<Signature> primary = message.primary();
        if (primary.isEmpty()) {
            return;
        }
        var parts = new ArrayList<Element>();
        envelope.timestamp().ifPresent(parts::add);
        ADDRESSING.forEach(name -> envelope.addressing(name).ifPresent(parts::add));
        envelope.body().ifPresent(parts::add);
        for (Element part : parts) {
            if (primary.get().parts().stream()
                    .noneMatch(signed ->
                            signed.target().filter(each -> each == part).isPresent())) {
                findings.refused(
                        SecurityFault.PART_NOT_SIGNED,
                        "The " + part.localName()
                                + " is not signed (expected, unless the contract's protection level is None).",
                        part);
            }
        }
    }

    private boolean isDirect() {
        return message.primary()
                .map(each -> each.key().root())
                .filter(each -> each.kind() == Key.Kind.ENCRYPTED_KEY)
                .isPresent();
    }

    private void endorsement() {
        boolean expected = isDirect() && (message.sender() == Sender.CLIENT || isKeyOf(message)) && message.isWhole();
        if (!expected) {
            return;
        }
        List<Verdict> endorsers = message.signatures().stream()
                .filter(each -> each.key().kind() == Key.Kind.CERTIFICATE)
                .filter(each -> each.coversOnly(message.primary().orElseThrow().element()))
                .map(Signature::verdict)
                .toList();
        String text = "No certificate of a client signs the signature, so the message does not say who sends it.";
        if (endorsers.contains(Verdict.UNDECIDED)) {
            findings.undecided(SecurityFault.ENDORSING_SIGNATURE_MISSING, text, securityHeader());
        } else if (!endorsers.contains(Verdict.VALID)) {
            findings.refused(SecurityFault.ENDORSING_SIGNATURE_MISSING, text, securityHeader());
        }
    }

    private void confirmations() {
        // WCF may log the request above its security, too.
        Optional<Message> request = exchange.messages().stream()
                .filter(each -> each.sender() == Sender.CLIENT && each.number() == message.number())
                .filter(each -> each.wire().security().isPresent())
                .findFirst();
        if (!isDirect() || message.sender() == Sender.CLIENT || !message.isWhole() || request.isEmpty()) {
            return;
        }
        if (!isKeyOf(request.get())) {
            findings.refused(
                    SecurityFault.KEY_NOT_RECOGNIZED,
                    "The reply is signed with a key that is not the one of its request.",
                    securityHeader());
        }
        List<String> sent = request.get().signatures().stream()
                .flatMap(each -> each.element().child(Ns.SIGNATURE, "SignatureValue").stream())
                .map(Element::text)
                .sorted()
                .toList();
        List<String> confirmed = securityHeader().elements().stream()
                .filter(each -> each.is(Ns.SECURITY_11, "SignatureConfirmation"))
                .map(each -> each.attribute("Value"))
                .sorted()
                .toList();
        if (!sent.equals(confirmed) && request.get().isWhole()) {
            findings.refused(
                    SecurityFault.SIGNATURE_CONFIRMATION_MISMATCH,
                    "The reply confirms " + confirmed.size() + " signatures, which are not the " + sent.size()
                            + " of the request.",
                    securityHeader());
        }
    }

    // A request of the direct mode brings its key; a reply names that of its request.
    private boolean isKeyOf(Message other) {
        return message.primary()
                .flatMap(each -> each.key().root().place())
                .filter(place -> place.message() == other.index())
                .isPresent();
    }

    private Element securityHeader() {
        return envelope.security().orElse(envelope.root());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import dev.wshttp.explain.Finding;
import dev.wshttp.explain.internal.message.Message.Sender;
import dev.wshttp.explain.internal.xml.Element;
import dev.wshttp.security.SecurityFault;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rules by which a peer with WCF's defaults refuses a message, in the order in which this project's engine applies them, as far as a recording can
 * tell. Trust in certificates, replay and the receiver's clock are not among them: they are not in the message.
 */
public final class Rules {
    private final Exchange exchange;
    private final Message message;
    private final Envelope envelope;
    private final Findings findings = new Findings();

    private Rules(Exchange exchange, Message message) {
        this.exchange = exchange;
        this.message = message;
        this.envelope = message.understood();
    }

    /** Returns what there is to say about a message of an exchange, the first rule that fails first. */
    public static List<Finding> apply(Exchange exchange, Message message) {
        var rules = new Rules(exchange, message);
        rules.ids();
        rules.repeats();
        rules.negotiation();
        new Omissions(rules.envelope, rules.findings).look();
        if (rules.security()) {
            rules.timestamp();
            rules.protection();
        }
        return rules.findings.all();
    }

    // Headers alone, as WCF may log them, do not say what was signed and encrypted.
    private void protection() {
        if (envelope.body().isEmpty()) {
            return;
        }
        algorithms();
        encryption();
        var signatures = new SignatureRules(exchange, message, findings);
        signatures.apply();
        confidentiality();
        signatures.applyToSender();
        new Oddities(message, findings).look();
    }

    private void ids() {
        for (String id : envelope.repeatedIds()) {
            // An id may be the application's, and is not for every reader of a trace.
            List<Element> same = envelope.withId(id);
            findings.refused(
                    SecurityFault.DUPLICATE_ID,
                    "The elements '" + same.get(0).qualifiedName() + "' and '"
                            + same.get(1).qualifiedName()
                            + "' have the same id: a reference to it is ambiguous, as in a signature wrapping attack.",
                    same.get(1));
        }
    }

    private void repeats() {
        envelope.repeated()
                .ifPresent(second -> findings.refused(
                        SecurityFault.SECURITY_HEADER_MALFORMED,
                        "There is a second '" + second.localName()
                                + "' (expected one): one reader would take the first one, which is signed, and another one the second.",
                        second));
    }

    private void negotiation() {
        if (exchange.provesNegotiation(message).filter(fits -> !fits).isPresent()) {
            findings.refused(
                    SecurityFault.AUTHENTICATOR_MISMATCH,
                    "The CombinedHash does not fit the legs of the negotiation and the key of the token: a leg was changed on its way.",
                    envelope.root().first(Ns.TRUST, "CombinedHash").orElse(envelope.root()));
        }
    }

    private boolean security() {
        if (message.label().contains("(ServiceLevel")) {
            findings.undecided(
                    "WCF logged the message above its security, where nothing is signed or encrypted any more. Look at the one with the source"
                            + " TransportSend or TransportReceive.",
                    envelope.root());
            return false;
        }
        if (envelope.security().isPresent()) {
            return true;
        }
        boolean whole = envelope.body().isPresent();
        boolean leg = message.wire().leg().isPresent();
        boolean fault =
                envelope.body().flatMap(body -> body.child(Ns.SOAP, "Fault")).isPresent();
        if (fault) {
            findings.undecided(
                    SecurityFault.FAULT_NOT_SECURED,
                    "The fault is not secured: anyone on the way may have written it. WCF answers like this what it could not verify.",
                    envelope.root());
        } else if (whole && !leg) {
            findings.refused(
                    SecurityFault.SECURITY_HEADER_MISSING,
                    "There is no Security header. WSHttpBinding with message security sends none but the legs of a negotiation without it.",
                    envelope.root());
        }
        return false;
    }

    private void timestamp() {
        Optional<Element> timestamp = envelope.timestamp();
        if (timestamp.isEmpty()) {
            findings.refused(
                    SecurityFault.TIMESTAMP_MISSING, "There is no Timestamp. WCF always sends one.", securityHeader());
            return;
        }
        Optional<Instant> created = time(timestamp.get(), "Created");
        Optional<Instant> expires = time(timestamp.get(), "Expires");
        if (created.isEmpty() || (expires.isPresent() && !created.get().isBefore(expires.get()))) {
            findings.refused(
                    SecurityFault.TIMESTAMP_OUT_OF_RANGE,
                    "The Timestamp says Created '" + raw(timestamp.get(), "Created") + "' and Expires '"
                            + raw(timestamp.get(), "Expires")
                            + "' (expected two times in UTC, the first one before the second one).",
                    timestamp.get());
        }
        expires.ifPresent(this::expiredWhenAnswered);
    }

    private void expiredWhenAnswered(Instant expires) {
        if (message.sender() == Sender.SERVICE) {
            return;
        }
        exchange.messages().stream()
                .filter(each -> each.sender() == Sender.SERVICE && each.number() == message.number())
                .flatMap(each -> each.wire().timestamp().flatMap(stamp -> time(stamp, "Created")).stream())
                .filter(expires::isBefore)
                .findFirst()
                .ifPresent(answered -> findings.refused(
                        SecurityFault.TIMESTAMP_OUT_OF_RANGE,
                        "The request had expired " + clock(Duration.between(expires, answered))
                                + " before Created of the reply: the clocks differ, or it was on its way for long.",
                        envelope.timestamp().orElse(envelope.root())));
    }

    static Optional<Instant> time(Element timestamp, String name) {
        try {
            return Optional.of(Instant.parse(raw(timestamp, name)));
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }

    private static String raw(Element timestamp, String name) {
        return timestamp.child(Ns.UTILITY, name).map(Element::text).orElse("");
    }

    private static String clock(Duration duration) {
        return String.format(
                Locale.ROOT, "%02d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }

    private void algorithms() {
        var algorithms = new Algorithms();
        algorithms.add(message);
        if (algorithms.suites().isEmpty()) {
            findings.refused(
                    SecurityFault.ALGORITHM_NOT_ACCEPTED,
                    "No suite of WCF has all of these algorithms: " + algorithms + ".",
                    securityHeader());
        }
    }

    private void encryption() {
        for (EncryptedPart part : message.encrypted()) {
            if (part.content().isPresent()) {
                continue;
            }
            String text = "What is encrypted in octets " + part.element().start() + " to "
                    + part.element().end() + " could not be opened: " + part.failure() + ".";
            Element about = message.understood(part.element()).orElse(envelope.root());
            if (part.key().isKnown()) {
                findings.refused(SecurityFault.DECRYPTION_FAILED, text, about);
            } else if (exchange.hasKeys()) {
                findings.undecided(SecurityFault.KEY_NOT_RECOGNIZED, text, about);
            }
        }
    }

    private void confidentiality() {
        boolean cancels = message.action().startsWith(Ns.TRUST + "/")
                && message.action().endsWith("/SCT/Cancel")
                && !message.wire().trust().isEmpty();
        boolean empty = message.wire()
                .body()
                .filter(body -> !body.elements().isEmpty() || Secrecy.hasText(body))
                .isEmpty();
        if (!empty && !cancels && Secrecy.of(message.wire()) != Secrecy.ENCRYPTED) {
            findings.refused(
                    SecurityFault.PART_NOT_ENCRYPTED,
                    "The content of the Body can be read by the network (expected encrypted, unless the contract's protection level is Sign or"
                            + " None).",
                    envelope.body().orElse(envelope.root()));
        }
    }

    private Element securityHeader() {
        return envelope.security().orElse(envelope.root());
    }
}

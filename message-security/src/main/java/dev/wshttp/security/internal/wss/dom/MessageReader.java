// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import static dev.wshttp.security.SecurityFault.ENDORSING_SIGNATURE_MISSING;
import static dev.wshttp.security.SecurityFault.PART_NOT_SIGNED;
import static dev.wshttp.security.SecurityFault.SECURITY_HEADER_MISSING;
import static dev.wshttp.security.SecurityFault.SIGNATURE_CONFIRMATION_MISMATCH;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.SoapEnvelope;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.Expectation.Endorsement;
import dev.wshttp.security.internal.wss.MessageProof;
import dev.wshttp.security.internal.wss.Protection.Confidentiality;
import dev.wshttp.security.internal.wss.dom.Decryption.Item;
import dev.wshttp.security.internal.wss.dom.DerivedKeyReader.DerivedKeyToken;
import dev.wshttp.security.internal.wss.dom.SignatureReader.ReadSignature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.transform.dom.DOMSource;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Proves one message, stage by stage: layout, timestamp, key, decryption, primary signature, coverage, endorsement, confirmations. The
 * cheap stages come first. One object for one message.
 */
final class MessageReader {
    private final Wss4jEngine engine;
    private final SoapEnvelope envelope;
    private final Expectation expectation;
    private final Element security;
    private final ReceivedHeader header;
    private final Wss4jProcessors processors;
    private final ReceivedKeys keys;
    private final boolean bodyWasEncrypted;

    MessageReader(Wss4jEngine engine, SoapEnvelope envelope, Expectation expectation) {
        this.engine = engine;
        this.envelope = envelope;
        this.expectation = expectation;
        this.security = envelope.securityHeader()
                .orElseThrow(() -> new MessageSecurityException(
                        SECURITY_HEADER_MISSING,
                        "The message has no security header (expected a message secured as this binding requires). Configure"
                                + " WSHttpBinding with SecurityMode.Message on the other side."));
        this.header = new ReceivedHeader(security);
        this.processors = new Wss4jProcessors(envelope, engine.plaintexts());
        this.keys = new ReceivedKeys(engine, expectation, header);
        this.bodyWasEncrypted = Decryption.isEncrypted(envelope.body());
    }

    MessageProof prove() {
        envelope.check();
        requireFreshTimestamp();
        keys.derive(processors);
        List<Item> items = new Decryption(envelope, security, engine.suite(), keys.ofMessage())
                .decrypt(header, processors, expectation.confidentiality());

        List<Item> confirmations = leading(items, Namespaces.SECURITY_11, "SignatureConfirmation");
        List<Item> signatures = items.subList(confirmations.size(), items.size());
        requireSignatures(signatures, confirmations.size());
        ReadSignature primary = readSymmetric(signatures.get(0), keys.ofMessage());
        Set<Element> covered = processors.verify(primary.element());
        requireCoverage(covered, confirmations);
        requireConfirmations(confirmations);

        var signatureValues = new ArrayList<>(List.of(primary.value()));
        Optional<X509Certificate> endorser = Optional.empty();
        if (expectation.endorsement() == Endorsement.REQUIRED) {
            X509Certificate certificate = certificate();
            signatureValues.add(verifyEndorsement(signatures.get(1).element(), primary, certificate));
            endorser = Optional.of(certificate);
        } else if (header.certificate() != null) {
            throw Refusal.malformed("a certificate that endorses nothing", "none");
        }
        if (!expectation.endorsingContext().isEmpty()) {
            signatureValues.add(verifyContext(signatures.get(signatures.size() - 1), primary));
        }
        strip(covered);
        keys.keep();
        return new MessageProof(
                envelope.addressing(),
                keys.messageKey(),
                endorser,
                keys.endorsingContext(),
                signatureValues,
                new DOMSource(envelope.document()));
    }

    private void requireFreshTimestamp() {
        List<Element> times = Elements.children(header.timestamp());
        boolean wellFormed = (times.size() == 1 || times.size() == 2)
                && Elements.is(times.get(0), Namespaces.UTILITY, "Created")
                && (times.size() == 1 || Elements.is(times.get(1), Namespaces.UTILITY, "Expires"));
        if (!wellFormed) {
            throw Refusal.malformed("a Timestamp of another form", "Created, then Expires");
        }
        engine.freshness().require(Elements.text(times.get(0)), times.size() == 1 ? null : Elements.text(times.get(1)));
    }

    /** The items of this name at the beginning; one that stands later is taken for a signature, and refused as such. */
    private static List<Item> leading(List<Item> items, String namespace, String name) {
        return items.stream()
                .takeWhile(item -> Elements.is(item.element(), namespace, name))
                .toList();
    }

    private void requireSignatures(List<Item> signatures, int itemsBefore) {
        for (Item item : signatures) {
            if (!Elements.is(item.element(), Namespaces.SIGNATURE, "Signature")) {
                throw Refusal.malformed(
                        "'" + item.element().getLocalName() + "' among the signatures",
                        "confirmations, then signatures");
            }
        }
        if (signatures.isEmpty()) {
            throw new MessageSecurityException(
                    PART_NOT_SIGNED, "The message has no signature (expected one over all its parts).");
        }
        int expected = 1
                + (expectation.endorsement() == Endorsement.REQUIRED ? 1 : 0)
                + (expectation.endorsingContext().isEmpty() ? 0 : 1);
        if (signatures.size() < expected) {
            throw new MessageSecurityException(
                    ENDORSING_SIGNATURE_MISSING,
                    "The message has '" + signatures.size() + "' signatures (expected '" + expected
                            + "': the primary one, and one with the key of the client's certificate). Set clientCredentialType to"
                            + " Certificate on the client.");
        }
        if (signatures.size() > expected) {
            throw Refusal.malformed(signatures.size() + " signatures", String.valueOf(expected));
        }
        boolean mayBeInClear = expectation.confidentiality() == Confidentiality.SIGNED_ONLY && !bodyWasEncrypted;
        if (signatures.get(0).protection() == Decryption.Protection.IN_CLEAR && !mayBeInClear) {
            throw Refusal.notEncrypted("primary signature");
        }
        if (header.itemsBeforeTimestamp() > itemsBefore) {
            throw Refusal.malformed("the Timestamp stands after the signature", "before");
        }
    }

    private ReadSignature readSymmetric(Item item, List<DerivedKeyToken> derivedKeys) {
        ReadSignature signature =
                engine.signatures().read(item.element(), engine.suite().symmetricSignatureUri());
        if (!(signature.key() instanceof TokenReference.Direct direct)) {
            throw Refusal.malformed("the signature's key is " + signature.key(), "a DerivedKeyToken of this message");
        }
        int bytes = DerivedKeyToken.named(direct.id(), derivedKeys).derivation().lengthBytes();
        if (bytes < engine.suite().signatureKeyBytes()) {
            throw Refusal.algorithm(
                    "derived signature key", bytes + " bytes", engine.suite().signatureKeyBytes() + " bytes or more");
        }
        return signature;
    }

    /** Coverage is judged by the very nodes that were digested, so a part that was moved away or copied proves nothing. */
    private void requireCoverage(Set<Element> covered, List<Item> confirmations) {
        requireSigned("body", envelope.body(), covered);
        requireSigned("timestamp", header.timestamp(), covered);
        envelope.headerBlocks().stream()
                .filter(block -> Namespaces.ADDRESSING.equals(block.getNamespaceURI()))
                .forEach(block -> requireSigned("header wsa:" + block.getLocalName(), block, covered));
        confirmations.forEach(item -> requireSigned("signature confirmation", item.element(), covered));
    }

    private static void requireSigned(String part, Element element, Set<Element> covered) {
        if (!covered.contains(element)) {
            throw new MessageSecurityException(
                    PART_NOT_SIGNED,
                    "The " + part
                            + " is not covered by the primary signature (expected: body, timestamp and every addressing header)."
                            + " The message was rearranged on its way, or the other side signs too little.");
        }
    }

    private void requireConfirmations(List<Item> confirmations) {
        List<String> found = confirmations.stream()
                .map(item ->
                        Refusal.canonicalBase64("a confirmation", item.element().getAttributeNS(null, "Value")))
                .sorted()
                .toList();
        List<String> expected = expectation.confirmations().stream().sorted().toList();
        if (!found.equals(expected)) {
            throw new MessageSecurityException(
                    SIGNATURE_CONFIRMATION_MISMATCH,
                    "The message confirms '" + found.size() + "' signatures (expected exactly the '" + expected.size()
                            + "' of the request). The reply belongs to another request, or the service does not confirm signatures.");
        }
    }

    private X509Certificate certificate() {
        Element token = header.certificate();
        if (token == null || header.itemsBeforeCertificate() == header.items().size()) {
            throw new MessageSecurityException(
                    ENDORSING_SIGNATURE_MISSING,
                    "The message brings no client certificate before the signature that needs it (expected a BinarySecurityToken).");
        }
        return Certificates.read(token);
    }

    private String verifyEndorsement(Element signature, ReadSignature primary, X509Certificate certificate) {
        ReadSignature endorsing =
                engine.signatures().read(signature, engine.suite().asymmetricSignatureUri());
        processors.know(nameOf(endorsing.key(), certificate), certificate);
        return requireEndorsed(endorsing, primary);
    }

    /** The key of the context that the message renews (WS-SecureConversation, February 2005, section 5). */
    private String verifyContext(Item item, ReadSignature primary) {
        return requireEndorsed(readSymmetric(item, keys.ofEndorsement()), primary);
    }

    private String requireEndorsed(ReadSignature endorsing, ReadSignature primary) {
        if (!endorsing.signedIds().equals(List.of(Elements.id(primary.element())))) {
            throw Refusal.malformed(
                    "the endorsing signature covers " + endorsing.signedIds(),
                    "the primary signature and nothing else");
        }
        if (!processors.verify(endorsing.element()).contains(primary.element())) {
            throw new MessageSecurityException(
                    ENDORSING_SIGNATURE_MISSING,
                    "The endorsing signature covers another element than the primary signature.");
        }
        return endorsing.value();
    }

    private String nameOf(TokenReference reference, X509Certificate certificate) {
        @Nullable Element token = header.certificate();
        if (token != null
                && reference instanceof TokenReference.Direct direct
                && direct.id().equals(Elements.id(token))) {
            return direct.id();
        }
        if (reference instanceof TokenReference.KeyIdentifier identifier && identifier.names(certificate)) {
            return identifier.value();
        }
        throw Refusal.malformed(
                "the endorsing signature's key is " + reference, "the certificate in the BinarySecurityToken");
    }

    /** The application gets no security header and no header block that a stranger may have added. */
    private void strip(Set<Element> covered) {
        for (Element block : envelope.headerBlocks()) {
            if (block.isSameNode(security)) {
                block.getParentNode().removeChild(block);
            } else if (!covered.contains(block)) {
                requireIgnorable(block);
                block.getParentNode().removeChild(block);
            }
        }
    }

    private static void requireIgnorable(Element block) {
        String mustUnderstand = block.getAttributeNS(Namespaces.SOAP, "mustUnderstand");
        if (mustUnderstand.equals("1") || mustUnderstand.equals("true")) {
            throw new MessageSecurityException(
                    PART_NOT_SIGNED,
                    "The header '" + block.getLocalName() + "' of '" + block.getNamespaceURI()
                            + "' has to be understood, and nobody signed it (expected such headers signed). Let the sender sign it, or find"
                            + " out who added it on the way.");
        }
    }
}

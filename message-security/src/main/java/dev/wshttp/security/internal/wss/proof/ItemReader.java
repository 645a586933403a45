// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.wss.proof.DerivedKeyReader.DerivedKeyToken;
import dev.wshttp.security.internal.wss.proof.MessageLayout.Item;
import dev.wshttp.security.internal.wss.proof.SignatureReader.ReadSignature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Decrypts the encrypted items of one message, and reads each as the element that is expected in its place. If an item is another element, the
 * reader adds a doubt and returns a decoy, so that the work continues. For one thread.
 */
final class ItemReader {
    private final Prover prover;
    private final AlgorithmSuite suite;
    private final ReceivedDocument document;
    private final ReceivedKeys keys;
    private final Doubts doubts;
    private final List<Opened> opened = new ArrayList<>();
    private final List<Supplier<ReceivedElement>> unusedDecoys = new ArrayList<>();

    ItemReader(Prover prover, ReceivedDocument document, ReceivedKeys keys, Doubts doubts) {
        this.prover = prover;
        this.document = document;
        this.suite = prover.suite();
        this.keys = keys;
        this.doubts = doubts;
    }

    /** Decrypts a part. */
    Opened open(EncryptedPart encrypted) {
        Opened part = document.open(encrypted, keys.derived(encrypted.key()));
        opened.add(part);
        return part;
    }

    /** @param ids those of the parts that a decoy covers */
    ReadSignature primary(Item item, List<String> ids) {
        return symmetric(item, UnaryOperator.identity(), keys.ofMessage(), ids);
    }

    ReadSignature contextEndorsement(Item item, UnaryOperator<EncryptedPart> octets) {
        return symmetric(item, octets, keys.ofEndorsement(), List.of());
    }

    ReadSignature endorsement(Item item, X509Certificate endorser, UnaryOperator<EncryptedPart> octets) {
        int modulusBits = ((RSAPublicKey) endorser.getPublicKey()).getModulus().bitLength();
        int valueBytes = (modulusBits + Byte.SIZE - 1) / Byte.SIZE;
        @Nullable ReceivedElement element = element(item, octets);
        @Nullable ReadSignature read = element == null ? null : doubts.attempt(() -> asymmetric(element, valueBytes));
        String methodUri = suite.asymmetricSignatureUri();
        return readOrDecoy(
                read,
                methodUri,
                () -> document.decoy(prover.decoys().signature(List.of(), methodUri, "endorser", valueBytes)));
    }

    ReceivedElement confirmation(Item item, UnaryOperator<EncryptedPart> octets) {
        @Nullable ReceivedElement element = element(item, octets);
        @Nullable ReceivedElement read = element == null ? null : doubts.attempt(() -> confirmation(element));
        return read == null ? document.decoy(Decoys.confirmation()) : read;
    }

    /** Decrypts a header of the application. */
    ReceivedElement header(EncryptedHeader header, UnaryOperator<EncryptedPart> octets) {
        EncryptedPart encrypted = header.content();
        Opened part = open(octets.apply(encrypted));
        @Nullable ReceivedElement element = single(part, "EncryptedHeader");
        doubts.addUnless(
                element == null || EncryptedHeader.mayHide(element),
                () -> Refusal.malformed(
                        "an EncryptedHeader hides a header of the protocol", "headers of the application alone"));
        Supplier<ReceivedElement> decoy = () -> document.decoy(Decoys.header(encrypted.plaintextBytes()));
        if (element == null) {
            return decoy.get();
        }
        unusedDecoys.add(decoy);
        return element;
    }

    /** Returns the derived key token that a symmetric signature names. */
    DerivedKeyToken keyOf(ReadSignature signature, List<DerivedKeyToken> tokens) {
        return DerivedKeyToken.named(((TokenReference.Direct) signature.key()).id(), tokens);
    }

    /** Adds the work by which the refusal would have been more expensive if no part had been what the protocol expects. */
    void levelOut() {
        opened.forEach(document::levelOut);
        unusedDecoys.forEach(decoy -> Objects.requireNonNull(decoy.get()));
    }

    MessageSecurityException undecryptable() {
        return new MessageSecurityException(
                SecurityFault.DECRYPTION_FAILED,
                "A part of the message does not decrypt (expected XML under the message key). The message was changed, or encrypted for"
                        + " another key.");
    }

    MessageSecurityException notXml() {
        return new MessageSecurityException(
                SecurityFault.MESSAGE_UNREADABLE,
                "The body is as its sender signed it, and is no XML that is accepted here (expected characters that XML 1.0 can carry, and no"
                        + " processing instructions). Let the sender leave such characters out or send the text as base64.");
    }

    MessageSecurityException beyondQuotas() {
        return new MessageSecurityException(
                SecurityFault.MESSAGE_TOO_LARGE,
                "The body is as its sender signed it, and exceeds the reader quotas (expected fewer levels of elements, and fewer attributes of"
                        + " one). If such messages are wanted, raise reader-quotas.max-depth or reader-quotas.max-attributes.");
    }

    private ReadSignature symmetric(
            Item item, UnaryOperator<EncryptedPart> octets, List<DerivedKeyToken> tokens, List<String> ids) {
        @Nullable ReceivedElement element = element(item, octets);
        @Nullable ReadSignature read = element == null ? null : doubts.attempt(() -> symmetric(element, tokens));
        String methodUri = suite.symmetricSignatureUri();
        int valueBytes = prover.ciphers().digestBytes();
        return readOrDecoy(
                read,
                methodUri,
                () -> document.decoy(
                        prover.decoys().signature(ids, methodUri, tokens.get(0).id(), valueBytes)));
    }

    private ReadSignature symmetric(ReceivedElement element, List<DerivedKeyToken> tokens) {
        ReadSignature signature = prover.signatures().read(element, suite.symmetricSignatureUri());
        if (!(signature.key() instanceof TokenReference.Direct direct)) {
            throw Refusal.malformed("the signature's key is " + signature.key(), "a DerivedKeyToken of this message");
        }
        int bytes = DerivedKeyToken.named(direct.id(), tokens).derivation().lengthBytes();
        if (bytes < suite.signatureKeyBytes()) {
            throw Refusal.algorithm(
                    "derived signature key", bytes + " bytes", suite.signatureKeyBytes() + " bytes or more");
        }
        return signature;
    }

    private ReadSignature asymmetric(ReceivedElement element, int valueBytes) {
        ReadSignature signature = prover.signatures().read(element, suite.asymmetricSignatureUri());
        if (signature.value().length != valueBytes) {
            throw Refusal.malformed(
                    "a signature value of " + signature.value().length + " bytes", valueBytes + " bytes");
        }
        return signature;
    }

    private static ReceivedElement confirmation(ReceivedElement element) {
        HeaderSchema.require(element);
        boolean good = element.is(Namespaces.SECURITY_11, "SignatureConfirmation")
                && element.elements().isEmpty();
        if (!good) {
            throw Refusal.malformed(
                    "'" + element.localName() + "' among the confirmations", "confirmations, then signatures");
        }
        return element;
    }

    private ReadSignature readOrDecoy(@Nullable ReadSignature read, String methodUri, Supplier<ReceivedElement> decoy) {
        if (read == null) {
            return prover.signatures().read(decoy.get(), methodUri);
        }
        unusedDecoys.add(decoy);
        return read;
    }

    /** Returns the element that an item is or holds; if there is none, adds a doubt and returns null. */
    private @Nullable ReceivedElement element(Item item, UnaryOperator<EncryptedPart> octets) {
        if (item.encrypted().isEmpty()) {
            return item.place();
        }
        return single(open(octets.apply(item.encrypted().get())), "encrypted item");
    }

    private @Nullable ReceivedElement single(Opened part, String what) {
        @Nullable ReceivedElement element = part.element();
        doubts.addUnless(part.content() != null, this::undecryptable);
        doubts.addUnless(
                element != null, () -> Refusal.malformed("an " + what + " holds more or less than one element", "one"));
        return element;
    }
}

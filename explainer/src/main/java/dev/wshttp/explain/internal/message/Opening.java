// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.explain.internal.xml.Element;
import dev.wshttp.explain.internal.xml.Node;
import dev.wshttp.explain.internal.xml.Scanner;
import dev.wshttp.security.MessageSecurityException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Optional;

/** Opens encrypted parts where the key is known. */
final class Opening {
    private Opening() {}

    static EncryptedPart open(Element data, KeyFinder keys) {
        Key key = keys.of(data);
        String algorithm = data.child(Ns.ENCRYPTION, "EncryptionMethod")
                .map(method -> method.attribute("Algorithm"))
                .orElse("");
        byte[] cipherText = KeyFinder.cipherText(data).orElse(new byte[0]);
        Optional<byte[]> plaintext = key.secret().flatMap(secret -> Crypto.decrypt(algorithm, secret, cipherText));
        if (plaintext.isEmpty()) {
            String failure = key.isKnown()
                    ? "it does not decrypt with its key: one of them was changed, or the algorithm does not fit"
                    : "its key is not known here";
            return new EncryptedPart(data, algorithm, key, cipherText.length, Optional.empty(), failure);
        }
        Optional<List<Node>> content = nodes(plaintext.get(), data);
        return new EncryptedPart(
                data,
                algorithm,
                key,
                cipherText.length,
                content,
                content.isPresent()
                        ? ""
                        : "it decrypts to octets that are no XML: it was changed, or it is another key");
    }

    private static Optional<List<Node>> nodes(byte[] plaintext, Element data) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(plaintext));
            return Optional.of(Scanner.fragment(
                    plaintext, data.parent().map(Element::scope).orElse(data.scope())));
        } catch (CharacterCodingException | MessageSecurityException noXml) {
            return Optional.empty();
        }
    }
}

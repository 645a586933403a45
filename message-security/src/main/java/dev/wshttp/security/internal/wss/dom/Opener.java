// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.internal.token.CipherSuite;
import dev.wshttp.security.internal.token.OctetSource;
import dev.wshttp.security.internal.wss.dom.PlaintextReader.Parsed;
import dev.wshttp.security.internal.wss.proof.EncryptedPart;
import dev.wshttp.security.internal.wss.proof.Opened;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Decrypts and parses encrypted parts. It does the same work for all parts of the same size, and throws nothing: only the result says what
 * the plaintext was, and the verification uses it after all other work. Safe for use by several threads.
 *
 * @param ciphers the algorithms of the suite
 * @param plaintexts the parser
 */
record Opener(CipherSuite ciphers, PlaintextReader plaintexts) {
    Opened open(EncryptedPart encrypted, byte[] key) {
        byte[] padded = ciphers.decrypt(encrypted.octets(), key);
        // XML Encryption, section 5.2: the last octet is the number of octets of padding; the other octets have no
        // meaning.
        int padding = padded[padded.length - 1] & 0xFF;
        boolean isPadding = padding >= 1 && padding <= ciphers.blockBytes();
        byte[] octets = Arrays.copyOf(padded, padded.length - (isPadding ? padding : 1));
        Element place = ((DomElement) encrypted.place()).node();
        Parsed parsed = plaintexts.read(octets, place, padded.length);
        @Nullable Element content = parsed.element();
        if (!isPadding && content != null) {
            content = plaintexts.unparsable();
        }
        return new Opened(
                encrypted,
                OctetSource.of(octets),
                octets.length,
                content == null ? null : new DomElement(content),
                parsed.tooLarge());
    }

    /** Adds the work by which the refusal of an opened part would have been more expensive if it had not been XML. */
    void levelOut(Opened opened) {
        if (opened.content() != null) {
            plaintexts.unparsable();
        }
    }
}

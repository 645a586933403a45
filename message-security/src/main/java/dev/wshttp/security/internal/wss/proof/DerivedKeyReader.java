// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.KeyDerivation;
import dev.wshttp.security.internal.token.SharedSecret;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code wsc:DerivedKeyToken} (WS-SecureConversation, February 2005, section 7) within WCF's limits. */
final class DerivedKeyReader {
    private static final int MOST_LENGTH_BYTES = 32;
    private static final int MOST_OFFSET_BYTES = 64;
    private static final int MOST_SEED_PART_BYTES = 128;

    private final Iterator<ReceivedElement> children;
    private @Nullable ReceivedElement next;

    private DerivedKeyReader(ReceivedElement token) {
        this.children = token.elements().iterator();
        advance();
    }

    static DerivedKeyToken read(ReceivedElement token) {
        String algorithm = token.attribute("", "Algorithm");
        if (!algorithm.isEmpty() && !algorithm.equals(Namespaces.P_SHA1)) {
            throw Refusal.algorithm("key derivation", algorithm, Namespaces.P_SHA1);
        }
        var reader = new DerivedKeyReader(token);
        return new DerivedKeyToken(token.id(), reader.source(), reader.derivation());
    }

    private TokenReference source() {
        ReceivedElement reference = next;
        if (reference == null) {
            throw Refusal.malformed("a DerivedKeyToken is empty", "a token reference and a nonce");
        }
        advance();
        return TokenReference.read(reference);
    }

    private KeyDerivation derivation() {
        int generation = number("Generation", -1);
        int offset = generation < 0 ? number("Offset", 0) : 0;
        int length = number("Length", KeyDerivation.DEFAULT_LENGTH_BYTES);
        // Offset counts bytes, Generation counts keys of that length.
        int start = generation < 0 ? offset : Math.multiplyExact(generation, length);
        if (length < 1 || length > MOST_LENGTH_BYTES || start > MOST_OFFSET_BYTES) {
            throw Refusal.malformed(
                    "a derived key of " + length + " bytes at offset " + start,
                    "at most " + MOST_LENGTH_BYTES + " bytes at offset " + MOST_OFFSET_BYTES + " or less");
        }
        String label = text("Label");
        byte[] nonce = Refusal.base64("a nonce", text("Nonce"));
        if (nonce.length == 0 || nonce.length > MOST_SEED_PART_BYTES || label.length() > MOST_SEED_PART_BYTES) {
            throw Refusal.malformed(
                    "a derived key with a nonce of " + nonce.length + " bytes", "1 to " + MOST_SEED_PART_BYTES);
        }
        if (next != null) {
            throw Refusal.malformed(
                    "'" + next.localName() + "' in a DerivedKeyToken",
                    "reference, offset or generation, length, label and nonce, in this order");
        }
        return new KeyDerivation(label.isEmpty() ? SharedSecret.DEFAULT_LABEL : label, nonce, start, length);
    }

    private int number(String name, int absent) {
        String text = text(name);
        if (text.isEmpty()) {
            return absent;
        }
        if (!isSmallNumber(text)) {
            throw Refusal.malformed(name + " '" + text + "' in a DerivedKeyToken", "a small number");
        }
        return Integer.parseInt(text);
    }

    private static boolean isSmallNumber(String text) {
        boolean small = text.length() <= 4;
        for (int i = 0; small && i < text.length(); i++) {
            small = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return small;
    }

    /** Returns the text of the next child if it has this name; empty otherwise. */
    private String text(String name) {
        ReceivedElement candidate = next;
        if (candidate == null || !candidate.is(Namespaces.CONVERSATION, name)) {
            return "";
        }
        advance();
        return candidate.text();
    }

    private void advance() {
        next = children.hasNext() ? children.next() : null;
    }

    /**
     * A derived key token as it was read.
     *
     * @param source the token that the key is derived from
     */
    record DerivedKeyToken(String id, TokenReference source, KeyDerivation derivation) {
        /** Returns the token with this id. */
        static DerivedKeyToken named(String id, List<DerivedKeyToken> tokens) {
            for (DerivedKeyToken token : tokens) {
                if (token.id().equals(id)) {
                    return token;
                }
            }
            throw Refusal.malformed("a key is taken from '#" + id + "'", "a DerivedKeyToken that stands before it");
        }
    }
}

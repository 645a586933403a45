// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * What one instance says to another about a leg. Sealed on its way.
 *
 * @param kind what it is
 * @param exchange random; an answer has that of its question, so that no answer can stand for another
 * @param asker the instance that gets the answer
 * @param endpoint which endpoint a question is for
 * @param envelope a leg, or the answer to it
 */
record LegFrame(Kind kind, String exchange, String asker, String endpoint, byte[] envelope) {
    /** What a frame is. */
    enum Kind {
        /** A leg to be answered. */
        QUESTION('q'),
        /** The answer to a leg. */
        ANSWER('a'),
        /** The instance does not have the endpoint, or failed. */
        NONE('n');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        private static Optional<Kind> of(int letter) {
            return Arrays.stream(values()).filter(kind -> kind.letter == letter).findFirst();
        }
    }

    /** Returns the octets of the frame. */
    byte[] octets() {
        var octets = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(octets)) {
            out.writeByte(kind.letter);
            out.writeUTF(exchange);
            out.writeUTF(asker);
            out.writeUTF(endpoint);
            out.write(envelope);
        } catch (IOException tooLong) {
            throw new UncheckedIOException("A frame of '" + endpoint.length() + "' characters has no form", tooLong);
        }
        return octets.toByteArray();
    }

    /** Reads a frame; empty if the octets are none, as those of a later version may be. */
    static Optional<LegFrame> of(byte[] octets) {
        try (var in = new DataInputStream(new ByteArrayInputStream(octets))) {
            Optional<Kind> kind = Kind.of(in.readUnsignedByte());
            return kind.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new LegFrame(kind.get(), in.readUTF(), in.readUTF(), in.readUTF(), in.readAllBytes()));
        } catch (IOException other) {
            return Optional.empty();
        }
    }
}

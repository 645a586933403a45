// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import java.util.Arrays;
import java.util.Optional;

/**
 * The answer of another instance to a leg, as it goes between the instances: a version, a kind and the envelope.
 *
 * @param envelope in UTF-8, to be sent without security; not copied
 */
public record RelayedAnswer(Kind kind, byte[] envelope) {
    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 2;

    /** The kind of an answer, as the transport sees it. */
    public enum Kind {
        LEG(0),
        FAULT(1);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        private static Optional<Kind> of(byte code) {
            return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
        }
    }

    /** Returns the octets that go between the instances. */
    public byte[] encoded() {
        byte[] octets = new byte[HEAD_BYTES + envelope.length];
        octets[0] = VERSION;
        octets[1] = kind.code;
        System.arraycopy(envelope, 0, octets, HEAD_BYTES, envelope.length);
        return octets;
    }

    /** Reads such octets; empty if they are of another version. */
    static Optional<RelayedAnswer> decode(byte[] octets) {
        if (octets.length < HEAD_BYTES || octets[0] != VERSION) {
            return Optional.empty();
        }
        return Kind.of(octets[1])
                .map(kind -> new RelayedAnswer(kind, Arrays.copyOfRange(octets, HEAD_BYTES, octets.length)));
    }
}

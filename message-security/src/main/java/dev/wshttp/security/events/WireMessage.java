// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The body of an HTTP request or answer, as the network has it: an envelope in the encoding that its media type names, a package of MTOM, or whatever else an
 * unauthenticated peer sent. What is not encrypted in it can be read in it. Immutable; {@code toString} shows no octets.
 *
 * @param direction as the side sees it that tells of the message
 * @param time when it was read to its end, or was about to be written, by the clock of that side
 * @param contentType its media type; empty if it has none. Of a received message it is text of the peer
 * @param octets the body; empty if it has none, or if it was not read because its media type is not accepted
 */
public record WireMessage(Direction direction, Instant time, String contentType, byte[] octets) {
    /**
     * Copies the octets.
     *
     * @throws NullPointerException if a part is null
     */
    public WireMessage {
        requireNonNull(direction, "direction");
        requireNonNull(time, "time");
        requireNonNull(contentType, "contentType");
        octets = octets.clone();
    }

    /** Returns a copy of the octets. */
    @Override
    public byte[] octets() {
        return octets.clone();
    }

    /** Returns how many octets there are. */
    public int size() {
        return octets.length;
    }

    @Override
    public String toString() {
        return "WireMessage[" + direction + ", " + time + ", " + octets.length + " octets]";
    }

    /** Which way a message goes. */
    public enum Direction {
        /** To the other side. */
        SENT,
        /** From the other side. */
        RECEIVED
    }
}

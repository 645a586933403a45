// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

/** Takes octets in pieces, for example into a digest. */
@FunctionalInterface
public interface OctetSink {
    /** Takes some octets, which belong to the caller again afterwards. */
    void write(byte[] octets, int offset, int length);

    /** Takes all octets of an array. */
    default void write(byte[] octets) {
        write(octets, 0, octets.length);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

/** Writes octets in pieces, for example the canonical form of an element. */
@FunctionalInterface
public interface OctetSource {
    /** Writes all octets. */
    void writeTo(OctetSink sink);

    /** Returns the source of the octets of an array. */
    static OctetSource of(byte[] octets) {
        return sink -> sink.write(octets);
    }
}

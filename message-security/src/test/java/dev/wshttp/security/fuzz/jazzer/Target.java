// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.jazzer;

/** A reader of octets from outside. */
@FunctionalInterface
public interface Target {
    /** Reads the octets, and throws whatever it must not throw if something about that is wrong. */
    void read(byte[] octets);
}

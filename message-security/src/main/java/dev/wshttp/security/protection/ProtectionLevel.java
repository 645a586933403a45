// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.protection;

/**
 * How much a part of a message is protected (WCF: {@code ProtectionLevel}). From the least to the most. Whatever the level, a message has a timestamp and
 * signed addressing headers, and its sender is known.
 */
public enum ProtectionLevel {
    /** The part is in clear and not signed: anyone on the path can read, change and remove it. */
    NONE,
    /** The part is signed and readable: anyone on the path can read it. */
    SIGN,
    /** The part is signed and encrypted, as WCF's default says. */
    ENCRYPT_AND_SIGN;

    /** Returns whether the part is signed. */
    public boolean isSigned() {
        return this != NONE;
    }

    /** Returns whether the part is encrypted. */
    public boolean isEncrypted() {
        return this == ENCRYPT_AND_SIGN;
    }
}

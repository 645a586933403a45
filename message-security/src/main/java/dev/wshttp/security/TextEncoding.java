// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

/** The character encoding in which a side writes its messages (WCF: {@code TextEncoding}). It reads all three, whichever it writes. */
public enum TextEncoding {
    /** WCF's default, {@code utf-8}. */
    UTF_8,

    /** WCF's {@code utf-16}: the low byte first. */
    UTF_16,

    /** WCF's {@code unicodeFFFE}: 16 bits, the high byte first. */
    UNICODE_FFFE
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.internal.xml.WhiteSpace;
import java.util.Arrays;
import java.util.Base64;

/** Decodes base64 that may have white space anywhere, as WCF accepts it. */
public final class Base64Text {
    private Base64Text() {}

    /**
     * Decodes octets of text.
     *
     * @throws IllegalArgumentException if they are no base64
     */
    public static byte[] decode(byte[] text) {
        for (byte octet : text) {
            if (WhiteSpace.is(octet)) {
                return Base64.getDecoder().decode(withoutWhiteSpace(text));
            }
        }
        return Base64.getDecoder().decode(text);
    }

    private static byte[] withoutWhiteSpace(byte[] text) {
        byte[] rest = new byte[text.length];
        int size = 0;
        for (byte octet : text) {
            if (!WhiteSpace.is(octet)) {
                rest[size++] = octet;
            }
        }
        return Arrays.copyOf(rest, size);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.util.Base64;

/** Refusals and requirements that several readers share. */
final class Refusal {
    private Refusal() {}

    static MessageSecurityException malformed(String found, String expected) {
        return new MessageSecurityException(
                SecurityFault.SECURITY_HEADER_MALFORMED,
                "The security header is not laid out as this binding requires: " + found + " (expected " + expected
                        + ").");
    }

    static MessageSecurityException algorithm(String use, String found, String expected) {
        return new MessageSecurityException(
                SecurityFault.ALGORITHM_NOT_ACCEPTED,
                "The " + use + " is '" + found + "' (expected '" + expected
                        + "'). Set the same algorithm suite on both sides.");
    }

    static MessageSecurityException notEncrypted(String part) {
        return new MessageSecurityException(
                SecurityFault.PART_NOT_ENCRYPTED,
                "The " + part
                        + " came in clear (expected encrypted). Set EncryptAndSign and EncryptSignature on the other side.");
    }

    /** Requires an algorithm attribute. */
    static void requireAlgorithm(String use, ReceivedElement method, String expected) {
        String found = method.attribute("", "Algorithm");
        if (!found.equals(expected)) {
            throw algorithm(use, found, expected);
        }
    }

    /** Decodes the text of an element, which may have line breaks, as WCF accepts it. */
    static byte[] base64(String what, ReceivedElement element) {
        try {
            return element.base64();
        } catch (IllegalArgumentException damaged) {
            throw notBase64(what);
        }
    }

    /** Decodes text that may have line breaks. */
    static byte[] base64(String what, String text) {
        try {
            return Base64Text.decode(text.getBytes(UTF_8));
        } catch (IllegalArgumentException damaged) {
            throw notBase64(what);
        }
    }

    private static MessageSecurityException notBase64(String what) {
        return malformed(what + " is no base64", "base64");
    }

    /** Returns base64 text in its canonical form, so that equal octets are equal texts. */
    static String canonicalBase64(String what, String text) {
        return Base64.getEncoder().encodeToString(base64(what, text));
    }
}

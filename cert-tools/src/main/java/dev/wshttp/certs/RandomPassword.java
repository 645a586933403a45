// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.security.SecureRandom;

/** Makes random passwords of 130 bits, from letters and digits that a reader cannot confuse. */
public final class RandomPassword {

    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int LENGTH = 26; // 5 bits a character

    private RandomPassword() {}

    /** Makes a password of 26 characters. */
    public static char[] generate(SecureRandom random) {
        var password = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            password[i] = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        }
        return password;
    }
}

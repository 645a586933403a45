// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.TextFile;
import dev.wshttp.security.UntrustedText;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text file, in UTF-8 or UTF-16, whose first line is a password. Further lines may hold notes. Reads the file at each call, so it must not be a pipe, which gives
 * its content once: read that yourself, and give the password. Immutable and safe for use by several
 * threads.
 *
 * @param file the path of the file
 */
public record PasswordFile(Path file) {
    private static final int LARGEST_BYTES = 1 << 16;

    /** Returns the default password file of a key store: {@code x.password} beside {@code x.p12}. */
    public static PasswordFile beside(Path keyStore) {
        return new PasswordFile(keyStore.resolveSibling(StoreReader.stem(keyStore) + ".password"));
    }

    /** Returns whether the file exists. */
    public boolean exists() {
        return Files.isRegularFile(file);
    }

    /**
     * Returns the password in a new array, which the caller may wipe. An empty first line is the empty password, which key stores of Windows may have.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CREDENTIAL_UNREADABLE} if the file cannot be read
     */
    public char[] password() {
        try {
            return TextFile.read(file, LARGEST_BYTES)
                    .lines()
                    .findFirst()
                    .orElse("")
                    .toCharArray();
        } catch (TextFile.UnreadableException unreadable) {
            throw new MessageSecurityException(
                    SecurityFault.CREDENTIAL_UNREADABLE,
                    "Cannot read a password from '" + UntrustedText.withEscapes(file.toString()) + "': "
                            + unreadable.found()
                            + " (expected a text file, in UTF-8 or UTF-16, that this process may read). "
                            + unreadable.remedy(),
                    unreadable);
        }
    }

    /** Returns what about a password that is wrong may be the reason, as the end of a sentence; empty if there is nothing. Says nothing else of it. */
    static String peculiarity(char[] password) {
        if (password.length == 0) {
            return ": it is empty";
        }
        if (isBlank(password[password.length - 1])) {
            return ": it ends with a blank, as `echo secret > file` of Windows writes one";
        }
        if (isBlank(password[0])) {
            return ": it begins with a blank";
        }
        for (char each : password) {
            if (!UntrustedText.isShown(each) && !Character.isSurrogate(each)) {
                return ": it has a character that cannot be seen";
            }
        }
        return "";
    }

    private static boolean isBlank(char each) {
        return Character.isWhitespace(each) || Character.isSpaceChar(each);
    }
}

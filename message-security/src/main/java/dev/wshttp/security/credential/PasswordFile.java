// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A text file whose first line is a password; further lines are for notes. Immutable; reads the file at each call.
 *
 * @param file where the password is; never the password itself
 */
public record PasswordFile(Path file) {

    /** The place where a key store's password is looked for if nobody names one: {@code x.password} beside {@code x.p12}. */
    public static PasswordFile beside(Path keyStore) {
        return new PasswordFile(keyStore.resolveSibling(StoreReader.stem(keyStore) + ".password"));
    }

    /** Whether there is such a file. */
    public boolean exists() {
        return Files.isRegularFile(file);
    }

    /**
     * The password, in an array of the caller's own.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CREDENTIAL_UNREADABLE} if there is no such file, or no password in it
     */
    public char[] password() {
        String password = text().lines().findFirst().orElse("");
        if (password.isEmpty()) {
            throw new MessageSecurityException(
                    SecurityFault.CREDENTIAL_UNREADABLE,
                    "The password file '" + file
                            + "' is empty (expected the password on its first line). Write it there.");
        }
        return password.toCharArray();
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException absent) {
            throw unreadable(
                    "there is no such file",
                    "Check the path; relative names start at the folder of the settings file.",
                    absent);
        } catch (CharacterCodingException binary) {
            throw unreadable("it is no text in UTF-8", "Check that it is the password file.", binary);
        } catch (IOException refused) {
            throw Files.isDirectory(file)
                    ? unreadable("it is a folder", "Name the file in it.", refused)
                    : unreadable("it cannot be opened", "Check who may read it.", refused);
        }
    }

    private MessageSecurityException unreadable(String found, String remedy, IOException cause) {
        return new MessageSecurityException(
                SecurityFault.CREDENTIAL_UNREADABLE,
                "Cannot read a password from '" + file + "': " + found
                        + " (expected a text file that this process may read). " + remedy,
                cause);
    }
}

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
 * A text file whose first line is a password. Further lines may hold notes. Reads the file at each call. Immutable and safe for use by several
 * threads.
 *
 * @param file the path of the file
 */
public record PasswordFile(Path file) {

    /** Returns the default password file of a key store: {@code x.password} beside {@code x.p12}. */
    public static PasswordFile beside(Path keyStore) {
        return new PasswordFile(keyStore.resolveSibling(StoreReader.stem(keyStore) + ".password"));
    }

    /** Returns whether the file exists. */
    public boolean exists() {
        return Files.isRegularFile(file);
    }

    /**
     * Returns the password in a new array, which the caller may wipe.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CREDENTIAL_UNREADABLE} if the file cannot be read or has an empty first line
     */
    public char[] password() {
        String password = text().lines().findFirst().orElse("");
        if (password.isEmpty()) {
            throw new MessageSecurityException(
                    SecurityFault.CREDENTIAL_UNREADABLE,
                    "Cannot read a password from '" + file
                            + "': its first line is empty (expected the password on the first line). Write the password there.");
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
            throw unreadable("it is not UTF-8 text", "Check that it is the password file.", binary);
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

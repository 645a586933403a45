// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.CredentialFileException;
import dev.wshttp.certs.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

/** Reads the files that the command line names. */
final class InputFiles {

    private static final long MAXIMUM_BYTES = 4L * 1024 * 1024;

    private InputFiles() {}

    static byte[] read(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MAXIMUM_BYTES) {
                throw new CredentialFileException("The file '" + file + "' is longer than '" + MAXIMUM_BYTES
                        + "' bytes (expected: a certificate, store or list). Check that this is the right file.");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CredentialFileException(
                    "The file '" + file + "' does not exist (expected: a file to read). Check the path; "
                            + "'cert-tools init --out DIR' makes a whole set.",
                    e);
        } catch (IOException e) {
            throw new CredentialFileException(
                    "The file '" + file + "' could not be read: '"
                            + e.getClass().getSimpleName()
                            + "' (expected: a readable file). Check its path and its permissions.",
                    e);
        }
    }

    /** Reads a password: the content of the file without a line end after it. */
    static char[] readPassword(Path file) {
        var text = new String(read(file), StandardCharsets.UTF_8);
        var password = text.replaceFirst("\\R\\z", "");
        if (password.isEmpty() || password.contains("\n")) {
            throw new CredentialFileException("The password file '" + file
                    + "' is empty or has several lines (expected: one line with the password). Correct the file.");
        }
        return password.toCharArray();
    }

    static List<X509Certificate> certificates(Path file) {
        return Pem.certificates(read(file), file.toString());
    }

    static X509CRL revocationList(Path file) {
        return Pem.revocationList(read(file), file.toString());
    }

    static boolean isStore(Path file) {
        var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".p12") || name.endsWith(".pfx");
    }
}

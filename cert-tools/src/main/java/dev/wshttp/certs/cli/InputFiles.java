// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.CredentialFileException;
import dev.wshttp.certs.Pem;
import dev.wshttp.certs.Pkcs12;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the files that the command line names. */
final class InputFiles {

    // What service and client take: one that is valid now before one that is not, and one that ends later.
    private static final Comparator<X509Certificate> BY_VALIDITY =
            Comparator.comparing(InputFiles::isValidNow).thenComparing(X509Certificate::getNotAfter);
    private static final long MAXIMUM_BYTES = 4L * 1024 * 1024;

    // The files that service and client read in a folder.
    private static final Pattern OF_A_STORE = Pattern.compile("(?i).*\\.(p12|pfx|jks|pem|crt|cer|der|p7b|p7c)");

    private InputFiles() {}

    static byte[] read(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MAXIMUM_BYTES) {
                throw new CredentialFileException("The file '" + file + "' is longer than '" + MAXIMUM_BYTES
                        + "' bytes (expected: a certificate, store or list). Check that this is the right file.");
            }
            return inUtf8(Files.readAllBytes(file));
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

    // Windows writes text in UTF-16 too, and a mark before UTF-8. No store or certificate begins like that.
    private static byte[] inUtf8(byte[] content) {
        var utf16 = content.length > 1
                && ((content[0] == (byte) 0xFF && content[1] == (byte) 0xFE)
                        || (content[0] == (byte) 0xFE && content[1] == (byte) 0xFF));
        if (utf16) {
            return new String(content, StandardCharsets.UTF_16).getBytes(StandardCharsets.UTF_8);
        }
        var marked = content.length > 2
                && content[0] == (byte) 0xEF
                && content[1] == (byte) 0xBB
                && content[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(content, 3, content.length) : content;
    }

    /** Reads the password of an existing store: the first line, as service and client do. */
    static char[] readFirstLine(Path file) {
        var line = new String(read(file), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("");
        if (line.startsWith("-----BEGIN ")) {
            throw new CredentialFileException("The password file '" + file
                    + "' is PEM (expected: a file whose first line is the password). Name that file.");
        }
        return line.toCharArray();
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

    /**
     * Reads the certificates of authorities as service and client do: all of a file, but only those of a store or a folder that may issue others.
     */
    static List<X509Certificate> authorities(Path file, CommandContext context) {
        if (Files.isDirectory(file)) {
            return filesOf(file).stream()
                    .flatMap(each -> authorities(each, context).stream())
                    .filter(certificate -> certificate.getBasicConstraints() >= 0)
                    .distinct()
                    .toList();
        }
        if (!isStore(file)) {
            return certificates(file);
        }
        var password = new Passwords(context).forOpening(file, "--password", null, null);
        return Pkcs12.authorities(read(file), password, file.toString());
    }

    private static List<Path> filesOf(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> OF_A_STORE.matcher(file.toString()).matches())
                    .filter(file -> isStore(file) || !Pem.isText(read(file)) || Pem.hasCertificates(read(file)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CredentialFileException(
                    "The folder '" + folder
                            + "' could not be listed (expected: a readable folder). Check its permissions.",
                    e);
        }
    }

    /**
     * Reads a certificate and those beside it. The certificate is the one that issued no other, wherever it stands; of an expired one and its renewal it is the
     * one that is valid now.
     */
    static List<X509Certificate> chain(Path file) {
        var certificates = certificates(file);
        var owners = certificates.stream()
                .filter(one -> certificates.stream()
                        .noneMatch(other -> !other.getSubjectX500Principal().equals(one.getSubjectX500Principal())
                                && other.getIssuerX500Principal().equals(one.getSubjectX500Principal())))
                .toList();
        var isOneOwner = owners.stream()
                        .map(one -> List.of(one.getSubjectX500Principal(), one.getPublicKey()))
                        .distinct()
                        .count()
                == 1;
        var first = isOneOwner
                ? owners.stream().max(BY_VALIDITY)
                : owners.stream().findFirst().filter(one -> Pem.isOrdered(read(file)));
        return Stream.concat(first.stream(), certificates.stream()).distinct().toList();
    }

    private static boolean isValidNow(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return true;
        } catch (CertificateException notNow) {
            return false;
        }
    }

    static X509CRL revocationList(Path file) {
        return Pem.revocationList(read(file), file.toString());
    }

    /** Returns whether a file is a key store, by its name or its content. */
    static boolean isStore(Path file) {
        var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".p12") || name.endsWith(".pfx") || Pkcs12.isStore(read(file));
    }

    /** Returns the name of a file without its extension. */
    static String stem(Path file) {
        var name = String.valueOf(file.getFileName());
        var dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }
}

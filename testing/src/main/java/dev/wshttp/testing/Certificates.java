// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One authority with the credentials of a service and of a client, and the folder with their files: {@code service.p12}, {@code service.pem},
 * {@code client.p12}, {@code client.pem}, {@code ca.pem}, {@code ca.crl}, and {@code password} for all stores. {@link #close} removes the folder. Safe for use
 * by several threads.
 */
public final class Certificates implements AutoCloseable {
    /** The password of all stores. */
    public static final String PASSWORD = "Kq7-not-in-any-log";

    private final TestPki pki = new TestPki();
    private final Path folder;

    private Certificates(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes new certificates, in a new folder that only its owner can read.
     *
     * @throws UncheckedIOException if the folder cannot be written
     */
    public static Certificates create() {
        try {
            var certificates = new Certificates(Files.createTempDirectory("wshttp-certificates"));
            certificates.pki.writeTrust(certificates.folder);
            certificates.write("password", PASSWORD + "\n");
            certificates.write(certificates.pki.service());
            certificates.write(certificates.pki.client());
            return certificates;
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }

    /** Returns the authority, which makes more credentials, good and bad. */
    public TestPki pki() {
        return pki;
    }

    /** Returns the folder. */
    public Path folder() {
        return folder;
    }

    /** Returns a file of the folder, such as {@code client.p12}, whether it exists or not. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Writes {@code NAME.p12} and {@code NAME.pem} of one more credential, which was not written before. */
    public void write(TestCredential credential) {
        credential.writePkcs12(file(credential.name() + ".p12"), PASSWORD.toCharArray());
        credential.writeCertificate(file(credential.name() + ".pem"));
    }

    /**
     * Writes a text file, in UTF-8 and in one step: programs of other tests may be reading an earlier one with the same content.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public Path write(String name, String content) {
        try {
            Path unfinished = Files.createDirectories(folder.resolve("unfinished"));
            Path complete = Files.writeString(unfinished.resolve(name + "-" + UUID.randomUUID()), content);
            return Files.move(complete, file(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }

    /**
     * Removes the folder.
     *
     * @throws UncheckedIOException if a file is in use
     */
    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException inUse) {
            throw new UncheckedIOException(inUse);
        }
    }
}

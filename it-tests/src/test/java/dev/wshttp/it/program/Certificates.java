// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

import dev.wshttp.certs.TestCredential;
import dev.wshttp.certs.TestPki;
import dev.wshttp.certs.TestPki.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One authority with good and bad credentials for all tests of this JVM, and the folder with their files: {@code NAME.p12} and
 * {@code NAME.pem} for each, {@code password} for all stores. The folder goes when the tests end.
 */
public final class Certificates implements AutoCloseable {
    public static final String PASSWORD = "Kq7-not-in-any-log";

    private final TestPki pki = new TestPki();
    private final Path folder;

    private Certificates(Path folder) {
        this.folder = folder;
    }

    public static Certificates create() {
        try {
            var certificates = new Certificates(Files.createTempDirectory("calculator-it"));
            certificates.write();
            return certificates;
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }

    private void write() throws IOException {
        pki.writeTrust(folder);
        Files.writeString(file("password"), PASSWORD + "\n");
        write(pki.otherName());
        for (Role role : Role.values()) {
            write(pki.good(role));
            for (TestCredential bad : pki.badCredentials(role)) {
                write(bad);
            }
        }
    }

    private void write(TestCredential credential) {
        credential.writePkcs12(file(credential.name() + ".p12"), PASSWORD.toCharArray());
        credential.writeCertificate(file(credential.name() + ".pem"));
    }

    public TestPki pki() {
        return pki;
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Writes a text file in one step: programs of other test classes may be reading an earlier one with the same content. */
    public Path write(String name, String content) {
        try {
            Path unfinished = Files.createDirectories(folder.resolve("unfinished"));
            Path complete = Files.writeString(unfinished.resolve(name + "-" + UUID.randomUUID()), content);
            return Files.move(complete, file(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }

    public Path folder() {
        return folder;
    }

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

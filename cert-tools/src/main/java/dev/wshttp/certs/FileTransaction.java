// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes several files into one directory, all or none. It writes them into a private directory first and then moves
 * each to its place. After a failure it undoes every step.
 */
final class FileTransaction {

    /** An operation on the file system that undoes another one. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /** Moves one file; an interface, so that a test can let it fail. */
    @FunctionalInterface
    interface Mover {
        void move(Path from, Path to) throws IOException;
    }

    private final Path directory;
    private final ExistingFiles existing;
    private final Mover mover;
    private final Deque<Step> undo = new ArrayDeque<>();

    FileTransaction(Path directory, ExistingFiles existing) {
        this(directory, existing, Files::move);
    }

    FileTransaction(Path directory, ExistingFiles existing, Mover mover) {
        this.directory = directory.toAbsolutePath().normalize();
        this.existing = existing;
        this.mover = mover;
    }

    List<Path> write(Map<String, byte[]> contents) {
        requireNothingInTheWay(contents.keySet());
        try {
            makeDirectory(directory);
            var staging = makeStaging();
            stage(contents, staging);
            var written = publish(contents.keySet(), staging);
            undo.clear();
            discardAfterSuccess(staging);
            return written;
        } catch (IOException e) {
            undoAfter(e);
            throw new CredentialFileException(
                    "The files could not be written to '" + directory + "': '"
                            + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "' (expected: a writable directory with enough space). " + outcome(e),
                    e);
        }
    }

    private void requireNothingInTheWay(Collection<String> names) {
        var present = names.stream()
                .map(directory::resolve)
                .filter(this::isInTheWay)
                .map(Path::getFileName)
                .map(Path::toString)
                .toList();
        if (!present.isEmpty()) {
            throw new CredentialFileException("Nothing was written: '" + directory + "' already holds '"
                    + String.join("', '", present) + "' (expected: " + expected()
                    + "). Choose another directory, or give --force to replace files.");
        }
    }

    private boolean isInTheWay(Path target) {
        return switch (existing) {
            case REFUSE -> Files.exists(target, LinkOption.NOFOLLOW_LINKS);
            case REPLACE -> Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS);
        };
    }

    private String expected() {
        return existing == ExistingFiles.REFUSE ? "none of these files" : "files, not directories, of these names";
    }

    private void makeDirectory(Path wanted) throws IOException {
        if (Files.isDirectory(wanted)) {
            return;
        }
        var parent = wanted.getParent();
        if (parent == null) {
            throw new IOException("'" + wanted + "' does not exist");
        }
        makeDirectory(parent);
        Files.createDirectory(wanted, OwnerOnly.directory(parent));
        undo.push(() -> Files.delete(wanted));
    }

    private Path makeStaging() throws IOException {
        var staging = Files.createTempDirectory(directory, ".cert-tools-", OwnerOnly.directory(directory));
        undo.push(() -> discard(staging));
        return staging;
    }

    private void stage(Map<String, byte[]> contents, Path staging) throws IOException {
        for (var file : contents.entrySet()) {
            writeOwnerOnly(staging.resolve(file.getKey()), file.getValue());
        }
    }

    private static void writeOwnerOnly(Path file, byte[] content) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(file, options, OwnerOnly.file(parentOf(file)))) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException full) {
            throw new IOException("'" + file.getFileName() + "': " + full.getMessage(), full);
        }
    }

    private List<Path> publish(Collection<String> names, Path staging) throws IOException {
        var written = new ArrayList<Path>();
        for (var name : names) {
            var target = directory.resolve(name);
            setAside(target, staging.resolve(name + ".before"));
            mover.move(staging.resolve(name), target);
            undo.push(() -> Files.delete(target));
            written.add(target);
        }
        return written;
    }

    private void setAside(Path target, Path aside) throws IOException {
        if (existing == ExistingFiles.REPLACE && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            mover.move(target, aside);
            undo.push(() -> Files.move(aside, target));
        }
    }

    private void undoAfter(IOException failure) {
        while (!undo.isEmpty()) {
            try {
                undo.pop().run();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private static void discard(Path staging) throws IOException {
        try (var files = Files.list(staging)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(staging);
    }

    private static void discardAfterSuccess(Path staging) {
        try {
            discard(staging);
        } catch (IOException e) {
            throw new CredentialFileException(
                    "The files were written, but the directory '" + staging + "' could not be deleted: '"
                            + e.getMessage()
                            + "' (expected: no such directory). Delete it: it may hold the files that were replaced.",
                    e);
        }
    }

    private static String outcome(IOException failure) {
        return failure.getSuppressed().length == 0
                ? "Nothing was changed; choose another directory or correct this one."
                : "Undoing the changes failed, too. The earlier files are in the directory '.cert-tools-*' inside it; move them back.";
    }

    private static Path parentOf(Path file) {
        var parent = file.getParent();
        return parent == null ? Path.of(".") : parent;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What some files and folders held at one time, as a digest of each to compare. The octets count, whatever name, link, inode or time of modification they have, so it does
 * not matter how a file is replaced. Of a file of more than 1 MiB, such as the revocation list of a large authority, size, time of modification and inode count
 * instead, because reading it every few seconds would cost more than it tells. A pipe or a device is not read: its content is there once, or never ends. Immutable and safe for use by several threads.
 */
record FileContent(Map<Path, String> digests) {
    private static final int LARGEST_READ = 1 << 20;

    /** Returns what files and folders hold now; a file that is missing or cannot be read is a content, too. */
    static FileContent of(List<Path> filesAndFolders) {
        var digests = new LinkedHashMap<Path, String>();
        filesAndFolders.forEach(each -> digests.put(each, digest(each)));
        return new FileContent(digests);
    }

    /** Returns the files and folders of which another content is held here. */
    List<Path> changedSince(FileContent earlier) {
        return digests.keySet().stream()
                .filter(each -> !Objects.equals(digests.get(each), earlier.digests.get(each)))
                .toList();
    }

    private static String digest(Path fileOrFolder) {
        MessageDigest digest = sha256();
        if (Files.isDirectory(fileOrFolder)) {
            addFolder(digest, fileOrFolder);
        } else {
            addFile(digest, fileOrFolder);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void addFolder(MessageDigest digest, Path folder) {
        add(digest, "folder " + folder);
        try (Stream<Path> inside = Files.list(folder)) {
            inside.filter(StoreReader::isRelated)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .forEach(file -> addFile(digest, file));
        } catch (IOException | UncheckedIOException refused) {
            add(digest, "unreadable");
        }
    }

    private static void addFile(MessageDigest digest, Path file) {
        add(digest, "file " + file);
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                add(digest, "no regular file");
            } else if (attributes.size() > LARGEST_READ) {
                add(digest, attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey());
            } else {
                add(digest, firstOctets(file));
            }
        } catch (NoSuchFileException absent) {
            add(digest, "absent");
        } catch (IOException refused) {
            add(digest, "unreadable");
        }
    }

    // The size is what it was a moment ago, and some file systems tell none.
    private static byte[] firstOctets(Path file) throws IOException {
        try (var content = Files.newInputStream(file)) {
            return content.readNBytes(LARGEST_READ + 1);
        }
    }

    private static void add(MessageDigest digest, String text) {
        add(digest, text.getBytes(StandardCharsets.UTF_8));
    }

    // With its length, so that no content looks like another one that is divided in another way.
    private static void add(MessageDigest digest, byte[] octets) {
        digest.update((octets.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(octets);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }
}

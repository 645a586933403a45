// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.testcontainers.images.builder.Transferable;

/**
 * The files that a container finds in {@code /config}. They belong to one user, and no other user may read them, as cert-tools leaves them.
 * Immutable.
 */
public final class ConfigFolder implements Transferable {
    /** Where the images look for it. */
    public static final String PATH = "/config";

    /** The user of the images. */
    public static final int IMAGE_USER = 10001;

    private static final int OWNER_ENTERS = 040500;
    private static final int OWNER_READS = 0100400;

    private final Map<String, byte[]> files;
    private final int owner;

    private ConfigFolder(Map<String, byte[]> files, int owner) {
        this.files = files;
        this.owner = owner;
    }

    /**
     * Returns the files of a folder of this machine as they are now, without its subfolders; they belong to the user of the image.
     *
     * @throws UncheckedIOException if a file cannot be read
     */
    public static ConfigFolder of(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            var files = new TreeMap<String, byte[]>();
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
            return new ConfigFolder(files, IMAGE_USER);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read the files in '" + folder + "'", unreadable);
        }
    }

    /** Returns the same with one more file, or with another content of it. */
    public ConfigFolder with(String name, String content) {
        var more = new TreeMap<>(files);
        more.put(name, content.getBytes(StandardCharsets.UTF_8));
        return new ConfigFolder(more, owner);
    }

    /** Returns the same, readable by another user only. */
    public ConfigFolder ownedBy(int user) {
        return new ConfigFolder(files, user);
    }

    /** Adds the folder and all its files to what is copied into the container. */
    @Override
    public void transferTo(TarArchiveOutputStream archive, String destination) {
        try {
            add(archive, destination + "/", OWNER_ENTERS, new byte[0]);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                add(archive, destination + "/" + file.getKey(), OWNER_READS, file.getValue());
            }
        } catch (IOException noSpace) {
            throw new UncheckedIOException("Cannot copy the settings into the container", noSpace);
        }
    }

    @Override
    public long getSize() {
        return files.values().stream().mapToLong(content -> content.length).sum();
    }

    private void add(TarArchiveOutputStream archive, String name, int mode, byte[] content) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setIds(owner, owner);
        entry.setSize(content.length);
        archive.putArchiveEntry(entry);
        archive.write(content);
        archive.closeArchiveEntry();
    }
}

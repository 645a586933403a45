// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The files of a trace. It makes new ones only, replaces and deletes only its own, and lets their owner alone read them where the file system has modes. For one
 * thread.
 */
final class TraceFolder {
    /** How many pages are kept; then the oldest one is deleted. */
    static final int MOST_PAGES = 10;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path folder;
    private final String prefix;
    private final String suffix;
    private final Deque<Path> pages = new ArrayDeque<>();
    private int number;
    private @Nullable Path open;

    private TraceFolder(Path folder, String prefix, String suffix) {
        this.folder = folder;
        this.prefix = prefix;
        this.suffix = suffix;
    }

    /**
     * Returns the files of a trace that begins now.
     *
     * @throws MessageSecurityException with {@code CONFIGURATION_INVALID} if the folder is not there or cannot be written
     */
    static TraceFolder of(Path folder, TraceContent content, Instant now) {
        if (!Files.isDirectory(folder)) {
            throw unusable(folder, Files.exists(folder) ? "is no folder" : "does not exist", null);
        }
        try {
            Files.delete(temporary(folder));
        } catch (IOException refused) {
            throw unusable(folder, "cannot be written: " + refused, refused);
        }
        return new TraceFolder(
                folder,
                "exchange-" + STAMP.format(now) + "-",
                content == TraceContent.NAMES_ONLY ? ".html" : "-WITH-PLAINTEXT-AND-KEYS.html");
    }

    private static MessageSecurityException unusable(Path folder, String found, @Nullable Throwable cause) {
        String text = "The folder '" + folder + "' for the trace " + found
                + " (expected a folder that exists, in which this program may write). Create it, or leave the trace out.";
        return cause == null
                ? new MessageSecurityException(SecurityFault.CONFIGURATION_INVALID, text)
                : new MessageSecurityException(SecurityFault.CONFIGURATION_INVALID, text, cause);
    }

    // The JDK makes it for its owner only.
    private static Path temporary(Path folder) throws IOException {
        return Files.createTempFile(folder, ".exchange-", ".tmp");
    }

    /** What a page has. */
    @FunctionalInterface
    interface Page {
        /** @throws UncheckedIOException if it cannot be written */
        void to(Appendable out) throws IOException;
    }

    /** Writes the open page, in place of what it had. After a failure it has what it had before. */
    void write(Page page) throws IOException {
        Path temporary = temporary(folder);
        try {
            try (var out = Files.newBufferedWriter(temporary, UTF_8)) {
                page.to(out);
            }
            move(temporary, name());
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException unsupported) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Returns the file of the open page, which is one that no other program has. */
    private Path name() throws IOException {
        Path known = open;
        while (known == null) {
            number++;
            Path candidate = folder.resolve(prefix + number + suffix);
            try {
                known = Files.createFile(candidate);
            } catch (FileAlreadyExistsException ofAnother) {
                // another trace began in the same second
            }
        }
        if (open == null) {
            open = known;
            pages.add(known);
        }
        return known;
    }

    /** Ends the open page, and deletes the oldest one if there are too many. */
    void next() throws IOException {
        boolean any = open != null;
        open = null;
        if (any && pages.size() >= MOST_PAGES) {
            Files.deleteIfExists(pages.remove());
        }
    }

    /** Returns the pages that are there, the oldest one first. */
    List<Path> pages() {
        return List.copyOf(pages);
    }
}

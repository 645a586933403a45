// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.UntrustedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Explains parts of a trace and writes their pages. One thread writes; any thread may ask for the pages. */
final class TraceWriter {
    private static final Logger LOG = LoggerFactory.getLogger(TraceWriter.class);
    private static final long LEAST_PAUSE = TimeUnit.SECONDS.toNanos(1);
    // At most a fifth of one processor.
    private static final int PAUSES_FOR_WORK = 4;
    // A hundred messages of WCF have less. Each element takes about a kilobyte of memory while the page is made.
    private static final int MOST_ELEMENTS = 20_000;
    private static final int FEWER = 4;

    private final TraceFolder folder;
    private final Path path;
    private final TraceContent content;
    private final Supplier<KeyFile> keys;
    private volatile List<Path> pages = List.of();
    private boolean failing;
    private long pauseNanos = LEAST_PAUSE;

    /**
     * Creates the writer of one trace.
     *
     * @param path the folder, for the log
     * @param keys the secrets that were told until now
     */
    TraceWriter(TraceFolder folder, Path path, TraceContent content, Supplier<KeyFile> keys) {
        this.folder = folder;
        this.path = path;
        this.content = content;
        this.keys = keys;
    }

    /**
     * Writes the open page.
     *
     * @param isLast whether nothing more is added to it
     */
    void write(TracePart.Content part, String side, boolean isLast) {
        long start = System.nanoTime();
        try {
            writeWhatHasRoom(part, side, isLast);
            failing = false;
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError failed) {
            // What is told of other programs' messages must not end the trace, nor this program.
            warn(failed);
        }
        pages = folder.pages();
        pauseNanos = Math.max(LEAST_PAUSE, PAUSES_FOR_WORK * (System.nanoTime() - start));
    }

    private void writeWhatHasRoom(TracePart.Content part, String side, boolean isLast) throws IOException {
        try {
            int most = MOST_ELEMENTS;
            while (!isWritten(part, side, most)) {
                most /= FEWER;
            }
        } finally {
            if (isLast) {
                folder.next();
            }
        }
    }

    /** Returns false if the page would be larger than a browser shows. Without a message it is not. */
    private boolean isWritten(TracePart.Content part, String side, int mostElements) throws IOException {
        try {
            folder.write(out -> TracePage.write(part, side, content, keys.get(), mostElements, out));
            return true;
        } catch (MessageSecurityException tooLarge) {
            if (mostElements == 0) {
                throw tooLarge;
            }
            return false;
        }
    }

    private void warn(Throwable failed) {
        if (!failing) {
            LOG.warn(
                    "The trace in '{}' was not written: {}. Calls go on, and the next message is another attempt; this line comes again only after one that"
                            + " succeeded.",
                    path,
                    UntrustedText.oneLine(String.valueOf(failed)));
        }
        failing = true;
    }

    long pauseNanos() {
        return pauseNanos;
    }

    List<Path> pages() {
        return pages;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import dev.wshttp.security.MessageSecurityException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value that was read from files, and is read again when their content has changed. A thread that asks for the value looks at the files, at most every five
 * seconds; others go on with the present value meanwhile, and no thread waits. If what the files hold cannot be used, the present value stays, and the log says
 * why, once for each content and then each hour; also if a thread is stuck with the files. Safe for use by several threads.
 *
 * @param <T> the type of the value, which has to be immutable
 */
public final class FileSource<T> {
    /** The least time between two looks at the files: 5 seconds. */
    public static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);

    // A reader may decrypt a key store, which costs much; only the time can change what it says of the same content.
    private static final Duration PAUSE_IF_REFUSED = Duration.ofMinutes(1);
    private static final Duration REMINDER = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(FileSource.class);

    private final String what;
    private final List<Path> files;
    private final Function<FileSource<T>, T> reader;
    private final Function<T, String> description;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Reading<T> present;
    private volatile @Nullable Look lastLook;
    private final AtomicReference<@Nullable Look> hanging = new AtomicReference<>(); // told in the log
    private @Nullable Refused told; // guarded by looking
    private @Nullable Refused judged; // guarded by looking; the last one, told or not

    private record Reading<T>(FileContent content, T value) {}

    private record Refused(FileContent content, String reason, Instant at) {
        boolean isOf(FileContent other, Instant now) {
            return content.equals(other) && !now.isBefore(at) && now.isBefore(at.plus(PAUSE_IF_REFUSED));
        }

        boolean isNewsAfter(@Nullable Refused told) {
            return told == null
                    || !content.equals(told.content)
                    || !reason.equals(told.reason)
                    || !at.isBefore(told.at.plus(REMINDER));
        }
    }

    private record Look(Instant at, Instant next) {}

    /**
     * Reads the value for the first time. Throws what the reader throws.
     *
     * @param what the value in words, for the log
     * @param files the files and folders on which the value depends; they need not all exist
     * @param reader reads the value; is given this source
     * @param description tells, for the log, which value it is
     */
    public FileSource(
            String what, List<Path> files, Function<FileSource<T>, T> reader, Function<T, String> description) {
        this.what = what;
        this.files = List.copyOf(files);
        this.reader = reader;
        this.description = description;
        // The content comes first: files that change while they are read are read again then.
        this.present = new Reading<>(FileContent.of(this.files), reader.apply(this));
    }

    /** Returns the files and folders on which the value depends. */
    public List<Path> files() {
        return files;
    }

    /** Returns the value without a look at the files. */
    public T present() {
        return present.value();
    }

    /**
     * Returns the value; the same object until the files change.
     *
     * @param now the present time, by which looks are rare
     * @param check throws if a value that was read anew cannot be used
     */
    public T current(Instant now, Consumer<T> check) {
        if (!isDue(now)) {
            return present.value();
        }
        if (looking.tryLock()) {
            try {
                if (isDue(now)) {
                    lastLook = new Look(now, now.plus(PAUSE));
                    look(now, check);
                }
            } finally {
                looking.unlock();
            }
        } else {
            tellIfHanging(now);
        }
        return present.value();
    }

    private boolean isDue(Instant now) {
        Look last = lastLook;
        return last == null || now.isBefore(last.at()) || !now.isBefore(last.next());
    }

    // The thread that looks is stuck, and nothing else would tell that changes are not seen any more.
    private void tellIfHanging(Instant now) {
        Look last = lastLook;
        if (last != null && now.isAfter(last.at().plus(LONGEST_LOOK)) && !last.equals(hanging.getAndSet(last))) {
            LOG.warn(
                    "The files of the {} do not answer since {}, so the present one stays, and no change of {} is seen until they do. Check the file system.",
                    what,
                    last.at(),
                    quoted(files));
        }
    }

    private void look(Instant now, Consumer<T> check) {
        FileContent content = FileContent.of(files);
        if (content.equals(present.content())) {
            told = null;
            judged = null;
            return;
        }
        if (judged != null && judged.isOf(content, now)) {
            return;
        }
        try {
            T value = reader.apply(this);
            check.accept(value);
            keep(content, value);
        } catch (RuntimeException unusable) {
            // A file that is being written may hold anything, and the call of this thread must not fail because of it.
            tell(now, content, unusable);
        }
    }

    // Files that change while they are read are not judged: the next look sees them whole.
    private boolean isWhole(FileContent content) {
        return FileContent.of(files).equals(content);
    }

    private void keep(FileContent content, T value) {
        if (isWhole(content)) {
            List<Path> changed = content.changedSince(present.content());
            present = new Reading<>(content, value);
            told = null;
            judged = null;
            LOG.info("The {} was read again, because {} changed: {}", what, quoted(changed), description.apply(value));
        }
    }

    private void tell(Instant now, FileContent content, RuntimeException unusable) {
        var refused = new Refused(content, reason(unusable), now);
        if (!isWhole(content)) {
            return;
        }
        judged = refused;
        if (refused.isNewsAfter(told)) {
            told = refused;
            LOG.warn(
                    "{} changed and cannot be used, so the present {} stays until the file is right: {}",
                    quoted(content.changedSince(present.content())),
                    what,
                    unusable instanceof MessageSecurityException ? unusable.getMessage() : unusable.toString());
        }
    }

    private static String quoted(List<Path> paths) {
        return paths.stream().map(path -> "'" + path + "'").collect(Collectors.joining(", "));
    }

    private static String reason(RuntimeException unusable) {
        return unusable instanceof MessageSecurityException known
                ? known.fault().name()
                : unusable.getClass().getName();
    }

    /** Two sources are equal if they read the same files. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FileSource<?> source && files.equals(source.files);
    }

    @Override
    public int hashCode() {
        return files.hashCode();
    }

    @Override
    public String toString() {
        return files.toString();
    }
}

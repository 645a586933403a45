// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.TextFile;
import dev.wshttp.security.UntrustedText;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text file with the keys that all instances have: one a line, as base64 of 32 octets. The first key seals; all of them open. Empty lines, and lines that
 * begin with {@code #}, have no effect.
 *
 * <p>The file is read again when its content has changed: at most every five seconds, and at most five times a second while messages come that were sealed under
 * a key that is not there. If it cannot be used then, the present keys stay, and the log says so, once a minute at most. A content that lacks a key counts only when
 * it is there a second later, too, since another process may be writing it. Safe for use by several threads.
 */
final class KeyFile {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
    private static final int LARGEST_BYTES = 1 << 16;
    private static final int MOST_KEYS = 32;
    private static final String REMEDY =
            "Make a key with 'openssl rand -base64 32', one a line, the one that seals first.";
    static final Duration PAUSE = Duration.ofSeconds(5);
    static final Duration PAUSE_IF_UNKNOWN = Duration.ofMillis(200);
    static final Duration PAUSE_IF_FEWER = Duration.ofSeconds(1);
    static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final Path file;
    private final LongSupplier nanoTime;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Reading present;
    private volatile long lookedAt;
    private final AtomicLong generation = new AtomicLong();
    private volatile byte @Nullable [] fewer; // has not all present keys, as the last look found
    private byte @Nullable [] refused; // guarded by looking
    private @Nullable Long toldAt; // guarded by looking

    private record Reading(byte[] content, List<ClusterKey> keys) {}

    private KeyFile(Path file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
        this.present = read();
        this.lookedAt = nanoTime.getAsLong();
    }

    /**
     * Reads the file for the first time.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CREDENTIAL_UNREADABLE} if it cannot be read, or is no such file
     */
    static KeyFile of(Path file) {
        return of(file, System::nanoTime);
    }

    static KeyFile of(Path file, LongSupplier nanoTime) {
        return new KeyFile(file, nanoTime);
    }

    /** Returns the key that seals. */
    ClusterKey newest() {
        lookAfter(PAUSE);
        return present.keys().get(0);
    }

    /** Returns a number that changes when a key is there no longer. */
    long generation() {
        lookAfter(PAUSE);
        return generation.get();
    }

    /** Returns the key of an id; for one that is not there, the file may be read once more. */
    Optional<ClusterKey> find(int id) {
        lookAfter(PAUSE);
        Optional<ClusterKey> found = among(present.keys(), id);
        if (found.isEmpty()) {
            lookNow();
            return among(present.keys(), id);
        }
        return found;
    }

    private static Optional<ClusterKey> among(List<ClusterKey> keys, int id) {
        return keys.stream().filter(key -> key.id() == id).findFirst();
    }

    private void lookAfter(Duration pause) {
        Duration least = fewer == null ? pause : PAUSE_IF_FEWER;
        if (isDue(least) && looking.tryLock()) {
            try {
                lookIfDue(least);
            } finally {
                looking.unlock();
            }
        }
    }

    /** Waits for the look of another thread, which may find the key. */
    private void lookNow() {
        if (!isDue(PAUSE_IF_UNKNOWN) && !looking.isLocked()) {
            return;
        }
        looking.lock();
        try {
            lookIfDue(PAUSE_IF_UNKNOWN);
        } finally {
            looking.unlock();
        }
    }

    private void lookIfDue(Duration pause) {
        if (isDue(pause)) {
            lookedAt = nanoTime.getAsLong();
            look();
        }
    }

    private boolean isDue(Duration pause) {
        return nanoTime.getAsLong() - lookedAt >= pause.toNanos();
    }

    private void look() {
        try {
            byte[] content = octets();
            if (MessageDigest.isEqual(content, present.content())) {
                refused = null;
                fewer = null;
            } else if (!Arrays.equals(content, refused)) {
                refused = content; // until it is known to be right
                take(new Reading(content, parse(content)));
                refused = null;
            }
        } catch (MessageSecurityException unusable) {
            fewer = null;
            tell(unusable);
        }
    }

    private void take(Reading next) {
        boolean hasAll = present.keys().stream()
                .allMatch(key -> among(next.keys(), key.id()).isPresent());
        if (!hasAll && !Arrays.equals(next.content(), fewer)) {
            fewer = next.content();
            return;
        }
        fewer = null;
        present = next;
        // After the keys: under a new generation nothing opens with a key that was taken away.
        if (!hasAll) {
            generation.incrementAndGet();
        }
        LOG.info("The cluster keys were read again, because '{}' changed: {}", file, next.keys());
    }

    private void tell(MessageSecurityException unusable) {
        long now = nanoTime.getAsLong();
        Long last = toldAt;
        if (last != null && now - last < BETWEEN_WARNINGS.toNanos()) {
            return;
        }
        toldAt = now;
        LOG.warn("The present cluster keys stay until the file is right: {}", unusable.getMessage());
    }

    private Reading read() {
        byte[] content = octets();
        return new Reading(content, parse(content));
    }

    private byte[] octets() {
        try {
            return TextFile.octets(file, LARGEST_BYTES);
        } catch (TextFile.UnreadableException unreadable) {
            throw unusable(unreadable.found(), unreadable.remedy(), unreadable);
        }
    }

    private List<ClusterKey> parse(byte[] content) {
        List<String> lines;
        try {
            lines = TextFile.text(content).lines().map(String::strip).toList();
        } catch (TextFile.UnreadableException unreadable) {
            throw unusable(unreadable.found(), unreadable.remedy(), unreadable);
        }
        var keys = new ArrayList<ClusterKey>();
        for (int line = 0; line < lines.size(); line++) {
            if (!lines.get(line).isEmpty() && !lines.get(line).startsWith("#")) {
                add(keys, lines.get(line), "line " + (line + 1));
            }
        }
        if (keys.isEmpty()) {
            throw unusable("it has no key", REMEDY, null);
        }
        return List.copyOf(keys);
    }

    private void add(List<ClusterKey> keys, String text, String place) {
        ClusterKey key = key(text, place);
        if (among(keys, key.id()).isPresent()) {
            throw unusable(place + " has the same key as one before", "Remove the line.", null);
        }
        if (keys.size() == MOST_KEYS) {
            throw unusable("it has more than " + MOST_KEYS + " keys", "Remove the oldest ones.", null);
        }
        keys.add(key);
    }

    private ClusterKey key(String text, String place) {
        try {
            byte[] octets = Base64.getDecoder().decode(text);
            requireRandom(octets);
            var key = new ClusterKey(octets);
            Arrays.fill(octets, (byte) 0);
            return key;
        } catch (IllegalArgumentException other) {
            // Without the cause, whose text could have a part of the key.
            throw unusable(place + " is no key", REMEDY, null);
        }
    }

    private static void requireRandom(byte[] octets) {
        if (octets.length == 0 || IntStream.range(1, octets.length).allMatch(at -> octets[at] == octets[0])) {
            throw new IllegalArgumentException("All octets of the key are the same (expected random ones)");
        }
    }

    private MessageSecurityException unusable(String found, String remedy, @Nullable Exception cause) {
        String text = "Cannot read the cluster keys from '" + UntrustedText.withEscapes(file.toString()) + "': " + found
                + " (expected base64 of " + ClusterKey.BYTES + " octets on each line). " + remedy;
        return cause == null
                ? new MessageSecurityException(SecurityFault.CREDENTIAL_UNREADABLE, text)
                : new MessageSecurityException(SecurityFault.CREDENTIAL_UNREADABLE, text, cause);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}

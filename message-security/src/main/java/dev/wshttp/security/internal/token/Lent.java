// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import org.jspecify.annotations.Nullable;

/**
 * Keeps objects that are expensive to make, and lends each to one computation at a time. The one that came back last is lent first: it is still in the caches of
 * a processor, and a cipher has prepared the key that it had last. Few are kept, because each also keeps its last key. Safe for use by several threads.
 *
 * @param <T> their type
 */
final class Lent<T> {
    // A computation waits for nothing, so not many more are under way than there are processors.
    private static final int MOST_KEPT = 4 * Runtime.getRuntime().availableProcessors();

    private final BlockingDeque<T> free = new LinkedBlockingDeque<>(MOST_KEPT);

    /** Takes one that is free; null if there is none. */
    @Nullable
    T take() {
        return free.pollFirst();
    }

    /** Gives one back, which is dropped if enough are kept. */
    void giveBack(T object) {
        free.offerFirst(object);
    }
}

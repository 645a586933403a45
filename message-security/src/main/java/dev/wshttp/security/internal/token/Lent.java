// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.token;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Objects that are expensive to make, each lent to one computation at a time. The one that came back last is lent first: it is still in the caches of a processor, and a
 * cipher has prepared the key that it had last. There are never more than computations at one time. Safe for use by several threads.
 *
 * @param <T> their type
 */
final class Lent<T> {
    private final Deque<T> free = new ConcurrentLinkedDeque<>();

    /** Takes one that is free; null if there is none. */
    @Nullable
    T take() {
        return free.pollFirst();
    }

    /** Gives one back. */
    void giveBack(T object) {
        free.addFirst(object);
    }
}

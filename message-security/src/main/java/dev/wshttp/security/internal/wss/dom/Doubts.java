// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.MessageSecurityException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a message while the work on it goes on. Only the first doubt is told, to the log. For one thread. */
final class Doubts {
    private @Nullable MessageSecurityException first;

    boolean exist() {
        return first != null;
    }

    void add(Supplier<MessageSecurityException> doubt) {
        if (first == null) {
            first = doubt.get();
        }
    }

    void addUnless(boolean good, Supplier<MessageSecurityException> doubt) {
        if (!good) {
            add(doubt);
        }
    }

    /** Returns what a step makes; null, and a doubt, if it refuses. */
    <T> @Nullable T attempt(Supplier<T> step) {
        try {
            return step.get();
        } catch (MessageSecurityException refused) {
            add(() -> refused);
            return null;
        }
    }

    /** The first doubt, to be thrown; there is one. */
    MessageSecurityException first() {
        if (first == null) {
            throw new IllegalStateException("There is no doubt");
        }
        return first;
    }
}

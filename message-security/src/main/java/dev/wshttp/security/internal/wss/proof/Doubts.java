// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.MessageSecurityException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the errors of a message while the work on it goes on. Only the first one is reported. For one thread. */
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

    /** Returns the result of a step; if the step refuses, adds a doubt and returns null. */
    <T> @Nullable T attempt(Supplier<T> step) {
        try {
            return step.get();
        } catch (MessageSecurityException refused) {
            add(() -> refused);
            return null;
        }
    }

    /** Returns the first doubt, for the caller to throw; there must be one. */
    MessageSecurityException first() {
        if (first == null) {
            throw new IllegalStateException("There is no doubt");
        }
        return first;
    }
}

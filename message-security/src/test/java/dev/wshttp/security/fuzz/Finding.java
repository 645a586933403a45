// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz;

import dev.wshttp.security.fuzz.mutation.Mutated;
import org.jspecify.annotations.Nullable;

/** A changed message that did what it must not do. */
public final class Finding extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Mutated mutated;
    private final int copy;

    /** A finding without another exception behind it. */
    public Finding(String problem, Mutated mutated, int copy) {
        this(problem, mutated, copy, null);
    }

    /**
     * A finding.
     *
     * @param copy which of the changed messages of its episode it was
     */
    public Finding(String problem, Mutated mutated, int copy, @Nullable Throwable cause) {
        super(problem, cause);
        this.mutated = mutated;
        this.copy = copy;
    }

    /** The message, and what was changed. */
    public Mutated mutated() {
        return mutated;
    }

    /** Which of the changed messages of its episode it was. */
    public int copy() {
        return copy;
    }
}

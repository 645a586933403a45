// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.mutation;

import java.util.List;
import java.util.SplittableRandom;

/** The choices of one mutated message, all of them decided by a seed. Not safe for use by several threads. */
public final class Choices {
    private final SplittableRandom random;

    /** The choices of a seed. */
    public Choices(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A number from 0 to below a bound. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** True once in so many times. */
    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** One of several. */
    public <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** One of several. */
    @SafeVarargs
    public final <T> T of(T... all) {
        return all[random.nextInt(all.length)];
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz;

import dev.wshttp.security.fuzz.mutation.Choices;

/**
 * What decides one episode of a scenario.
 *
 * @param scenario the name of the scenario
 * @param only the one changed message that is wanted; {@link #ALL} for all of the episode
 */
public record Episode(long seed, String scenario, int index, int only) {
    /** All changed messages of the episode. */
    public static final int ALL = -1;

    /** Whether a changed message of the episode is wanted. */
    public boolean wants(int copy) {
        return only == ALL || only == copy;
    }

    /** The choices for one changed message, whatever came before it. */
    public Choices choices(int copy) {
        return new Choices(((seed * 1_000_003 + scenario.hashCode()) * 1_000_003 + index) * 31 + copy);
    }

    /** The choices for the episode itself. */
    public Choices choices() {
        return choices(ALL);
    }
}

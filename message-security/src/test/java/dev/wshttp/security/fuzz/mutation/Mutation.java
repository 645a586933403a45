// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.mutation;

/** Changes a draft of a message in one way. */
@FunctionalInterface
interface Mutation {
    /** What is said where there is nothing to change in this way. */
    String NOTHING = "";

    /** Changes the draft; returns in words what was changed, or {@link #NOTHING}. */
    String apply(Draft draft, Choices choices);
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz;

/** One kind of message that is changed on its way to one kind of receiver. */
public interface Scenario extends AutoCloseable {
    /** A name without spaces, which repeats it. */
    String name();

    /** How many messages one episode changes. */
    int copies();

    /**
     * Runs one episode: whatever it does is decided by the episode's seed.
     *
     * @throws Finding if a changed message did what it must not do
     */
    void run(Episode episode);

    @Override
    default void close() {}
}

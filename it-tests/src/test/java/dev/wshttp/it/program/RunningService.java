// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

import java.net.URI;

/** A calculator service that runs apart from the tests. */
public interface RunningService extends AutoCloseable {
    /** Returns what clients send to ({@code wsa:To}). */
    URI address();

    /** Returns where clients connect to; the address itself, unless a port is mapped in between. */
    URI via();

    /** Returns what it says on standard error. */
    ServiceLog log();

    /** Ends the service if it still runs; throws if it did not end cleanly. */
    @Override
    void close();
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

/** A client that can be told to call the operation once. */
interface ProbedClient extends AutoCloseable {
    /** Lets the client call a service, and waits for the end of the call. */
    ClientRun run(String address);

    @Override
    default void close() {}
}

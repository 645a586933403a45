// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import java.time.Duration;

/**
 * Bounds of what peers take at the same time.
 *
 * @param connections of all peers
 * @param connectionsPerAddress of one remote address
 * @param requests of all peers that are read, wait, are processed or answered
 * @param requestsPerAddress of one remote address
 */
record PeerLimits(int connections, int connectionsPerAddress, int requests, int requestsPerAddress) {
    /** How long the headers of a request may take, its body, and reading the answer; a peer that keeps the least rate has more time. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Octets a second that give a peer more time than {@link #PATIENCE}. */
    static final long LEAST_RATE = 2_048;
}

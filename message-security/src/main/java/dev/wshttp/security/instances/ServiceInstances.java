// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.instances;

import java.util.Optional;
import java.util.OptionalLong;

/** What the instances of one service share. Implementations are safe for use by several threads, and may be given to several endpoints. */
public interface ServiceInstances extends AutoCloseable {
    /** Returns what seals the state of a session or of a negotiated token into the token itself. */
    TokenSeal tokens();

    /**
     * Returns the memory that all instances share. Without one, each instance remembers alone which messages it accepted and which sessions ended.
     */
    Optional<SharedMemory> memory();

    /** Returns what takes a leg of a negotiation to the instance that began the negotiation. Only where there is a shared memory. */
    Optional<LegRelay> relay();

    /**
     * Returns how many sessions all instances together may have; empty for no such limit. Only where there is a shared memory. A session counts until its
     * client cancels it or its last key expires.
     */
    default OptionalLong maxSessions() {
        return OptionalLong.empty();
    }

    /** Ends all connections. */
    @Override
    void close();
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.instances;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one of several services of one JVM shares with the others.
 *
 * @param maxSessions how many sessions all together may have; empty for no such limit
 */
public record InOneJvm(
        TokenSeal tokens, Optional<SharedMemory> memory, Optional<LegRelay> relay, OptionalLong maxSessions)
        implements ServiceInstances {
    /** An instance whose tokens carry their state, without a shared memory. */
    public static InOneJvm withTokens(TokenSeal seal) {
        return new InOneJvm(seal, Optional.empty(), Optional.empty(), OptionalLong.empty());
    }

    /** An instance with a shared memory. */
    public static InOneJvm with(TokenSeal seal, SharedMemory memory, RelayOfOneJvm relay) {
        return new InOneJvm(seal, Optional.of(memory), Optional.of(relay.instance()), OptionalLong.empty());
    }

    /** The same instance with a limit of sessions for all. */
    public InOneJvm withMaxSessions(long most) {
        return new InOneJvm(tokens, memory, relay, OptionalLong.of(most));
    }

    @Override
    public void close() {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.instances;

import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.instances.LegRelay;
import dev.wshttp.security.instances.ServiceInstances;
import dev.wshttp.security.instances.SharedMemory;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one endpoint shares with the same endpoint of the other instances.
 *
 * @param endpoint the name of the endpoint, the same in all instances
 * @param tokens seals the state of contexts into their tokens; empty if this endpoint keeps the state itself
 * @param memory remembers for all instances; empty if each remembers for itself
 * @param relay takes legs of negotiations to the instance that began them; empty if none does
 * @param maxSessions how many sessions all instances together may have; empty for no such limit
 */
public record EndpointInstances(
        String endpoint,
        Optional<SealedTokens> tokens,
        Optional<SharedMemory> memory,
        Optional<LegRelay> relay,
        OptionalLong maxSessions) {
    /** An endpoint that stands alone: it keeps all state in its own memory. */
    public static final EndpointInstances NONE =
            new EndpointInstances("", Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty());

    /** Returns what an endpoint shares. */
    public static EndpointInstances of(ServiceInstances instances, String endpoint, WsHttpBinding binding) {
        return new EndpointInstances(
                endpoint,
                Optional.of(new SealedTokens(instances.tokens(), endpoint, binding)),
                instances.memory(),
                instances.relay(),
                instances.memory().isPresent() ? instances.maxSessions() : OptionalLong.empty());
    }
}

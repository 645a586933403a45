// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.instances;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Takes legs of negotiations to the instance that began the negotiation, which has the TLS engine. What goes between two instances is sealed, and carries
 * the leg alone. Implementations are safe for use by several threads.
 */
public interface LegRelay {
    /**
     * Sets what answers the legs that other instances hand over to this one.
     *
     * @param endpoint which endpoint of the service the legs are for: the path of its address, and its mode
     * @param answering answers what another instance gave to {@link #handOver}; its result is what that method returns. Runs on threads of the relay
     * @throws dev.wshttp.security.MessageSecurityException with {@link dev.wshttp.security.SecurityFault#CONFIGURATION_INVALID} if an endpoint of this name
     *     receives legs already
     */
    void receive(String endpoint, UnaryOperator<byte[]> answering);

    /**
     * Tells the other instances that this one began a negotiation.
     *
     * @param negotiation the {@code Context} of the negotiation, chosen by the client
     * @param keep for how long a leg may follow
     * @return false if an instance has a negotiation of this name already
     * @throws dev.wshttp.security.MessageSecurityException with {@link dev.wshttp.security.SecurityFault#SHARED_MEMORY_UNAVAILABLE} if that cannot be found
     *     out in time
     */
    boolean begun(String endpoint, String negotiation, Duration keep);

    /**
     * Hands a leg over to the instance that began the negotiation.
     *
     * @param leg the leg, in a form of this library
     * @return what the other instance answers with; empty if no instance that is alive has the negotiation, or another leg of it is under way
     * @throws dev.wshttp.security.MessageSecurityException with {@link dev.wshttp.security.SecurityFault#SHARED_MEMORY_UNAVAILABLE} if that cannot be found
     *     out in time
     */
    Optional<byte[]> handOver(String endpoint, String negotiation, byte[] leg);
}

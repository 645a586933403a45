// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The part of a remote address that limits apply to: an IPv4 address, or the /64 network of an IPv6 address, because a host can use any
 * address of its network.
 *
 * @param network the octets of that part
 */
record Origin(ByteBuffer network) {
    /** The origin of all connections whose address the system does not tell. */
    static final Origin UNKNOWN = new Origin(ByteBuffer.allocate(0));

    private static final int NETWORK_BYTES_IPV6 = 8;

    static Origin of(InetAddress address) {
        byte[] octets = address.getAddress();
        return new Origin(
                ByteBuffer.wrap(octets, 0, address instanceof Inet6Address ? NETWORK_BYTES_IPV6 : octets.length)
                        .slice());
    }
}

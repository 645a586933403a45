// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import com.sun.net.httpserver.HttpExchange;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * What counts as one address: an IPv4 address, or the network of an IPv6 address, since a host has as many of those as it likes.
 *
 * @param network the octets that count
 */
record Origin(ByteBuffer network) {
    private static final int NETWORK_BYTES_IPV6 = 8;

    static Origin of(HttpExchange exchange) {
        return of(exchange.getRemoteAddress().getAddress());
    }

    static Origin of(InetAddress address) {
        byte[] octets = address.getAddress();
        return new Origin(
                ByteBuffer.wrap(octets, 0, address instanceof Inet6Address ? NETWORK_BYTES_IPV6 : octets.length)
                        .slice());
    }
}

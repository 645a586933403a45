// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class OriginTest {
    @Test
    void takesAllAddressesOfAnIpv6NetworkForOne() throws UnknownHostException {
        assertThat(origin("2001:db8:1:2::1")).isEqualTo(origin("2001:db8:1:2:ffff::2"));
        assertThat(origin("2001:db8:1:2::1")).isNotEqualTo(origin("2001:db8:1:3::1"));
    }

    @Test
    void tellsIpv4AddressesApart() throws UnknownHostException {
        assertThat(origin("127.0.0.1")).isEqualTo(origin("127.0.0.1")).isNotEqualTo(origin("127.0.0.2"));
    }

    @Test
    void takesAMappedIpv4AddressForItself() throws UnknownHostException {
        assertThat(origin("::ffff:127.0.0.1")).isEqualTo(origin("127.0.0.1"));
    }

    @SuppressWarnings("AddressSelection") // literals
    private static Origin origin(String literal) throws UnknownHostException {
        return Origin.of(InetAddress.getByName(literal));
    }
}

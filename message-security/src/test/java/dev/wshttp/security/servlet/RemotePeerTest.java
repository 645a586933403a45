// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemotePeerTest {
    private static final String PEER = "10.0.0.1";

    @Test
    void ignoresWhatProxiesAppendUnlessItIsAskedFor() {
        assertThat(address(0, PEER, "192.0.2.1")).isEqualTo(PEER);
    }

    @Test
    void takesTheEntryOfTheOutermostOwnProxy() {
        assertThat(address(1, PEER, "192.0.2.9, 192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(address(2, PEER, "192.0.2.9, 192.0.2.1, 10.0.0.2")).isEqualTo("192.0.2.1");
    }

    @Test
    void countsTheEntriesOfAllHeadersOfThatName() {
        assertThat(address(2, PEER, "192.0.2.9", "192.0.2.1", "10.0.0.2")).isEqualTo("192.0.2.1");
    }

    @Test
    void neverTakesWhatTheClientInventedBeforeThat() {
        assertThat(address(1, PEER, "127.0.0.1,127.0.0.1", "192.0.2.1")).isEqualTo("192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1:4711, 192.0.2.1",
        "'  192.0.2.1 ', 192.0.2.1",
        "2001:db8::1, 2001:db8:0:0:0:0:0:1",
        "[2001:db8::1], 2001:db8:0:0:0:0:0:1",
        "[2001:db8::1]:4711, 2001:db8:0:0:0:0:0:1"
    })
    void readsAddressesWithAndWithoutPort(String written, String address) {
        assertThat(address(1, PEER, written)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"unknown", "_hidden", "localhost", "example.com", "", ",", "999.1.1.1", "1.2.3.4.5", ":::::"})
    void keepsThePeerWhereTheProxyTellsNoAddress(String written) {
        assertThat(address(1, PEER, written)).isEqualTo(PEER);
    }

    @Test
    void keepsThePeerOfARequestThatDidNotPassTheProxies() {
        assertThat(address(1, PEER)).isEqualTo(PEER);
        assertThat(address(2, PEER, "192.0.2.1")).isEqualTo(PEER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0:0:0:0:0:0:0:1]", "::1", "0:0:0:0:0:0:0:1%lo", "[::1%1]"})
    void readsTheContainersFormsOfAPeer(String written) {
        assertThat(address(0, written)).isEqualTo("0:0:0:0:0:0:0:1");
    }

    private static String address(int proxies, String peer, String... forwardedFor) {
        return new RemotePeer(proxies)
                .of(request(peer, List.of(forwardedFor)))
                .map(InetAddress::getHostAddress)
                .orElse("unknown");
    }

    private static HttpServletRequest request(String peer, List<String> forwardedFor) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                RemotePeerTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRemoteAddr" -> peer;
                    case "getHeaders" -> Collections.enumeration(forwardedFor);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}

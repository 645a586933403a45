// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Optional;

/** Finds the proxy that the settings of the JVM choose for an address. */
final class HttpProxy {
    private HttpProxy() {}

    /** Returns host and port of the proxy; empty for a direct connection. */
    static Optional<String> of(URI address) {
        ProxySelector selector = ProxySelector.getDefault();
        if (selector == null) {
            return Optional.empty();
        }
        return selector.select(address).stream()
                .findFirst()
                .filter(proxy -> proxy.type() != Proxy.Type.DIRECT)
                .map(HttpProxy::name);
    }

    private static String name(Proxy proxy) {
        return proxy.address() instanceof InetSocketAddress place
                ? place.getHostString() + ":" + place.getPort()
                : proxy.toString();
    }
}

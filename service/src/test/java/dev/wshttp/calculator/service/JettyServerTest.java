// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JettyServerTest {
    @Test
    void acceptsNoMoreConnectionsOfOperatorsThanItsLimit() throws Exception {
        var loopback = InetAddress.getLoopbackAddress();
        ServerConnector connector = JettyServer.forOperators(new InetSocketAddress(loopback, 0));
        Deque<Socket> open = new ArrayDeque<>();
        try {
            connector.getServer().start();
            for (int each = 0; each < JettyServer.CONNECTIONS_OF_OPERATORS; each++) {
                open.push(new Socket(loopback, connector.getLocalPort()));
            }
            Waiting.until(() -> !connector.isAccepting());

            open.pop().close();

            Waiting.until(connector::isAccepting);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
            connector.getServer().stop();
        }
    }
}

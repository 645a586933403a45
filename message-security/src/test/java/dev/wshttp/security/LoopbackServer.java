// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** HTTP servers of tests. */
public final class LoopbackServer {
    private LoopbackServer() {}

    /** A server on a free port, which only this machine reaches. It is not started yet. */
    public static HttpServer create() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }
}

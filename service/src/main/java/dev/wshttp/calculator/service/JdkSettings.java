// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import java.util.Map;

/**
 * Sets limits of the JDK's HTTP server, and switches off two extensions of its TLS. Both exist as system properties only. The JDK reads them
 * when it loads its classes, so they have to be set before that. A value from the command line of the JVM stays.
 */
final class JdkSettings {
    private static final Map<String, String> PROPERTIES = Map.of(
            // Without this the server uses Nagle's algorithm, which delays small answers by 40 ms.
            "sun.net.httpserver.nodelay", "true",
            // Seconds for a request to arrive completely, and for an answer to be made and sent.
            "sun.net.httpserver.maxReqTime", "30",
            "sun.net.httpserver.maxRspTime", "60",
            // Seconds that a connection may stay open without a request.
            "sun.net.httpserver.idleInterval", "60",
            "sun.net.httpserver.maxReqHeaders", "64",
            // More than there are places, and few enough for the usual limit of open files, 4096.
            "jdk.httpserver.maxConnections", "2048",
            // The same number: peers that keep connections open without a request must not close connections of others.
            "sun.net.httpserver.maxIdleConnections", "2048",
            // Interop: recorded clients send a server name that is malformed. WCF ignores it; the JDK would refuse it.
            // A handshake of a negotiation is never resumed, so a session ticket would only make its last leg longer
            // (RFC
            // 6066, section 3; RFC 5077).
            "jdk.tls.server.disableExtensions", "server_name,session_ticket");

    private JdkSettings() {}

    static void apply() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
